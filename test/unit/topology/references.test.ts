import { describe, expect, it } from "vitest";
import { inSite, refusalsOf, withSite } from "./parsing.ts";

const key =
  "keys:\n  win: { type: csvlk, group: windows-server-2025 }\n  mak: { type: mak, product: client, remaining: 1 }\n";
const withHost = (properties: string, more = ""): string =>
  withSite(`${key}${more}kmsHosts:\n  h1: { fqdn: h1.example, ${properties} }`);
const existing = "os: windows-server-2022-standard, existing: { address: 10.0.0.1 }";
const inCohort = (properties: string): string =>
  inSite(`kind: core\ncohorts:\n  a: { product: client, os: windows-11-pro, count: 1, ${properties} }`);

describe("references", () => {
  it("of a host name a site and keys of the right type", () => {
    expect(refusalsOf(withHost(`site: hp, keys: [win, wim, mak], ${existing}`))).toEqual([
      't.yaml:9:33: kmsHosts.h1.site: there is no site "hp"; did you mean "hq"?',
      't.yaml:9:49: kmsHosts.h1.keys[1]: there is no key "wim"; did you mean "win"?',
      't.yaml:9:54: kmsHosts.h1.keys[2]: "mak" is a mak; a KMS host takes a csvlk',
    ]);
  });

  it("of a cohort name a domain of some forest and KMS hosts", () => {
    expect(refusalsOf(inCohort("joined: corp.exmple, pinnedTo: [kms-1]"))).toEqual([
      't.yaml:7:67: sites.hq.cohorts.a.joined: there is no domain "corp.exmple"; the file declares no domains',
      't.yaml:7:91: sites.hq.cohorts.a.pinnedTo[0]: there is no KMS host "kms-1"; the file declares no KMS hosts',
    ]);
  });

  it("to a domain do not mind case and final dot", () => {
    const text = `${inCohort("joined: EMEA.corp.example.")}\nforests: { corp.example: { domains: [emea.Corp.example] } }`;
    expect(refusalsOf(`${text}\nlicensed: { client: -1 }`)).toHaveLength(1);
  });

  it("of a site name forests and KMS hosts", () => {
    const reaches = "{ kms: { hosts: [h9, kms] }, domain: { forests: [corp.exmple] } }";
    const more = `  b: { kind: branch, reaches: ${reaches} }\n  c: { kind: branch, reaches: { domain: corp } }\n  d: { kind: branch, reaches: { domain: [x.example] } }\n`;
    const text = withSite(
      `${more}forests: { corp.example: {} }\n${key}kmsHosts:\n  h1: { site: hq, fqdn: h1.example, keys: [win], ${existing} }`,
    );
    expect(refusalsOf(text)).toEqual([
      't.yaml:5:48: sites.b.reaches.kms.hosts[0]: there is no KMS host "h9"; did you mean "h1"?',
      't.yaml:5:52: sites.b.reaches.kms.hosts[1]: there is no KMS host "kms"; known KMS hosts are h1',
      't.yaml:5:80: sites.b.reaches.domain.forests[0]: there is no forest "corp.exmple"; did you mean "corp.example"?',
      't.yaml:6:41: sites.c.reaches.domain: there is no forest "corp"; did you mean "corp.example"?',
      't.yaml:7:42: sites.d.reaches.domain[0]: there is no forest "x.example"; known forests are corp.example',
    ]);
  });

  it("of an activation object name a csvlk and, where it is activated from here, a host", () => {
    const objects = `
      a: { key: wim, origin: existing }
      b: { key: mak, origin: restore }
      c: { key: win, origin: online }
      d: { key: win, origin: phone, runsOn: h9 }
      e: { key: win, origin: existing, runsOn: h1 }`;
    expect(
      refusalsOf(
        withHost(`site: hq, keys: [win], ${existing}`, `forests:\n  corp.example:\n    activationObjects:${objects}\n`),
      ),
    ).toEqual([
      't.yaml:11:17: forests.corp.example.activationObjects.a.key: there is no key "wim"; did you mean "win"?',
      't.yaml:12:7: forests.corp.example.activationObjects.b: needs "backup" for the origin restore; name the sealed backup',
      't.yaml:12:7: forests.corp.example.activationObjects.b: needs "backupKey" of the forest for the origin restore; add { config: NAME }',
      't.yaml:12:17: forests.corp.example.activationObjects.b.key: "mak" is a mak; an activation object takes a csvlk',
      't.yaml:13:7: forests.corp.example.activationObjects.c: needs "runsOn" for the origin online; name the KMS host that activates the forest',
      't.yaml:13:17: forests.corp.example.activationObjects.c.key: "win" has no secret; add keys.win.secret',
      't.yaml:14:17: forests.corp.example.activationObjects.d.key: "win" has no secret; add keys.win.secret',
      't.yaml:14:45: forests.corp.example.activationObjects.d.runsOn: there is no KMS host "h9"; did you mean "h1"?',
      "t.yaml:15:40: forests.corp.example.activationObjects.e.runsOn: says nothing for the origin existing; remove it",
    ]);
  });

  it("of records name a domain in a zone, where the toolkit publishes", () => {
    const zone = "zones: { corp.example: { provider: rfc2136, server: ns } }\n";
    const records = (more: string) =>
      withHost(`site: hq, keys: [win], ${existing}, records: { domains: [a.corp.example, crop.example]${more} }`, zone);
    expect(refusalsOf(records(""))).toEqual([
      't.yaml:10:154: kmsHosts.h1.records.domains[1]: there is no zone that holds "crop.example"; did you mean "corp.example"?',
    ]);
    expect(refusalsOf(`${records(", publishedBy: none")}\nlicensed: { client: -1 }`)).toHaveLength(1);
  });
});

describe("values that have to fit each other", () => {
  it.each([
    ["10.0.0.1/8", 'got "10.0.0.1/8", which has host bits set; write 10.0.0.0/8'],
    ["10.0.0.0/33", 'got "10.0.0.0/33"; write an IPv4 prefix such as 10.10.0.0/16'],
    ["10.0.0.256/32", 'got "10.0.0.256/32"; write an IPv4 prefix such as 10.10.0.0/16'],
    ["10.0.0.0", 'got "10.0.0.0"; write an IPv4 prefix such as 10.10.0.0/16'],
    ["fd00::/8", 'got "fd00::/8"; write an IPv4 prefix such as 10.10.0.0/16'],
  ])("refuse the network %s", (network, message) => {
    expect(refusalsOf(inSite(`kind: core\nnetworks: ["${network}"]`))).toEqual([
      `t.yaml:6:16: sites.hq.networks[0]: ${message}`,
    ]);
  });

  it.each(["0.0.0.0/0", "10.1.2.3/32", "192.168.4.0/22"])("accept the network %s", (network) => {
    expect(refusalsOf(`${inSite(`kind: core\nnetworks: [${network}]`)}\nlicensed: { client: -1 }`)).toHaveLength(1);
  });

  it("refuse an address that is none", () => {
    expect(
      refusalsOf(withHost("site: hq, keys: [win], os: windows-10-pro, existing: { address: 10.0.0.256 }")),
    ).toEqual([
      't.yaml:9:91: kmsHosts.h1.existing.address: got "10.0.0.256"; write four numbers from 0 to 255 without leading zeros',
    ]);
  });

  it("refuse a version of another product", () => {
    const cohorts =
      "a: { product: client, os: windows-server-2022-standard, count: 1 }\n  b: { product: office, os: windows-11-pro, count: 1 }";
    expect(refusalsOf(inSite(`kind: core\ncohorts:\n  ${cohorts}`))).toEqual([
      "t.yaml:7:33: sites.hq.cohorts.a.os: Windows Server 2022 Standard is a version for the product server, not client; correct one of the two",
      "t.yaml:8:33: sites.hq.cohorts.b.os: Windows 11 Pro is a version for the product client, not office; correct one of the two",
    ]);
    expect(
      refusalsOf(withHost("site: hq, keys: [win], os: office-2019, existing: { address: 10.0.0.1 }"))[0],
    ).toContain("kmsHosts.h1.os: Office 2019 is no version of Windows; name the host's Windows");
  });

  it("refuse machines that stay unactivated outside a lab", () => {
    expect(refusalsOf(inCohort("activate: false"))).toEqual([
      "t.yaml:7:69: sites.hq.cohorts.a.activate: is false at a site of kind core; only a lab may leave machines unactivated (INPUT, D00)",
    ]);
  });

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31"])("refuse the day %s", (day) => {
    const text = inSite(`kind: core\nfirewall: { external: a, attestedBy: b, until: ${day} }`);
    const suppression = `suppressions: [{ rule: TOT-01, subject: licensed, reason: r, owner: o, until: ${day} }]`;
    expect(refusalsOf(`${text}\n${suppression}`)).toEqual([
      `t.yaml:6:52: sites.hq.firewall.until: got "${day}"; write a day of the calendar as YYYY-MM-DD`,
      `t.yaml:7:79: suppressions[0].until: got "${day}"; write a day of the calendar as YYYY-MM-DD`,
    ]);
  });

  it("refuse a name that is there already but for its case or final dot", () => {
    const text = withSite(
      `  HQ: { kind: lab }\nzones:\n  a.example: { provider: rfc2136, server: ns }\n  A.example.: { provider: rfc2136, server: ns }`,
    );
    expect(refusalsOf(text)).toEqual([
      't.yaml:5:3: sites.HQ: is the same name as "hq"; rename one',
      't.yaml:8:3: zones.A.example.: is the same name as "a.example"; rename one',
    ]);
  });

  it("refuse one full name for two hosts", () => {
    const other = `\n  h2: { site: hq, fqdn: H1.example., keys: [win], ${existing} }`;
    expect(refusalsOf(withHost(`site: hq, keys: [win], ${existing} }${other.slice(0, -2)}`))).toEqual([
      't.yaml:10:25: kmsHosts.h2.fqdn: "H1.example." belongs to h1 already; correct one of the two',
    ]);
  });

  it("refuse a value that stands twice in a list", () => {
    expect(refusalsOf(inSite("kind: core\nnetworks: [10.0.0.0/8, 10.0.0.0/8]"))).toEqual([
      't.yaml:6:28: sites.hq.networks[1]: lists "10.0.0.0/8" twice; keep one',
    ]);
  });

  it("refuse a domain that two forests claim", () => {
    expect(refusalsOf(withSite("forests: { a.example: { domains: [c.example, b.example] }, b.example: {} }"))).toEqual([
      't.yaml:5:71: forests.b.example: "b.example" belongs to the forest a.example already; keep one',
    ]);
  });

  it("refuse a connection for which no domain controller is known", () => {
    const connection = "{ bindAs: a, password: { config: p }, ca: ca.pem }";
    expect(refusalsOf(withSite(`forests: { a.example: { connection: ${connection} } }`))).toEqual([
      't.yaml:5:25: forests.a.example.connection: needs "servers", as no site with machines in this forest names domain controllers; add it',
    ]);
  });
});

describe("places on Azure", () => {
  const place = (network: string): string =>
    `azure: { subscription: 00000000-0000-0000-0000-000000000000, location: west, resourceGroup: r, network: { resourceGroup: a, name: b, subnet: c, outbound: nat${network} } }\n`;
  const made = place(", addressSpace: 10.1.0.0/16, prefix: 10.1.2.0/24");
  const secretKey =
    "keys:\n  win: { type: csvlk, group: windows-server-2025, secret: { vault: https://kv.vault.azure.net/secrets/win } }\n";
  const azureHost = (azure: string, more: string): string =>
    withSite(
      `${more}${secretKey}kmsHosts:\n  h1: { site: hq, fqdn: h1.example, os: windows-server-2025-datacenter, keys: [win], azure: { size: Standard_B2s, ${azure} } }`,
    );

  it("have to be whole", () => {
    expect(refusalsOf(azureHost("address: 10.0.0.1", ""))).toEqual(
      ["subscription", "location", "resourceGroup", "network"].map(
        (property) =>
          `t.yaml:8:86: kmsHosts.h1.azure: needs "${property}"; add it here or give the default place under azure`,
      ),
    );
  });

  it.each([
    ["10.1.2.0", "is kept by Azure in the subnet 10.1.2.0/24; take another than the first four and the last"],
    ["10.1.2.3", "is kept by Azure in the subnet 10.1.2.0/24; take another than the first four and the last"],
    ["10.1.2.255", "is kept by Azure in the subnet 10.1.2.0/24; take another than the first four and the last"],
    ["10.1.3.0", "is not in the subnet 10.1.2.0/24; take an address of the subnet"],
    ["10.1.1.255", "is not in the subnet 10.1.2.0/24; take an address of the subnet"],
  ])("refuse the address %s in a subnet that is made", (address, message) => {
    expect(refusalsOf(azureHost(`address: ${address}`, made))).toEqual([
      `t.yaml:9:124: kmsHosts.h1.azure.address: ${address} ${message}`,
    ]);
  });

  it.each(["10.1.2.4", "10.1.2.254"])("accept the address %s in a subnet that is made", (address) => {
    expect(refusalsOf(`${azureHost(`address: ${address}`, made)}\nlicensed: { client: -1 }`)).toHaveLength(1);
  });

  it("refuse a domain that no forest has", () => {
    expect(refusalsOf(azureHost("address: 10.1.2.4, domain: corp.example", made))[0]).toContain(
      'kmsHosts.h1.azure.domain: there is no domain "corp.example"; the file declares no domains',
    );
  });

  it("refuse a subnet outside its network", () => {
    expect(refusalsOf(withSite(place(", addressSpace: 10.1.0.0/16, prefix: 10.2.0.0/24")))[0]).toContain(
      'azure.network.prefix: got "10.2.0.0/24", which is not within 10.1.0.0/16; write a part of it',
    );
    const own =
      "address: 10.1.0.9, network: { resourceGroup: a, name: b, subnet: c, outbound: nat, addressSpace: 10.1.0.1/24, prefix: 10.1.0.0/24 }";
    expect(refusalsOf(azureHost(own, made))[0]).toContain(
      'kmsHosts.h1.azure.network.addressSpace: got "10.1.0.1/24", which has host bits set; write 10.1.0.0/24',
    );
  });

  it("have to hold the key of a host that fetches it", () => {
    const host = (manage: string) =>
      `site: hq, keys: [win], os: windows-10-pro, existing: { address: 10.0.0.1, manage: ${manage} }`;
    expect(refusalsOf(withHost(host("configure")))[0]).toContain(
      'kmsHosts.h1.keys[0]: "win" has no secret; add keys.win.secret, from which the host gets it',
    );
    expect(refusalsOf(`${withHost(host("verify"))}\nlicensed: { client: -1 }`)).toHaveLength(1);
  });

  it("are needed for Azure private zones and for names of secrets", () => {
    const text = withSite(`keys:
  win: { type: csvlk, group: windows-server-2025, secret: { vault: win } }
forests:
  a.example: { connection: { servers: [dc.a.example], bindAs: b, password: { vault: pw }, ca: c } }
zones:
  az.example: { provider: azurePrivate, resourceGroup: r }
  t.example: { provider: rfc2136, server: ns, signing: { tsig: { keyName: k, secret: { vault: tsig } } } }
  g.example: { provider: rfc2136, server: ns, signing: { gssTsig: { principal: a@B, keytab: { vault: tab } } } }`);
    const remedy = "add azure.keyVault or write its https:// address";
    expect(refusalsOf(text)).toEqual([
      `t.yaml:6:68: keys.win.secret.vault: names the secret "win" of no vault; ${remedy}`,
      `t.yaml:8:85: forests.a.example.connection.password.vault: names the secret "pw" of no vault; ${remedy}`,
      "t.yaml:10:3: zones.az.example: is an Azure private zone in a file without azure; add azure, whose subscription holds it",
      `t.yaml:11:95: zones.t.example.signing.tsig.secret.vault: names the secret "tsig" of no vault; ${remedy}`,
      `t.yaml:12:102: zones.g.example.signing.gssTsig.keytab.vault: names the secret "tab" of no vault; ${remedy}`,
    ]);
  });
});
