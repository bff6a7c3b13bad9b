import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseTopology } from "../../../modules/topology/parse.ts";

const text = readFileSync(new URL("../../../examples/enterprise.topology.yaml", import.meta.url), "utf8");
const { topology, places } = parseTopology(text, "enterprise.topology.yaml");
const { facts, provisioning } = topology;
const site = (name: string) => facts.sites.find((candidate) => candidate.name === name);
const cohort = (siteName: string, name: string) => site(siteName)?.cohorts.find((candidate) => candidate.name === name);

describe("the example of a whole environment", () => {
  it("names the schema for editors in its first line", () => {
    const [, path] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text.split("\n")[0] ?? "") ?? [];
    const schema = new URL(path ?? "", new URL("../../../examples/", import.meta.url));
    expect(JSON.parse(readFileSync(schema, "utf8"))).toHaveProperty("title", "TopologyFile");
  });

  it("keeps totals, preferences and policy", () => {
    expect(facts).toMatchObject({
      environment: "production",
      licensed: { client: 4068, server: 281, office: 3600 },
      preferences: { adba: "prefer" },
      policy: { unknown: "report" },
      rows: {},
    });
  });

  it("adds up to the licensed totals", () => {
    const sum = (product: string) =>
      facts.sites
        .flatMap((s) => s.cohorts)
        .filter((c) => c.product === product)
        .reduce((total, c) => total + c.count, 0);
    expect([sum("client"), sum("server"), sum("office")]).toEqual([4068, 281, 3600]);
  });

  it("knows the keys without their secrets", () => {
    expect(facts.keys).toEqual([
      {
        type: "csvlk",
        name: "windows-2025",
        group: "windows-server-2025",
        hostsElsewhere: 1,
        hostLimit: 6,
        used: {},
        lastFive: null,
      },
      {
        type: "csvlk",
        name: "office-2019",
        group: "office-2019",
        hostsElsewhere: 0,
        hostLimit: 6,
        used: {},
        lastFive: null,
      },
      { type: "mak", name: "mak-client", product: "client", remaining: 120 },
    ]);
    expect(provisioning.keySecrets).toEqual({
      "windows-2025": { vault: "csvlk-windows-2025" },
      "office-2019": { vault: "csvlk-office-2019" },
      "mak-client": { vault: "mak-client" },
    });
    expect(JSON.stringify(facts)).not.toMatch(/vault|corpBindPassword|plantTsig/);
  });

  it("reads the forest, its objects and its connection", () => {
    expect(facts.forests).toEqual([
      {
        name: "corp.example",
        domains: ["corp.example.", "emea.corp.example."],
        schemaVersion: 88,
        activationObjects: [
          { name: "windows-2025", key: "windows-2025", origin: "online", runsOn: "kms-weu-1" },
          { name: "office-2019", key: "office-2019", origin: "existing", runsOn: null },
        ],
        delegates: ["CORP\\msSPPLicensing"],
      },
    ]);
    expect(provisioning.forests).toEqual([
      {
        forest: "corp.example",
        servers: ["dc1.corp.example", "dc2.corp.example", "dc3.emea.corp.example"],
        bindAs: "svc-activation@corp.example",
        password: { config: "corpBindPassword" },
        ca: "ca/corp-root.pem",
        reader: null,
        rightsAs: null,
        verifyFrom: ["dc1.corp.example", "dc2.corp.example", "dc3.emea.corp.example"],
        backupKey: null,
      },
    ]);
  });

  it("reads zones of every provider and signing", () => {
    expect(facts.zones.map(({ apex, provider, server, signing }) => [apex, provider, server, signing])).toEqual([
      ["corp.example.", "rfc2136", "dc1.corp.example", "gssTsig"],
      ["emea.corp.example.", "rfc2136", "dc3.emea.corp.example", "gssTsig"],
      ["plant.example.", "rfc2136", "ns1.plant.example", "tsig"],
      ["az.corp.example.", "azurePrivate", null, null],
    ]);
    expect(provisioning.zones.slice(1)).toEqual([
      {
        zone: "emea.corp.example",
        provider: "rfc2136",
        server: "dc3.emea.corp.example",
        signing: { kind: "gssTsig", principal: "svc-activation@CORP.EXAMPLE", keytab: { config: "corpKeytab" } },
      },
      {
        zone: "plant.example",
        provider: "rfc2136",
        server: "ns1.plant.example",
        signing: { kind: "tsig", keyName: "plant-update", algorithm: "hmac-sha256", secret: { config: "plantTsig" } },
      },
      { zone: "az.corp.example", provider: "azurePrivate", resourceGroup: "rg-dns", make: false },
    ]);
  });

  it("reads Azure and existing hosts", () => {
    expect(facts.kmsHosts.map((h) => [h.name, h.fqdn, h.placement, h.address, h.manage, h.port])).toEqual([
      ["kms-weu-1", "kms-weu-1.corp.example.", "azure", "10.10.1.4", null, 1688],
      ["kms-weu-2", "kms-weu-2.corp.example.", "azure", "10.10.1.5", null, 1688],
      ["kms-plant-1", "kms-plant-1.plant.example.", "existing", "10.40.0.9", "verify", 1688],
    ]);
    expect(facts.kmsHosts[2]?.records).toEqual({
      publishedBy: "toolkit",
      existing: "upsert",
      priority: 0,
      weight: 0,
      ttl: 3600,
      domains: null,
    });
    expect(provisioning.azureHosts[1]).toEqual({
      host: "kms-weu-2",
      place: provisioning.azure,
      size: "Standard_B2s_v2",
      availabilityZone: 2,
      domain: "corp.example",
    });
    expect(provisioning.azure).toEqual({
      subscription: "00000000-0000-0000-0000-000000000000",
      location: "westeurope",
      resourceGroup: "rg-activation",
      network: {
        resourceGroup: "rg-network",
        name: "vnet-core",
        subnet: "snet-activation",
        make: null,
        outbound: "firewall",
      },
      keyVault: { resourceGroup: "rg-secrets", name: "kv-activation" },
    });
  });

  it("keeps the sites in the order of the file", () => {
    expect(facts.sites.map((s) => `${s.name} ${s.kind}`)).toEqual([
      "hq core",
      "branch-lis branch",
      "dmz isolated",
      "plant isolated",
      "vessel isolated",
      "sales disconnected",
      "lab lab",
    ]);
  });

  it("reads what sites reach in the short and the long form", () => {
    const both = { over: ["tcp1688", "rpc"] };
    expect(site("branch-lis")?.reaches).toEqual({
      kms: { hosts: "core", ...both },
      domain: { forests: ["corp.example"], over: ["ldap", "dns"] },
    });
    expect(site("dmz")?.reaches).toEqual({ kms: { hosts: ["kms-weu-1", "kms-weu-2"], ...both }, domain: null });
    expect(site("plant")?.reaches).toEqual({ kms: null, domain: null });
    expect(site("dmz")?.firewall).toEqual({ external: "edge-fw-2", attestedBy: "network-team", until: "2031-06-30" });
  });

  it("reads cohorts with their defaults", () => {
    expect(cohort("hq", "desktops")).toEqual({
      name: "desktops",
      product: "client",
      os: "windows-11-enterprise",
      count: 3400,
      channel: "volume",
      joined: "corp.example.",
      activate: true,
      contact: { domain: null, kms: null },
      activationType: "any",
      internet: true,
      phone: true,
      vamt: false,
      method: null,
      pinnedTo: [],
      clientIds: 3400,
      rebuiltEvery: null,
      hostCaching: true,
      avma: null,
      azureKms: null,
      subscription: null,
      token: null,
    });
    expect(cohort("hq", "oem-laptops")).toMatchObject({ channel: "oem", joined: null });
    expect(cohort("plant", "scada")).toMatchObject({ method: "kms-local", internet: false });
    expect(cohort("sales", "roaming")).toMatchObject({ contact: { domain: 30, kms: null } });
    expect(cohort("sales", "field")).toMatchObject({ internet: true });
    expect(cohort("lab", "rebuilt")).toMatchObject({ activate: false });
    expect([site("lab")?.withinAgreement, site("hq")?.withinAgreement]).toEqual([true, null]);
  });

  it("keeps suppressions", () => {
    expect(facts.suppressions).toEqual([
      {
        rule: "KMS-CAP-01",
        subject: "sites.plant",
        reason: "second host arrives with line 2",
        owner: "plant-it",
        until: "2031-03-31",
      },
    ]);
  });

  it.each([
    ["sites.plant.cohorts.lines", "      lines:"],
    ["kmsHosts.kms-weu-2", "  kms-weu-2:"],
    ["zones.az.corp.example", "  az.corp.example:"],
    ["forests.corp.example.activationObjects.office-2019", "      office-2019: { key:"],
    ["licensed.client", "licensed: { client:"],
    ["keys.mak-client", "  mak-client:"],
  ])("knows where %s stands", (subject, start) => {
    const { line, column } = places.of(subject);
    expect(text.split("\n")[line - 1]).toMatch(new RegExp(`^${RegExp.escape(start)}`));
    expect(text.split("\n")[line - 1]?.slice(column - 1)).toMatch(
      new RegExp(`^${subject.split(".").at(-1)}|^az\\.corp`),
    );
  });

  it("gives the nearest place above a subject that the file does not have", () => {
    expect(places.of("sites.plant.cohorts.nobody")).toEqual(places.of("sites.plant.cohorts"));
    expect(places.of("nothing.at.all")).toMatchObject({ file: "enterprise.topology.yaml" });
    expect(places.of("suppressions[0].rule").line).toBeGreaterThan(places.of("suppressions").line);
  });
});
