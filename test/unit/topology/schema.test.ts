import { describe, expect, it } from "vitest";
// biome-ignore lint/correctness/useImportExtensions: it takes the declarations beside the module for the module.
import { validate } from "../../../modules/topology/validate.gen.mjs";
import { schemaDrafts } from "../../../modules/topology/wording.ts";
import { inSite, refusalsOf, withSite } from "./parsing.ts";

const inCohort = (properties: string): string =>
  inSite(`kind: core\ncohorts:\n  a: { product: client, os: windows-11-pro, count: 1, ${properties} }`);

describe("wrong properties", () => {
  it("names a property that is missing, one that is unknown, and the nearest known one", () => {
    expect(refusalsOf("version: 1\nenvironmnt: test\nsites: { hq: { kind: core } }\n")).toEqual([
      't.yaml:1:1: (file): needs "environment"; add it',
      't.yaml:2:1: (file): has no property "environmnt"; did you mean "environment"?',
    ]);
  });

  it("does not know the property ignore", () => {
    expect(refusalsOf(withSite("ignore: {}"))[0]).toContain('t.yaml:5:1: (file): has no property "ignore"; ');
  });

  it.each([
    ["policy: { limits: {} }", /^t\.yaml:5:11: policy: has no property "limits"; /],
    [
      "forests: { a.example: { join: {} } }",
      /^t\.yaml:5:25: forests\.a\.example: has no property "join"; known properties are /,
    ],
  ])("does not know what belongs to later versions: %s", (text, expected) => {
    expect(refusalsOf(withSite(text))).toEqual([expect.stringMatching(expected)]);
  });

  it("does not know the property edition of a host, which its os says", () => {
    const host = "site: hq, fqdn: h.example, os: windows-10-pro, keys: [k], existing: { address: 10.0.0.1 }";
    expect(refusalsOf(withSite(`kmsHosts:\n  h: { ${host}, edition: x }`))[0]).toContain(
      'kmsHosts.h: has no property "edition"; ',
    );
  });

  it("does not know sshd of an existing host", () => {
    const host = "site: hq, fqdn: h.example, os: windows-10-pro, keys: [k], existing: { address: 10.0.0.1, sshd: {} }";
    expect(refusalsOf(withSite(`kmsHosts:\n  h: { ${host} }`))).toEqual([
      't.yaml:6:97: kmsHosts.h.existing: has no property "sshd"; did you mean "ssh"?',
    ]);
  });

  it("does not take a method that nobody has heard of", () => {
    expect(refusalsOf(inCohort("method: avmaa"))).toEqual([
      't.yaml:7:67: sites.hq.cohorts.a.method: got "avmaa"; did you mean "avma"?',
    ]);
  });

  it("never takes a product key from Pulumi configuration", () => {
    const key = "{ type: csvlk, group: windows-server-2025, secret: { config: hostKey } }";
    expect(refusalsOf(withSite(`keys:\n  k: ${key}`))).toEqual([
      't.yaml:6:49: keys.k.secret: needs "vault"; add it',
      't.yaml:6:59: keys.k.secret: has no property "config"; a product key comes from a vault that the host itself can read, never from Pulumi configuration: write { vault: name }',
    ]);
  });
});

describe("wrong values", () => {
  it.each([
    ["count: many", 'count: must be a whole number, got "many"; write it in digits, without quotes'],
    ["count: 1.5", "count: must be a whole number, got 1.5; write it in digits, without quotes"],
    ["count: -3", "count: is -3; write at least 0"],
    ["count:", "count: is empty; fill it in or remove it"],
    ["channel: oemm", 'channel: got "oemm"; did you mean "oem"?'],
    ["channel: 5", "channel: got 5; write one of volume, retail, oem"],
    ["channel:", "channel: is empty; write one of volume, retail, oem"],
    ["activate: perhaps", 'activate: must be true or false, got "perhaps"; write true or false, without quotes'],
    ["pinnedTo: h1", 'pinnedTo: must be a list, got "h1"; write [h1]'],
    ["pinnedTo: {}", "pinnedTo: must be a list, got a map; write [ ... ]"],
    ["pinnedTo: []", "pinnedTo: is an empty list; name at least one"],
    ["contact: 30d", 'contact: must be a map, got "30d"; write its properties below it'],
    [
      "contact: { kms: 30 }",
      "contact.kms: must be a text, got 30; write a number of days with a d, such as 30d, or never",
    ],
    ["contact: { kms: [] }", "contact.kms: must be a text, got an empty list; write a text"],
    ["joined: a..b", 'joined: got "a..b"; write a DNS name such as corp.example: '],
    ["os: windows-11-por", 'os: got "windows-11-por"; did you mean "windows-11-pro"?'],
    ["os: windows", 'os: got "windows"; the nearest values are windows-7-pro, '],
  ])("refuses %s", (property, expected) => {
    const [name] = property.split(":");
    const others = ["product: client", "os: windows-11-pro", "count: 1"].filter(
      (other) => !other.startsWith(`${name}:`),
    );
    const text = inSite(`kind: core\ncohorts:\n  a:\n    ${[property, ...others].join("\n    ")}`);
    const [problem, ...more] = refusalsOf(text);
    expect(problem).toContain(`sites.hq.cohorts.a.${expected}`);
    expect(problem).toMatch(/^t\.yaml:8:\d+: /);
    expect(more).toEqual([]);
  });

  it("asks for quotes around a text that looks like a number", () => {
    expect(refusalsOf("version: 1\nenvironment: 2024\nsites: { hq: { kind: core } }\n")).toEqual([
      "t.yaml:2:14: environment: must be a text, got 2024; write a name of letters, digits and hyphens with at least one letter, at most 63 characters, no hyphen at either end",
    ]);
    expect(refusalsOf(inSite("kind: core\nfirewall: { external: 5, attestedBy: a, until: 2027-01-01 }"))).toEqual([
      "t.yaml:6:27: sites.hq.firewall.external: must be a text, got 5; put it in quotes",
    ]);
  });

  it("cuts a long value and shows no list or map", () => {
    expect(refusalsOf(inCohort(`joined: "${"x ".repeat(60)}"`))[0]).toContain(`got "${"x ".repeat(37)}x..."; `);
  });

  it.each([
    [
      "name of a site",
      "sites: { 'a b': { kind: core } }",
      't.yaml:3:10: sites.a b: got "a b"; write a name of letters, ',
    ],
    [
      "name of digits only",
      "sites: { '12': { kind: core } }",
      't.yaml:3:10: sites.12: got "12"; write a name of letters, ',
    ],
    ["file without sites", "sites: {}", "t.yaml:3:1: sites: is empty; declare at least one"],
    ["site without content", "sites: { hq: }", "t.yaml:3:14: sites.hq: is empty; fill it in or remove it"],
    ["list of sites", "sites: [hq]", "t.yaml:3:8: sites: must be a map, got a list; write its properties below it"],
  ])("refuses a %s", (_, sites, expected) => {
    expect(refusalsOf(`version: 1\nenvironment: test\n${sites}\n`)[0]).toContain(expected);
  });

  it("refuses a file that is no map", () => {
    expect(refusalsOf("- a\n")).toEqual([
      "t.yaml:1:1: (file): must be a map, got a list; write its properties below it",
    ]);
  });
});

describe("choices", () => {
  const host = "site: hq, fqdn: h.example, os: windows-10-pro, keys: [k]";
  const azure = "azure: { size: Standard_B2s, address: 10.0.0.1 }";
  const existing = "existing: { address: 10.0.0.1 }";
  it.each([
    ["neither", host, "kmsHosts.h: has neither of azure and existing; add one"],
    ["both", `${host}, ${azure}, ${existing}`, "kmsHosts.h: has both of azure and existing; keep one"],
  ])("refuse a host that says %s of azure and existing", (_, properties, expected) => {
    expect(refusalsOf(withSite(`kmsHosts:\n  h: { ${properties} }`))).toEqual([`t.yaml:6:3: ${expected}`]);
  });

  it.each([
    ["{ type: csvlkk }", 't.yaml:6:14: keys.k.type: got "csvlkk"; did you mean "csvlk"?'],
    ["{ type: 5 }", "t.yaml:6:14: keys.k.type: got 5; write one of csvlk, mak"],
    ["{ group: office-2019 }", 't.yaml:6:3: keys.k: needs "type"; add it'],
    [
      "{ type: csvlk, group: windows-server-2024 }",
      't.yaml:6:28: keys.k.group: got "windows-server-2024"; did you mean "windows-server-2025"?',
    ],
  ])("refuse the key %s", (key, expected) => {
    expect(refusalsOf(withSite(`keys:\n  k: ${key}`))).toEqual([expected]);
  });

  it.each([
    ["signing: {}", "zones.a.example.signing: is empty; give exactly one of tsig, gssTsig"],
    [
      "signing: { tsig: { keyName: k, secret: { config: c } }, gssTsig: { principal: a@B, keytab: { config: c } } }",
      "zones.a.example.signing: holds too much; give exactly one of tsig, gssTsig",
    ],
    [
      "signing: { tsig: { keyName: k, secret: {} } }",
      "zones.a.example.signing.tsig.secret: is empty; give exactly one of vault, config",
    ],
  ])("refuse %s", (signing, expected) => {
    const [problem] = refusalsOf(withSite(`zones:\n  a.example: { provider: rfc2136, server: ns, ${signing} }`));
    expect(problem).toContain(expected);
  });

  it.each([
    ["kms: cor", 'kms: got "cor"; write the word core for every KMS host at a core site, or { hosts: [names], over }'],
    [
      "kms: [h1]",
      "kms: got a list; write the word core for every KMS host at a core site, or { hosts: [names], over }",
    ],
    ["kms: { hosts: 5 }", "kms.hosts: got 5; write the word core, or a list of names of KMS hosts"],
    ["kms: { hosts: [] }", "kms.hosts: is an empty list; name at least one"],
    ["kms: { hosts: core, over: [tcp] }", 'kms.over[0]: got "tcp"; did you mean "tcp1688"?'],
    ["kms: { host: core }", 'kms: needs "hosts"; add it'],
    [
      "domain: 5",
      "domain: got 5; write a forest whose domain controllers the site reaches, a list of them, or { forests, over }",
    ],
    ["domain: a..b", 'domain: got "a..b"; write a DNS name '],
    ["domain: [a..b]", 'domain[0]: got "a..b"; write a DNS name '],
    ["domain: { forests: a.example }", 'domain.forests: must be a list, got "a.example"; write [a.example]'],
  ])("refuse what a site reaches as %s with one message", (reach, expected) => {
    const problems = refusalsOf(inSite(`kind: core\nreaches:\n  ${reach}`));
    expect(problems[0]).toContain(`sites.hq.reaches.${expected}`);
    expect(problems).toHaveLength(reach.includes("host:") ? 2 : 1);
  });

  it("want both prefixes of a network that is made", () => {
    const network = "{ resourceGroup: a, name: b, subnet: c, addressSpace: 10.0.0.0/8, outbound: nat }";
    const azurePlace = `{ subscription: 00000000-0000-0000-0000-000000000000, location: west, resourceGroup: r, network: ${network} }`;
    expect(refusalsOf(withSite(`azure: ${azurePlace}`))).toEqual([
      't.yaml:5:96: azure.network: has "addressSpace" without "prefix"; give both or neither',
    ]);
  });

  it("want to know how machines get out", () => {
    const network = "{ resourceGroup: a, name: b, subnet: c }";
    const azurePlace = `{ subscription: 00000000-0000-0000-0000-000000000000, location: west, resourceGroup: r, network: ${network} }`;
    expect(refusalsOf(withSite(`azure: ${azurePlace}`))).toEqual([
      't.yaml:5:96: azure.network: needs "outbound"; add it',
    ]);
  });

  it("want a port that exists", () => {
    const text = withSite(`kmsHosts:\n  h: { ${host}, ${existing}, port: 65536 }`);
    expect(refusalsOf(text)[0]).toContain("kmsHosts.h.port: is 65536; write at most 65535");
  });
});

describe("the wording", () => {
  it("exists for every keyword that the schema uses, and says so where it does not", () => {
    const error = { keyword: "newKeyword", instancePath: "", schemaPath: "", params: {} };
    expect(() => schemaDrafts([error], {})).toThrow("no wording for the schema keyword newKeyword");
  });

  it("is made from all errors of a file at once", () => {
    expect(validate({ version: 2, sites: {}, colour: 1 })).toBe(false);
    expect(schemaDrafts(validate.errors ?? [], { version: 2, sites: {}, colour: 1 })).toHaveLength(4);
  });
});
