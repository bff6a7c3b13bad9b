import { describe, expect, it } from "vitest";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { connections, type SecretSource } from "../../../stacks/connections.ts";
import { type provisioning, topology } from "../../helpers/topology.ts";

const complete: SecretSource = {
  secret: (name) => `${name}!`,
  isEncrypted: () => true,
  certificate: (file) => `pem of ${file}`,
};

function connect(
  how: Parameters<typeof provisioning>[0] = {},
  source: Partial<SecretSource> = {},
  scope?: readonly string[],
) {
  const problems: string[] = [];
  const whole = topology({}, how);
  const args = connections(whole, desiredItems(whole.facts, scope), { source: { ...complete, ...source }, problems });
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
            ca: "pem of ca/corp-root.pem",
          },
        },
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
    expect(connections(topology(), [], { source: complete, problems })).toBeUndefined();
  });
});

describe("what is refused", () => {
  it.each([
    ["GSS-TSIG", { kind: "gssTsig", principal: "p", keytab: { config: "k" } }, "is updated with GSS-TSIG"],
    ["no signature", { kind: "none" }, "takes unsigned updates"],
  ])("is a zone with %s, with the ways to go on without it", (_, signing, how) => {
    expect(connect(withSigning(signing)).problems).toEqual([
      `zones.plant.example: the zone ${how}, which this version cannot do; leave its hosts out with activation-topology:scope, or all RFC 2136 zones with activation-topology:leaveOut ["rfc2136"]`,
    ]);
  });

  it("is everything that is missing, at once", () => {
    const source = {
      secret: () => undefined,
      certificate: () => {
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
