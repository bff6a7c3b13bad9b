import { describe, expect, it } from "vitest";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { hostConfigurations } from "../../../modules/desired/hostConfigurations.ts";
import { wholeScope } from "../../../modules/desired/scope.ts";
import { connections } from "../../../stacks/connections.ts";
import type { SecretSource } from "../../../stacks/secretSource.ts";
import { type provisioning, topology } from "../../helpers/topology.ts";

const complete: SecretSource = {
  secret: (name) => `${name}!`,
  isEncrypted: () => true,
  read: (file) => `text of ${file}`,
  pathOf: (file) => `/beside/${file}`,
};

function connect(
  how: Parameters<typeof provisioning>[0] = {},
  source: Partial<SecretSource> = {},
  scope?: readonly string[],
) {
  const problems: string[] = [];
  const whole = topology({}, how);
  const own = {
    items: desiredItems(whole.facts, scope),
    hosts: hostConfigurations(whole, scope ?? wholeScope(whole.facts)),
  };
  const args = connections(whole, own, { source: { ...complete, ...source }, problems });
  return { args, problems };
}

const withSigning = (signing: object) => ({
  zones: [{ zone: "plant.example", provider: "rfc2136", server: "ns1.plant.example", signing }] as never,
});

describe("what our provider is given", () => {
  it("is every connection of the file, with secrets and the text of certificates", () => {
    expect(connect()).toEqual({
      args: {
        zones: {
          "plant.example": {
            server: "ns1.plant.example",
            keyName: "plant-update",
            algorithm: "hmac-sha256",
            secret: "plantTsig!",
          },
        },
        forests: {
          "corp.example": {
            servers: ["dc1.corp.example"],
            bindAs: "svc-activation@corp.example",
            password: "corpBindPassword!",
            ca: "text of ca/corp-root.pem",
          },
        },
        hosts: {},
      },
      problems: [],
    });
  });

  it("leaves out a connection that this stack does not need and that is not complete", () => {
    const { args, problems } = connect({}, { secret: (name) => (name === "plantTsig" ? "x" : undefined) }, ["plant"]);
    expect(problems).toEqual([]);
    expect(Object.keys(args?.forests ?? {})).toEqual([]);
  });

  it("is nothing where nothing needs it", () => {
    const problems: string[] = [];
    expect(connections(topology(), { items: [], hosts: [] }, { source: complete, problems })).toBeUndefined();
  });
});

describe("signing with Kerberos", () => {
  it("takes a keytab from the configuration", () => {
    const signing = { kind: "gssTsig", principal: "svc@PLANT.EXAMPLE", keytab: { config: "plantKeytab" } };
    const { args, problems } = connect(withSigning(signing));
    expect(problems).toEqual([]);
    expect(args?.zones).toEqual({
      "plant.example": { server: "ns1.plant.example", principal: "svc@PLANT.EXAMPLE", keytab: "plantKeytab!" },
    });
  });

  it("takes a ticket cache beside the topology", () => {
    const { args } = connect(withSigning({ kind: "ticketCache", file: "krb5cc" }));
    expect(args?.zones).toEqual({ "plant.example": { server: "ns1.plant.example", ticketCache: "/beside/krb5cc" } });
  });
});

describe("a forest", () => {
  const [corp] = topology().provisioning.forests;
  const account = (name: string) => ({ bindAs: name, password: { config: `${name}Password` } });

  it("is reached as its reader and as whoever may grant, where they are named", () => {
    const how = { forests: [{ ...corp, reader: account("reader"), rightsAs: account("granter") }] as never };
    expect(connect(how).args?.forests["corp.example"]).toMatchObject({
      reader: { bindAs: "reader", password: "readerPassword!" },
      rightsAs: { bindAs: "granter", password: "granterPassword!" },
    });
  });

  it("gets backups with their key, and no key where there is no backup", () => {
    const forests = [{ ...corp, backupKey: { config: "corpBackups" } }] as never;
    expect(connect({ forests }).args?.forests["corp.example"]).not.toHaveProperty("backupKey");
    const objects = [{ forest: "corp.example", name: "windows-2025", backup: "a.sealed", confirmationId: null }];
    expect(connect({ forests, objects }).args?.forests["corp.example"]).toMatchObject({
      backupKey: "corpBackups!",
      backups: { "windows-2025": "text of a.sealed" },
    });
  });
});

describe("a host over SSH", () => {
  const ssh = { user: "admin", port: 22, hostKey: "ssh-ed25519 AAAA", identityFile: "id" };
  const existingHosts = [{ host: "kms-2", activation: "online", confirmationIds: {}, ssh }] as const;

  it("is given with the addresses of its keys, and never a key", () => {
    const keySecrets = { "windows-2025": { vault: "csvlk-windows-2025" } };
    const azure = { ...topology().provisioning.azure, keyVault: { resourceGroup: "rg", name: "kv-1" } } as never;
    const { args, problems } = connect({ existingHosts, keySecrets, azure });
    expect(problems).toEqual([]);
    expect(args?.hosts).toEqual({
      "kms-2": {
        address: "10.40.0.9",
        user: "admin",
        port: 22,
        hostKey: "ssh-ed25519 AAAA",
        identityFile: "/beside/id",
        keys: { "windows-2025": "https://kv-1.vault.azure.net/secrets/csvlk-windows-2025" },
      },
    });
  });

  it("takes the whole address of a key from another vault", () => {
    const vault = "https://other.vault.azure.net/secrets/key";
    const { args } = connect({ existingHosts, keySecrets: { "windows-2025": { vault } } });
    expect(args?.hosts["kms-2"]?.keys).toEqual({ "windows-2025": vault });
  });
});

describe("what is refused", () => {
  it("is a zone with no signature, with the ways to go on without it", () => {
    expect(connect(withSigning({ kind: "none" })).problems).toEqual([
      `zones.plant.example: the zone takes unsigned updates, which the toolkit does not send; leave its hosts out with activation-topology:scope, or all RFC 2136 zones with activation-topology:leaveOut ["rfc2136"]`,
    ]);
  });

  it("is everything that is missing, at once", () => {
    const source = {
      secret: () => undefined,
      read: () => {
        throw Object.assign(new Error("no such file, open '/a/b'"), { code: "ENOENT" });
      },
    };
    expect(connect({}, source).problems).toEqual([
      "zones.plant.example.signing.tsig.secret: the secret plantTsig is not set; set it with `pulumi config set --secret plantTsig`",
      "forests.corp.example.connection.password: the secret corpBindPassword is not set; set it with `pulumi config set --secret corpBindPassword`",
      "forests.corp.example.connection.ca: the certificate ca/corp-root.pem cannot be read: ENOENT; the path is relative to the topology",
    ]);
  });

  it("is a password in the clear, which the message does not repeat", () => {
    const { problems } = connect({}, { isEncrypted: (name) => name !== "plantTsig" });
    expect(problems).toEqual([
      "zones.plant.example.signing.tsig.secret: plantTsig stands in the stack's configuration in the clear; change it, and set it with `pulumi config set --secret plantTsig`",
    ]);
  });

  it("is a password in a vault", () => {
    const secret = { vault: "plant-tsig" };
    expect(connect(withSigning({ kind: "tsig", keyName: "k", algorithm: "hmac-sha256", secret })).problems).toEqual([
      'zones.plant.example.signing.tsig.secret: this version reads no password from a vault, got "plant-tsig"; write { config: NAME } and set it with `pulumi config set --secret NAME`',
    ]);
  });

  it("is a forest with objects and without a connection", () => {
    expect(connect({ forests: [] }).problems).toEqual([
      "forests.corp.example: the forest has no connection, so its objects cannot be read; add one",
    ]);
  });
});
