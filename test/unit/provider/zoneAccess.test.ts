import { describe, expect, test } from "vitest";
import type { ConfigEntry } from "../../../modules/provider/configEntry.ts";
import { zoneAccess } from "../../../modules/provider/zoneAccess.ts";

const keytab = Buffer.concat([Buffer.from([5, 2]), Buffer.from("keys of nobody")]).toString("base64");
const secret = Buffer.alloc(32).toString("base64");

function read(entry: ConfigEntry) {
  const problems: string[] = [];
  const access = zoneAccess("corp.example", entry, (property, reason) => void problems.push(`${property}: ${reason}`));
  return { access, problems };
}

describe("a zone", () => {
  test("is reached unsigned, with a key, with a keytab or with a ticket cache", () => {
    const server = "dc1.corp.example";
    expect(read({ server })).toEqual({ access: { zone: "corp.example", server }, problems: [] });
    expect(read({ server, keyName: "k", secret }).access?.key?.algorithm).toBe("hmac-sha256");
    expect(read({ server, keyName: "k", secret, algorithm: "hmac-sha512" }).access?.key?.algorithm).toBe("hmac-sha512");
    const kerberos = read({ server, principal: "svc@CORP.EXAMPLE", keytab });
    expect(kerberos).toMatchObject({ access: { server, kerberos: { kind: "keytab" } }, problems: [] });
    const cache = { kind: "ticketCache", file: "/run/cache" };
    expect(read({ server, ticketCache: "/run/cache" }).access?.kerberos).toEqual(cache);
  });

  test("has one way to sign", () => {
    const { access, problems } = read({ server: "dc1", keyName: "k", secret, principal: "svc@CORP.EXAMPLE", keytab });
    expect(access).toEqual({ zone: "corp.example", server: "dc1" });
    const reason = "cannot be given with keyName, secret: a zone has one way to sign";
    expect(problems).toEqual([`principal: ${reason}`, `keytab: ${reason}`]);
  });

  test("without a usable server is no zone, with all that is wrong said and no secret repeated", () => {
    const { access, problems } = read({ server: 5, principal: "svc", keytab: "hush hush" });
    expect(access).toBeUndefined();
    expect(problems.map((problem) => problem.split(":")[0])).toEqual(["server", "principal", "keytab"]);
    expect(problems.join()).not.toContain("hush hush");
    expect(read({ server: "dc1", secret }).problems).toEqual(["keyName: must be given with secret"]);
    expect(read({ server: "dc1", keyName: "k" }).problems).toEqual(["secret: must be given with keyName"]);
  });
});
