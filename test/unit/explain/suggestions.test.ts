import { describe, expect, it } from "vitest";
import { rowFirst } from "../../../modules/explain/rowOrder.ts";
import { situationOf } from "../../../modules/explain/situation.ts";
import { cohort, csvlk, forest, kmsHost, site } from "../../helpers/facts.ts";
import { alone, oneCohort } from "../plan/planned.ts";
import { explanationOf, inCore, suggestionsFor, waysTo } from "./explained.ts";

const open = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
const joined = { joined: "corp.example." } as const;
const records = kmsHost().records;

describe("more machines", () => {
  it.each([
    [24, "1 more machine that asks kms-1, at tested or elsewhere"],
    [18, "7 more machines that ask kms-1, at tested or elsewhere"],
  ])("lead %i client machines to KMS once 25 ask the host", (count, text) => {
    expect(waysTo("kms-central", inCore({ count }))).toEqual([text]);
  });

  it("lead 4 servers to KMS once 5 ask the host", () => {
    const facts = inCore({ product: "server", count: 4 });
    expect(waysTo("kms-central", facts)).toEqual(["1 more machine that asks kms-1, at tested or elsewhere"]);
  });

  it("are machines with Office for Office", () => {
    const office = {
      keys: [csvlk({ name: "office", group: "office-2019" })],
      kmsHosts: [kmsHost({ keys: ["office"] })],
    };
    expect(waysTo("kms-central", inCore({ product: "office", count: 3 }, office))).toEqual([
      "2 more machines with Office that ask kms-1, at tested or elsewhere",
    ]);
  });

  it("are counted by their client machine ids", () => {
    expect(waysTo("kms-central", inCore({ count: 90, clientIds: 20 }))).toEqual([
      "5 more machines that ask kms-1, at tested or elsewhere",
    ]);
  });
});

describe("fewer machines", () => {
  it("take KMS away once 24 client machines ask the host", () => {
    expect(suggestionsFor(inCore({ count: 30 }))[0]).toBe("mak D13: 6 fewer of the 30 machines that ask kms-1");
  });

  it("are taken from others first, and from all hosts that the same machines ask", () => {
    const two = [kmsHost(), kmsHost({ name: "kms-2" })];
    const facts = alone(
      { cohorts: [cohort({ name: "it", count: 26 }), cohort({ name: "servers", product: "server", count: 4 })] },
      { kmsHosts: two },
    );
    const [fewest] = explanationOf(facts, "it").suggestions;
    expect(fewest?.steps[0]?.text).toBe("6 fewer of the 30 machines that ask kms-1 and kms-2");
    expect(fewest?.sideEffects).toEqual([]);
  });

  it("are not suggested where different machines ask each host", () => {
    const two = [kmsHost(), kmsHost({ name: "kms-2" })];
    const cohorts = [cohort({ name: "it", count: 26 }), cohort({ name: "pinned", pinnedTo: ["kms-2"] })];
    expect(waysTo("mak", alone({ cohorts }, { kmsHosts: two }))).toEqual([]);
  });
});

describe("paths and contact", () => {
  it("open TCP 1688 and RPC to the host that most machines ask", () => {
    const kmsHosts = [
      kmsHost({ name: "kms-0", site: "core", address: "10.10.1.9", keys: [] }),
      kmsHost({ site: "core" }),
    ];
    expect(suggestionsFor(oneCohort({ site: { kind: "isolated" }, facts: { kmsHosts } }))[0]).toBe(
      "kms-central D20: open TCP 1688 and RPC from tested to 10.10.1.4 (kms-1)",
    );
  });

  it.each([
    { over: ["tcp1688"], text: "open RPC from tested to 10.10.1.4 (kms-1)" },
    { over: ["rpc"], text: "open TCP 1688 from tested to 10.10.1.4 (kms-1)" },
  ] as const)("open only what is closed where $over is open", ({ over, text }) => {
    const reaches = { kms: { hosts: ["kms-1"], over }, domain: null };
    expect(waysTo("kms-central", oneCohort({ site: { kind: "branch", reaches } }))).toEqual([text]);
  });

  it("open a path to another host in the core where that one is asked by enough", () => {
    const crowd = cohort({ name: "crowd", count: 500, pinnedTo: ["kms-1"] });
    const reaches = { kms: { hosts: ["kms-2"], over: ["tcp1688", "rpc"] }, domain: null } as const;
    const few = site({ name: "tested", kind: "branch", reaches, cohorts: [cohort({ name: "it", count: 3 })] });
    const facts = alone({ cohorts: [crowd] }, { kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })] });
    expect(waysTo("kms-central", { ...facts, sites: [...facts.sites, few] })).toEqual([
      "open TCP 1688 and RPC from tested to 10.10.1.4 (kms-1)",
      "22 more machines that ask kms-2, at tested or elsewhere",
    ]);
  });

  it.each([null, "never", 181] as const)("ask disconnected machines with contact %s to come every 180 days", (kms) => {
    const facts = oneCohort({
      site: { kind: "disconnected", reaches: open },
      cohort: { contact: { domain: null, kms } },
    });
    expect(waysTo("kms-central", facts)[0]).toMatch(
      /^let the machines meet (kms-1|a KMS host in the core) at least every 180 days$/,
    );
  });

  it("ask joined machines that are away for 181 days to meet their forest every 180 days", () => {
    const facts = oneCohort({
      site: { kind: "disconnected" },
      cohort: { ...joined, contact: { domain: 181, kms: null } },
    });
    expect(waysTo("adba", facts)).toEqual(["let the machines meet corp.example at least every 180 days"]);
  });

  it("open LDAP and DNS to the controllers of the site", () => {
    const facts = oneCohort({ site: { kind: "branch", domainControllers: ["dc3.corp.example."] }, cohort: joined });
    expect(waysTo("adba", facts)).toEqual(["open LDAP and DNS from tested to corp.example (dc3.corp.example)"]);
  });

  it("open only DNS where LDAP is open", () => {
    const reaches = { kms: null, domain: { forests: ["corp.example"], over: ["ldap"] } } as const;
    expect(waysTo("adba", oneCohort({ site: { kind: "branch", reaches }, cohort: joined }))).toEqual([
      "open DNS from tested to corp.example",
    ]);
  });
});

describe("the directory", () => {
  it("join machines to the domain of their neighbours", () => {
    const facts = alone({
      cohorts: [cohort({ name: "it", count: 3 }), cohort({ name: "others", joined: "emea.corp.example." })],
    });
    expect(waysTo("adba", facts)).toEqual(["join the machines to emea.corp.example"]);
  });

  it("join them to the domain that is a suffix of the site, of the forest that it reaches", () => {
    const forests = [forest({ name: "far.example", domains: ["far.example."] }), forest()];
    const reaches = { kms: null, domain: { forests: ["corp.example"], over: ["ldap", "dns"] } } as const;
    const facts = oneCohort({
      site: { kind: "branch", suffixes: ["emea.corp.example."], reaches },
      facts: { forests },
    });
    expect(waysTo("adba", facts)[0]).toBe("join the machines to emea.corp.example");
  });

  it("move members of an undeclared forest, or declare theirs", () => {
    expect(waysTo("adba", inCore({ joined: "other.example." }))).toEqual([
      "move the machines to corp.example",
      "declare the forest of the domain other.example + make an activation object in other.example that covers Windows 11 Enterprise, from the key windows-2025",
    ]);
  });

  it("make an activation object from a key of the file", () => {
    const forests = [forest({ activationObjects: [] })];
    const server = { ...joined, product: "server", os: "windows-server-2025-datacenter", count: 3 } as const;
    expect(waysTo("adba", inCore(server, { forests }))).toEqual([
      "make an activation object in corp.example that covers Windows Server 2025 Datacenter, from the key windows-2025",
    ]);
  });

  it("make it from a new key where none of the file covers the machines, and name it apart", () => {
    const keys = [csvlk({ name: "windows-server-2025", group: "windows-server-2016" })];
    const server = { ...joined, product: "server", os: "windows-server-2025-datacenter", count: 3 } as const;
    expect(waysTo("adba", inCore(server, { keys, kmsHosts: [] }))).toEqual([
      "make an activation object in corp.example that covers Windows Server 2025 Datacenter, from a new key of the group windows-server-2025",
    ]);
  });

  it("suggest no object for a product that no key activates", () => {
    const office = { ...joined, product: "office", os: "office-2013", count: 3 } as const;
    expect(waysTo("adba", inCore(office))).toEqual([]);
  });

  it("extend a schema of version 55, not of 56", () => {
    const of = (schemaVersion: number) => inCore(joined, { forests: [forest({ schemaVersion })] });
    expect(waysTo("adba", of(55))).toEqual(["extend the schema of corp.example to version 56 or later"]);
    expect(explanationOf(of(56), "it").decision.method).toBe("adba");
  });

  it("upgrade what cannot use ADBA", () => {
    expect(waysTo("adba", inCore({ ...joined, os: "windows-7-enterprise" }))).toEqual([
      "upgrade the machines to Windows 11 Enterprise",
    ]);
  });
});

describe("keys and hosts", () => {
  it("put a key on a host that may carry it", () => {
    const facts = inCore({ product: "office", count: 9 });
    expect(waysTo("kms-central", facts)).toContain(
      "put a new key of the group office-2019 on kms-1, to cover Office 2019",
    );
  });

  it("take the key of the file that has room for one more host", () => {
    const keys = [csvlk({ hostsElsewhere: 6 }), csvlk({ name: "second", hostsElsewhere: 5 })];
    expect(waysTo("kms-central", inCore({}, { keys, kmsHosts: [kmsHost({ keys: [] })] }))[0]).toBe(
      "put the key second on kms-1, to cover Windows 11 Enterprise",
    );
  });

  it("put a new host at the site for as many machines as are missing", () => {
    const facts = oneCohort({ site: { kind: "isolated", suffixes: ["plant.example."] }, cohort: { count: 4 } });
    expect(waysTo("kms-local", facts)).toEqual([
      "put a KMS host at tested, with the key windows-2025 + 21 more machines that ask kms-tested, at tested or elsewhere",
    ]);
  });

  it("put a server host in the core where only a client Windows stands for servers", () => {
    const keys = [csvlk({ name: "old", group: "windows-10" }), csvlk()];
    const facts = inCore(
      { product: "server", count: 9 },
      { keys, kmsHosts: [kmsHost({ os: "windows-10-enterprise", keys: ["old"] })] },
    );
    expect(waysTo("kms-central", facts)).toEqual(["put a KMS host at tested, with the key windows-2025"]);
  });

  it("put a host in the core where there is none, and open the path to it", () => {
    const facts = oneCohort({ site: { kind: "isolated" }, facts: { kmsHosts: [] } });
    expect(waysTo("kms-central", facts)).toEqual([
      "put a KMS host at core, with the key windows-2025 + open TCP 1688 and RPC from tested to kms-core",
    ]);
    expect(waysTo("kms-central", { ...facts, sites: facts.sites.slice(1) })).toEqual([]);
  });
});

describe("discovery", () => {
  it("points machines to a host that they do not find, or publishes its record where they look", () => {
    const hidden = kmsHost({ records: { ...records, publishedBy: "none" } });
    expect(waysTo("kms-central", inCore({}, { kmsHosts: [hidden] }))).toEqual([
      "point the machines to kms-1 (KeyManagementServiceName)",
      "publish _vlmcs._tcp.corp.example for kms-1",
    ]);
  });

  it("keeps the domains in which the host is published already", () => {
    const own = kmsHost({ fqdn: "kms-1.far.example.", records: { ...records, publishedBy: "host" } });
    const facts = inCore({}, { kmsHosts: [own] });
    const published = explanationOf(facts, "it").suggestions.find(({ steps }) => steps[0]?.effort === "record");
    expect(published?.steps[0]?.apply(facts).kmsHosts[0]?.records.domains).toEqual(["far.example.", "corp.example."]);
  });

  it("lets machines look for a host where theirs may not count them", () => {
    const two = [kmsHost(), kmsHost({ name: "kms-2", keys: [] })];
    expect(waysTo("kms-central", inCore({ pinnedTo: ["kms-2"] }, { kmsHosts: two }))).toEqual([
      "let the machines look for a KMS host in DNS (no KeyManagementServiceName)",
    ]);
  });

  it("points them to the host that others ask where theirs is asked by too few", () => {
    const cohorts = [
      cohort({ name: "it", count: 3, pinnedTo: ["kms-2"] }),
      cohort({ name: "crowd", pinnedTo: ["kms-1"] }),
    ];
    const facts = alone({ cohorts }, { kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })] });
    expect(waysTo("kms-central", facts)).toContain("point the machines to kms-1 (KeyManagementServiceName)");
  });
});

describe("settings and licences", () => {
  it("keep ADBA out by preference, or for these machines alone", () => {
    const facts = alone({
      cohorts: [cohort({ name: "it", ...joined }), cohort({ name: "servers", product: "server", ...joined })],
    });
    const { suggestions } = explanationOf(facts, "it");
    expect(waysTo("kms-central", facts)).toEqual([
      "set preferences.adba to never at hq",
      "set VLActivationType 2 (KMS only) on the machines + set preferences.adba to allow at hq",
    ]);
    expect(suggestions[0]?.sideEffects).toEqual([
      {
        site: "hq",
        cohort: "servers",
        count: 30,
        before: { method: "adba", effectiveMethod: "adba" },
        after: { method: "kms-central", effectiveMethod: "kms-central" },
      },
    ]);
  });

  it("try a lower row first where only the order keeps it from deciding", () => {
    const facts = oneCohort({
      site: { kind: "branch", reaches: open },
      facts: { kmsHosts: [kmsHost({ site: "core" }), kmsHost({ name: "kms-2", site: "tested" })] },
    });
    expect(waysTo("kms-local", facts)).toEqual(["try row D32 before D31 at sites of kind branch"]);
  });

  it("keep the order where no row with the method applies, or none is below", () => {
    const facts = inCore({});
    expect(rowFirst(situationOf(facts, { site: "tested", cohort: "it" }), "adba")).toEqual([]);
    expect(rowFirst(situationOf(facts, { site: "tested", cohort: "it" }), "kms-central")).toEqual([]);
  });

  it.each(["kms", "token"] as const)("set machines of type %s free for their forest", (activationType) => {
    expect(waysTo("adba", inCore({ ...joined, activationType }))).toEqual([
      "set VLActivationType 0 (AD, KMS or token) on the machines",
    ]);
  });

  it("undo a preference against ADBA", () => {
    const facts = inCore(joined, {}, { preferences: { adba: "never" } });
    expect(waysTo("adba", facts)).toEqual(["set preferences.adba to allow at tested"]);
  });

  it("prefer ADBA where KMS is allowed to come first", () => {
    const cohorts = [cohort({ name: "it", ...joined }), cohort({ name: "crowd" })];
    const facts = alone({ preferences: { adba: "allow" }, cohorts });
    expect(waysTo("adba", facts)).toEqual([
      "set preferences.adba to prefer at hq",
      "6 fewer of the 30 machines that ask kms-1",
    ]);
  });

  it("license by volume, or activate, first", () => {
    expect(waysTo("kms-central", inCore({ channel: "oem" }))).toEqual([
      "license the machines by volume, not through the manufacturer",
    ]);
    expect(waysTo("kms-central", inCore({ channel: "retail" }))).toEqual([
      "license the machines by volume, not by retail keys",
    ]);
    expect(waysTo("mak", inCore({ activate: false, count: 3 }))).toEqual(["activate the machines"]);
  });
});

describe("declared methods", () => {
  it("have no suggestions where they work and the rows agree", () => {
    expect(suggestionsFor(inCore({ method: "kms-central" }))).toEqual([]);
  });

  it("are left to the rows where these choose another one", () => {
    expect(suggestionsFor(inCore({ method: "mak" }))).toEqual([
      "kms-central D11: leave the method to the rows (drop method: mak)",
    ]);
  });

  it("are not left to rows that would choose a host that the machines never find", () => {
    const pinned = cohort({ name: "pinned", count: 25, pinnedTo: ["kms-1"] });
    const it = cohort({ name: "it", product: "server", method: "mak" });
    const of = (suffixes: readonly string[]) => alone({ suffixes, cohorts: [pinned, it] });
    const free = "kms-central D11: leave the method to the rows (drop method: mak)";
    expect(suggestionsFor(of(["corp.example."]))).toContain(free);
    expect(suggestionsFor(of([]))).not.toContain(free);
  });

  it("are made to work", () => {
    const facts = oneCohort({
      site: { kind: "isolated" },
      cohort: { method: "kms-local", count: 20 },
      facts: { kmsHosts: [kmsHost({ site: "tested" })] },
    });
    expect(suggestionsFor(facts)).toEqual([
      "mak D23: leave the method to the rows (drop method: kms-local)",
      "kms-local declared: 5 more machines that ask kms-1, at tested or elsewhere",
    ]);
    expect(suggestionsFor(inCore({ method: "adba", count: 3 }))).toContain(
      "adba declared: join the machines to corp.example",
    );
  });
});

describe("every step", () => {
  it("leaves the facts alone that it is not about", () => {
    const facts = inCore({ count: 18 });
    const before = JSON.stringify(facts);
    for (const { steps } of explanationOf(facts, "it").suggestions) for (const { apply } of steps) apply(facts);
    expect(JSON.stringify(facts)).toBe(before);
    const elsewhere = { ...facts, sites: [site({ name: "other" })] };
    const [{ steps } = { steps: [] }] = explanationOf(facts, "it").suggestions;
    expect(steps[0]?.apply(elsewhere)).toEqual(elsewhere);
  });
});
