import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { isCredentials, Keytab, parseKerberos, whoAsks } from "../../../modules/dns/kerberos.ts";

const octets = Buffer.concat([Buffer.from([5, 2]), Buffer.from("keys of nobody")]);
const keytab = octets.toString("base64");
const principal = "svc-dns@CORP.EXAMPLE";

describe("credentials", () => {
  test("are a principal with a keytab, line ends of base64 included", () => {
    for (const text of [keytab, `${keytab.slice(0, 8)}\n${keytab.slice(8)}\n`]) {
      const parsed = parseKerberos({ principal, keytab: text });
      expect(parsed).toEqual({ kind: "keytab", principal, keytab: expect.any(Keytab) });
      expect(isCredentials(parsed) && parsed.kind === "keytab" && parsed.keytab.octets).toEqual(octets);
    }
  });

  test("are the path of a ticket cache", () => {
    const parsed = parseKerberos({ ticketCache: "/run/tickets/dns" });
    expect(parsed).toEqual({ kind: "ticketCache", file: "/run/tickets/dns" });
    expect(isCredentials(parsed) && whoAsks(parsed)).toBe("the ticket in /run/tickets/dns");
  });

  test.each([
    [{ keytab }, ["principal"]],
    [{ principal }, ["keytab"]],
    [{ principal: "svc-dns", keytab }, ["principal"]],
    [{ principal: "-k@CORP.EXAMPLE", keytab }, ["principal"]],
    [{ principal: "svc dns@CORP.EXAMPLE", keytab }, ["principal"]],
    [{ principal: 5, keytab: 5 }, ["principal", "keytab"]],
    [{ principal, keytab: "not base64!" }, ["keytab"]],
    [{ principal, keytab: Buffer.from("no keytab").toString("base64") }, ["keytab"]],
    [{ ticketCache: "KEYRING:persistent:0" }, ["ticketCache"]],
    [{ ticketCache: "cache" }, ["ticketCache"]],
    [{ ticketCache: "/cache", principal, keytab }, ["principal", "keytab"]],
  ])("%j are refused for their %j, and nothing of a keytab is repeated", (given, properties) => {
    const problems = parseKerberos(given);
    expect(isCredentials(problems)).toBe(false);
    expect(Object.keys(problems)).toEqual(properties);
    expect(JSON.stringify(problems)).not.toContain(keytab.slice(0, 8));
    expect(JSON.stringify(problems)).not.toContain("not base64!");
  });

  test("show their keytab to nobody", () => {
    const parsed = parseKerberos({ principal, keytab });
    const shown = `${inspect(parsed, { showHidden: true, depth: 9 })} ${JSON.stringify(parsed)}`;
    for (const form of ["base64", "hex", "latin1"] as const) expect(shown).not.toContain(octets.toString(form));
  });
});
