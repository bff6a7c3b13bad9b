import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepare, type StackInput } from "../../../stacks/prepare.ts";

const text = `version: 1
environment: lab
azure:
  subscription: 00000000-0000-0000-0000-000000000000
  location: westeurope
  resourceGroup: rg-activation
  network: { resourceGroup: rg-network, name: vnet-core, subnet: snet-activation, outbound: firewall }
  keyVault: { resourceGroup: rg-secrets, name: kv-activation }
keys:
  windows-2025: { type: csvlk, group: windows-server-2025, secret: { vault: csvlk-windows-2025 } }
forests:
  corp.example: { domains: [corp.example] }
zones:
  corp.example: { provider: rfc2136, server: ns1.corp.example, signing: { tsig: { keyName: k, algorithm: hmac-sha256, secret: { config: corpTsig } } } }
kmsHosts:
  kms-1:
    site: hq
    fqdn: kms-1.corp.example
    os: windows-server-2025-datacenter
    keys: [windows-2025]
    azure: { size: Standard_B2s_v2, address: 10.10.1.4, domain: corp.example }
sites:
  hq:
    kind: core
    networks: [10.10.0.0/16]
    suffixes: [corp.example]
    cohorts:
      desktops: { product: client, os: windows-11-enterprise, count: 60 }
`;

describe("a stack", () => {
  let project: string;
  const input = (values: StackInput["values"] = {}, overrides: Partial<StackInput> = {}): StackInput => ({
    stack: "lab",
    folder: path.join(project, "stacks"),
    values,
    encrypted: new Set(["corpTsig"]),
    secret: (name) => values[name],
    subscription: "00000000-0000-0000-0000-000000000000",
    ...overrides,
  });
  const write = (content: string) => writeFileSync(path.join(project, "lab.yaml"), content);
  const lab = { topology: "../lab.yaml", corpTsig: "secret" };

  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), "prepare-"));
    write(text);
  });
  afterEach(() => rmSync(project, { recursive: true }));

  it("is ready with its content, and with a line for each thing that is left to do by hand", () => {
    const prepared = prepare(input(lab));
    expect(prepared.content).toMatchObject({ scope: ["hq"], acknowledge: null });
    expect(Object.keys(prepared.content.provider?.zones ?? {})).toEqual(["corp.example"]);
    expect(prepared).toMatchObject({ keepAliases: false, leftOut: [] });
    expect(prepared.warnings).toEqual([
      "join these machines to their domain by hand; this version makes them and does not join them: kms-1 (corp.example)",
      "install and activate these KMS host keys by hand; this version installs none: kms-1 (windows-2025)",
    ]);
  });

  it("lists what its configuration leaves out, and needs no secret for it", () => {
    const { content, leftOut, warnings } = prepare(input({ topology: "../lab.yaml", leaveOut: '["rfc2136"]' }));
    expect(content.provider).toBeUndefined();
    expect(content.items.filter(({ kind }) => kind === "srv")).toEqual([]);
    expect(leftOut).toEqual(["rfc2136: SRV records in zone corp.example (1)"]);
    expect(warnings[0]).toBe("left out by activation-topology:leaveOut: rfc2136: SRV records in zone corp.example (1)");
  });

  it("is refused with everything that is wrong, and nothing of it is a stack trace", () => {
    write(text.replace("windows-server-2025-datacenter", "windows-server-2025-standard"));
    const values = { topology: "../lab.yaml", scope: '["hq","hk"]', keepAlias: "true" };
    expect(() => prepare(input(values, { subscription: "1" }))).toThrow(
      expect.objectContaining({
        __pulumiRunError: true,
        message: [
          "this stack cannot be declared, and nothing was changed",
          "zones.corp.example.signing.tsig.secret: the secret corpTsig is not set; set it with `pulumi config set --secret corpTsig`",
          'activation-topology:keepAlias is no setting, and no secret of the topology; did you mean "keepAliases"?',
          'activation-topology:scope: the topology has no site "hk"; did you mean "hq"?',
          "kmsHosts.kms-1.os: there is no image for windows-server-2025-standard; take one of windows-server-2019-datacenter, windows-server-2022-datacenter, windows-server-2025-datacenter",
          "azure.subscription: the file says 00000000-0000-0000-0000-000000000000, the stack's configuration says 1; make azure-native:subscriptionId the same",
        ].join("\n  "),
      }),
    );
  });

  it("warns where the sign-in alone decides the subscription", () => {
    const { warnings } = prepare(input(lab, { subscription: undefined }));
    expect(warnings[0]).toMatch(/^the sign-in to Azure decides the subscription, and the file says 00000000-/);
  });

  it("says where the file is wrong, beside what is wrong with the configuration", () => {
    write("version: 2\n");
    expect(() => prepare(input({ ...lab, scope: "hq" }))).toThrow(
      /scope must be a JSON list[\s\S]*lab\.yaml:1:10: version/,
    );
  });

  it("says which file is missing, and how to name another", () => {
    expect(() => prepare(input())).toThrow(
      "the topology stacks/lab.topology.yaml cannot be read (ENOENT); write it, or name another one with `pulumi config set activation-topology:topology FILE`",
    );
  });
});
