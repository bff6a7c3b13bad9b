import { describe, expect, it } from "vitest";
import type { DirectoryError } from "../../../modules/directory/directoryError.ts";
import type { Entry } from "../../../modules/directory/entry.ts";
import type { Endpoint, LdapClient } from "../../../modules/directory/ldapClient.ts";
import { openDirectory, withDirectory } from "../../../modules/directory/openDirectory.ts";

const secret = "never to be seen";
const connection = {
  forest: "corp.example",
  servers: ["dc1.corp.example", "dc2.corp.example:389"],
  bindAs: "svc@corp.example",
  password: secret,
  ca: "-----BEGIN CERTIFICATE-----",
};

const root: Entry = {
  dn: "",
  attributes: new Map([
    ["configurationnamingcontext", [Buffer.from("CN=Configuration,DC=corp,DC=example")]],
    ["schemanamingcontext", [Buffer.from("CN=Schema,CN=Configuration,DC=corp,DC=example")]],
    ["defaultnamingcontext", [Buffer.from("DC=corp,DC=example")]],
    ["rootdomainnamingcontext", [Buffer.from("DC=corp,DC=example")]],
    ["tokengroups", [Buffer.from("01010000000000050b000000", "hex")]],
  ]),
};

function failure(code: string | number | undefined, message = "refused"): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

/** Clients whose bind fails by host, and a record of what was opened and closed. */
function clients(fails: Readonly<Record<string, Error>> = {}, changes: Partial<LdapClient> = {}) {
  const opened: string[] = [];
  const closed: string[] = [];
  const makeClient = ({ host, port }: Endpoint): LdapClient => {
    opened.push(`${host}:${port}`);
    return {
      bind: async () => {
        const error = fails[host];
        if (error !== undefined) throw error;
      },
      search: async () => [root],
      add: async () => {},
      replaceAccessList: async () => {},
      remove: async () => {},
      close: async () => void closed.push(host),
      ...changes,
    };
  };
  return { opened, closed, makeClient };
}

async function errorOf(work: Promise<unknown>): Promise<DirectoryError> {
  return await work.then(
    () => expect.unreachable("it should have failed"),
    (error: DirectoryError) => error,
  );
}

describe("opening a directory", () => {
  it("takes the first server, over LDAPS where no port says otherwise", async () => {
    const made = clients();
    const directory = await openDirectory(connection, made);
    expect(made.opened).toEqual(["dc1.corp.example:636"]);
    expect(directory).toMatchObject({
      forest: "corp.example",
      server: "dc1.corp.example:636",
      configurationNamingContext: "CN=Configuration,DC=corp,DC=example",
      schemaNamingContext: "CN=Schema,CN=Configuration,DC=corp,DC=example",
      identifiers: ["S-1-5-11"],
    });
  });

  it("goes on to the next server where one is not reached, and closes what it had opened", async () => {
    const made = clients({ "dc1.corp.example": failure("ECONNREFUSED") });
    expect((await openDirectory(connection, made)).server).toBe("dc2.corp.example:389");
    expect(made.closed).toEqual(["dc1.corp.example"]);
  });

  it("does not try a refused password at the other servers", async () => {
    const made = clients({ "dc1.corp.example": failure(49, "80090308: LdapErr: comment, data 52e, v3839") });
    const error = await errorOf(openDirectory(connection, made));
    expect(error).toMatchObject({ kind: "credentials" });
    expect(error.message).toBe(
      "logging on at dc1.corp.example:636: the server refuses svc@corp.example: wrong name or password; correct bindAs or the configured secret",
    );
    expect(made.opened).toHaveLength(1);
  });

  it("lists what each server answered", async () => {
    const fails = {
      "dc1.corp.example": failure("ECONNREFUSED"),
      "dc2.corp.example": failure("UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
    };
    const error = await errorOf(openDirectory(connection, clients(fails)));
    expect(error.kind).toBe("unreachable");
    expect(error.message).toContain(
      "none of 2 servers could be used\n  logging on at dc1.corp.example:636: not reached",
    );
    expect(error.message).toContain(
      "\n  logging on at dc2.corp.example:389: its certificate was not issued by the pinned CA",
    );
  });

  it("keeps the kind that all servers have in common", async () => {
    const fails = { "dc1.corp.example": failure("CERT_HAS_EXPIRED"), "dc2.corp.example": failure("EPROTO") };
    expect((await errorOf(openDirectory(connection, clients(fails)))).kind).toBe("tls");
  });

  it.each([
    ["an empty password", { password: "" }, "credentials"],
    ["an empty name", { bindAs: "" }, "credentials"],
    ["a CA that is none", { ca: "/etc/ca.pem" }, "tls"],
    ["no server", { servers: [] }, "unreachable"],
  ])("refuses %s before it connects", async (_what, change, kind) => {
    const made = clients();
    expect(await errorOf(openDirectory({ ...connection, ...change }, made))).toMatchObject({ kind });
    expect(made.opened).toEqual([]);
  });

  it("refuses a server that is no Active Directory", async () => {
    const made = clients({}, { search: async () => [{ dn: "", attributes: new Map() }] });
    expect((await errorOf(openDirectory(connection, made))).message).toContain("not an Active Directory server");
  });

  it("ends when it is cancelled", async () => {
    const options = { ...clients(), signal: AbortSignal.abort(new Error("cancelled")) };
    await expect(openDirectory(connection, options)).rejects.toThrow("cancelled");
  });

  it.each([
    ["ECONNREFUSED", "refused", "unreachable"],
    ["EHOSTUNREACH", "no route", "unreachable"],
    ["ENOTFOUND", "no name", "unreachable"],
    ["ETIMEDOUT", "late", "timeout"],
    [undefined, "Connection timeout", "timeout"],
    [undefined, "SearchRequest: Operation timed out", "timeout"],
    [undefined, "something else", "failed"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "other name", "tls"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "self signed", "tls"],
    ["CERT_HAS_EXPIRED", "expired", "tls"],
    [1, "not authenticated", "failed"],
    [3, "time limit", "timeout"],
    [8, "stronger", "tls"],
    [50, "no right", "denied"],
    [51, "busy", "unreachable"],
    [53, "unwilling", "failed"],
  ])("words %s (%s) as %s, with a remedy and without the password", async (code, message, kind) => {
    const only = { ...connection, servers: ["dc1.corp.example"] };
    const error = await errorOf(openDirectory(only, clients({ "dc1.corp.example": failure(code, message) })));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain("dc1.corp.example:636");
    expect(`${error.message}${error.stack}`).not.toContain(secret);
  });

  it.each([
    ["532", "password expired"],
    ["775", "account locked"],
    ["999", "invalidCredentials"],
  ])("tells what Active Directory means by data %s", async (data, words) => {
    const fails = { "dc1.corp.example": failure(49, `AcceptSecurityContext error, data ${data}, v1`) };
    expect((await errorOf(openDirectory(connection, clients(fails)))).message).toContain(words);
  });
});

describe("an open directory", () => {
  it("tells a base that is not there from an error", async () => {
    let code = 32;
    const search = async (base: string) => {
      if (base === "") return [root];
      throw failure(code);
    };
    const directory = await openDirectory(connection, clients({}, { search }));
    const wanted = { scope: "base", filter: "(objectClass=*)", attributes: ["cn"] } as const;
    expect(await directory.search("CN=x", wanted)).toBeUndefined();
    code = 50;
    expect(await errorOf(directory.search("CN=x", wanted))).toMatchObject({ kind: "denied" });
  });

  it("takes an entry for removed that is gone already", async () => {
    let code = 32;
    const remove = () => Promise.reject(failure(code));
    const directory = await openDirectory(connection, clients({}, { remove }));
    await directory.remove("CN=x");
    code = 50;
    expect((await errorOf(directory.remove("CN=x"))).message).toContain("removing CN=x at dc1.corp.example:636");
  });

  it("is closed after use, also where the use fails", async () => {
    const made = clients();
    await expect(withDirectory(connection, () => Promise.reject(new Error("no")), made)).rejects.toThrow("no");
    expect(made.closed).toEqual(["dc1.corp.example"]);
  });
});
