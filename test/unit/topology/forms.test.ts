import { describe, expect, it } from "vitest";
import { inSite, modelOf, withSite } from "./parsing.ts";

const place = `azure:
  subscription: 00000000-0000-0000-0000-000000000000
  location: westeurope
  resourceGroup: rg-a
  network: { resourceGroup: rg-n, name: vnet, subnet: snet, addressSpace: 10.1.0.0/16, prefix: 10.1.2.0/24, outbound: none }
`;
const key =
  "keys:\n  win: { type: csvlk, group: windows-server-2025, secret: { vault: https://kv.vault.azure.net/secrets/win } }\n";
const host = "{ site: hq, fqdn: kms-1.corp.example, os: windows-server-2025-datacenter, keys: [win]";
const onlySite = (text: string) => modelOf(text).facts.sites[0];

describe("defaults", () => {
  it("leave a bare site without machines, networks and reach", () => {
    expect(onlySite(inSite("kind: branch"))).toEqual({
      name: "hq",
      kind: "branch",
      networks: [],
      suffixes: [],
      domainControllers: [],
      withinAgreement: null,
      reaches: { kms: null, domain: null },
      firewall: null,
      preferences: { adba: "prefer" },
      cohorts: [],
    });
  });

  it("count nothing as licensed and take azure from nowhere", () => {
    const { facts, provisioning } = modelOf(inSite("kind: core"));
    expect(facts.licensed).toEqual({ client: null, server: null, office: null });
    expect(provisioning).toEqual({
      azure: null,
      azureHosts: [],
      existingHosts: [],
      zones: [],
      forests: [],
      objects: [],
      keySecrets: {},
    });
  });

  it.each([
    ["core", "", { internet: true, phone: true, vamt: false }],
    ["branch", "", { internet: false, phone: true, vamt: false }],
    ["branch", "internet: true\nphone: false\nvamt: true", { internet: true, phone: false, vamt: true }],
    ["core", "internet: false", { internet: false, phone: true, vamt: false }],
  ])("give the paths of a %s site with %j to its cohorts", (kind, stated, paths) => {
    const text = inSite(`kind: ${kind}\n${stated}\ncohorts:\n  a: { product: client, os: windows-11-pro, count: 1 }`);
    expect(onlySite(text)?.cohorts[0]).toMatchObject(paths);
  });

  it("let a cohort state its own paths", () => {
    const cohort = "a: { product: client, os: windows-11-pro, count: 1, internet: false, phone: false, vamt: true }";
    expect(onlySite(inSite(`kind: core\ncohorts:\n  ${cohort}`))?.cohorts[0]).toMatchObject({
      internet: false,
      phone: false,
      vamt: true,
    });
  });

  it("give the preference of the file to a site that has none", () => {
    const text = withSite(
      "  b: { kind: branch, preferences: { adba: never } }\npreferences: { adba: allow }\npolicy: { unknown: fail }",
    );
    expect(modelOf(text).facts.sites.map((s) => s.preferences.adba)).toEqual(["allow", "never"]);
    expect(modelOf(text).facts.policy).toEqual({ unknown: "fail" });
  });
});

describe("forms of a cohort", () => {
  it.each([
    ["{ domain: 30d }", { domain: 30, kms: null }],
    ["{ domain: never, kms: 7d }", { domain: "never", kms: 7 }],
    ["{ kms: 0d }", { domain: null, kms: 0 }],
  ])("read the contact %s", (contact, expected) => {
    const text = inSite(
      `kind: core\ncohorts:\n  a: { product: client, os: windows-11-pro, count: 1, contact: ${contact} }`,
    );
    expect(onlySite(text)?.cohorts[0]?.contact).toEqual(expected);
  });

  it("reads activation type and pinned hosts", () => {
    const cohort = "{ product: client, os: windows-11-pro, count: 1, activationType: kms, pinnedTo: [h1] }";
    const text = withSite(
      `  b:\n    kind: core\n    cohorts:\n      a: ${cohort}\n${key}kmsHosts:\n  h1: ${host}, existing: { address: 10.0.0.1 } }`,
    );
    expect(modelOf(text).facts.sites[1]?.cohorts[0]).toMatchObject({ activationType: "kms", pinnedTo: ["h1"] });
  });
});

describe("forms of reach", () => {
  const forests = "forests: { Corp.Example: {}, other.example: {} }";
  it.each([
    ["corp.example", ["Corp.Example"], ["ldap", "dns"]],
    ["[corp.example., other.example]", ["Corp.Example", "other.example"], ["ldap", "dns"]],
    ["{ forests: [other.example], over: [dns] }", ["other.example"], ["dns"]],
    ["{ forests: [other.example] }", ["other.example"], ["ldap", "dns"]],
  ])("names forests as %s", (domain, names, over) => {
    const { sites } = modelOf(withSite(`  b: { kind: branch, reaches: { domain: ${domain} } }\n${forests}`)).facts;
    expect(sites[1]?.reaches).toEqual({ kms: null, domain: { forests: names, over } });
  });

  it("reaches core hosts over what is stated", () => {
    const { sites } = modelOf(
      withSite("  b: { kind: branch, reaches: { kms: { hosts: core, over: [tcp1688] } } }"),
    ).facts;
    expect(sites[1]?.reaches.kms).toEqual({ hosts: "core", over: ["tcp1688"] });
  });
});

describe("forms of zones and forests", () => {
  it("takes a zone without signing for one that anybody may write", () => {
    const { facts, provisioning } = modelOf(
      withSite("zones:\n  Corp.Example.: { provider: rfc2136, server: 127.0.0.1:5353 }"),
    );
    expect(facts.zones[0]).toMatchObject({ name: "Corp.Example", apex: "corp.example.", signing: "none" });
    expect(provisioning.zones[0]).toMatchObject({ signing: { kind: "none" }, server: "127.0.0.1:5353" });
  });

  it("takes hmac-sha256 where a TSIG key names no algorithm", () => {
    const signing = "{ tsig: { keyName: k, secret: { config: s } } }";
    const { provisioning } = modelOf(
      withSite(`zones:\n  a.example: { provider: rfc2136, server: ns, signing: ${signing} }`),
    );
    expect(provisioning.zones[0]).toMatchObject({ signing: { kind: "tsig", algorithm: "hmac-sha256" } });
  });

  it("makes an Azure private zone and keeps the records of others", () => {
    const keep =
      "[{ name: _vlmcs._tcp, target: Other.corp.example, port: 1688, reason: old }, { name: _vlmcs._tcp.b.example., target: x.example, port: 1, reason: r }]";
    const { facts, provisioning } = modelOf(
      withSite(
        `${place}zones:\n  az.example: { provider: azurePrivate, resourceGroup: rg, make: true, keep: ${keep} }`,
      ),
    );
    expect(provisioning.zones[0]).toMatchObject({ provider: "azurePrivate", make: true });
    expect(facts.zones[0]?.keep).toEqual([
      { name: "_vlmcs._tcp.az.example.", target: "other.corp.example.", port: 1688, reason: "old" },
      { name: "_vlmcs._tcp.b.example.", target: "x.example.", port: 1, reason: "r" },
    ]);
  });

  it("counts the root among the domains of a forest and takes the servers that are named", () => {
    const connection =
      "{ servers: [DC9.corp.example.], bindAs: a, password: { vault: https://kv.vault.azure.net/secrets/p }, ca: ca.pem }";
    const { facts, provisioning } = modelOf(
      withSite(`forests:\n  corp.example: { domains: [a.example], connection: ${connection} }`),
    );
    expect(facts.forests[0]).toMatchObject({ domains: ["corp.example.", "a.example."], schemaVersion: null });
    expect(provisioning.forests[0]?.servers).toEqual(["dc9.corp.example"]);
  });
});

describe("forms of KMS hosts", () => {
  it("take the place of a host from azure, and what it states itself from the host", () => {
    const own =
      "resourceGroup: rg-b, network: { resourceGroup: r, name: v, subnet: s, outbound: nat }, keyVault: { resourceGroup: r, name: kv1 }";
    const { provisioning } = modelOf(
      withSite(`${place}${key}kmsHosts:\n  h1: ${host}, azure: { size: Standard_B2s, address: 10.9.0.9, ${own} } }`),
    );
    expect(provisioning.azureHosts[0]).toMatchObject({
      availabilityZone: null,
      domain: null,
      place: {
        location: "westeurope",
        resourceGroup: "rg-b",
        network: { name: "v", make: null },
        keyVault: { name: "kv1" },
      },
    });
    expect(provisioning.azure?.network.make).toEqual({ addressSpace: "10.1.0.0/16", prefix: "10.1.2.0/24" });
  });

  it("can stand in a place that only the host names", () => {
    const whole =
      "subscription: 00000000-0000-0000-0000-000000000000, location: a, resourceGroup: b, network: { resourceGroup: r, name: v, subnet: s, outbound: nat }";
    const { provisioning } = modelOf(
      withSite(`${key}kmsHosts:\n  h1: ${host}, azure: { size: Standard_B2s, address: 10.9.0.9, ${whole} } }`),
    );
    expect(provisioning).toMatchObject({ azure: null, azureHosts: [{ place: { location: "a", keyVault: null } }] });
  });

  it("can listen on another port and publish elsewhere, or by themselves", () => {
    const zone = "zones:\n  plant.example: { provider: rfc2136, server: ns }\n";
    const { facts } = modelOf(
      withSite(`${key}${zone}kmsHosts:
  h1: ${host}, port: 1700, existing: { address: 10.0.0.1 }, records: { domains: [a.Plant.example.] } }
  h2: { site: hq, fqdn: h2.example, os: windows-10-pro, keys: [win], existing: { address: 10.0.0.2, manage: configure, ssh: { user: admin, hostKey: ssh-ed25519 AAAA } }, records: { publishedBy: host, priority: 1, weight: 2, ttl: 60, domains: [nowhere.example] } }`),
    );
    expect(facts.kmsHosts[0]).toMatchObject({
      port: 1700,
      manage: "verify",
      records: { domains: ["a.plant.example."] },
    });
    expect(facts.kmsHosts[1]).toMatchObject({
      manage: "configure",
      records: {
        publishedBy: "host",
        existing: "upsert",
        priority: 1,
        weight: 2,
        ttl: 60,
        domains: ["nowhere.example."],
      },
    });
  });
});
