import { describe, expect, it } from "vitest";
import {
  applicationOf,
  discovers,
  mayUse,
  publishedDomains,
  reachedHosts,
  zoneOf,
} from "../../../modules/plan/usage.ts";
import type { Facts, KmsHostFacts } from "../../../modules/topology/model.ts";
import { cohort, csvlk, kmsHost, site, someFacts, zone } from "../../helpers/facts.ts";

const hq = site({ suffixes: ["corp.example.", "az.corp.example."] });
const plant = site({ name: "plant", kind: "isolated", suffixes: ["plant.example."] });
const branch = site({
  name: "branch",
  kind: "branch",
  suffixes: ["emea.corp.example."],
  reaches: { kms: { hosts: ["plant-1", "core-1", "core-1"], over: ["rpc", "tcp1688"] }, domain: null },
});
const hosts = [
  kmsHost({ name: "plant-1", site: "plant", fqdn: "plant-1.plant.example." }),
  kmsHost({ name: "core-1" }),
  kmsHost({ name: "core-2" }),
];
const facts = someFacts({ kmsHosts: hosts, sites: [hq, plant, branch] });
const names = (found: readonly KmsHostFacts[]) => found.map((host) => host.name);

describe("reached hosts", () => {
  it("are those of the core for the core, the own one for an isolated site", () => {
    expect(names(reachedHosts(facts, hq))).toEqual(["core-1", "core-2"]);
    expect(names(reachedHosts(facts, plant))).toEqual(["plant-1"]);
  });

  it("are those that the site names, once each, in the order of the file; an unknown name reaches nothing", () => {
    expect(names(reachedHosts(facts, branch))).toEqual(["plant-1", "core-1"]);
    const lost = site({ ...branch, reaches: { kms: { hosts: ["gone"], over: ["tcp1688", "rpc"] }, domain: null } });
    expect(reachedHosts(facts, lost)).toEqual([]);
  });

  it("are all of the core for a site that reaches the core", () => {
    const all = site({ ...branch, reaches: { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } });
    expect(names(reachedHosts(facts, all))).toEqual(["core-1", "core-2"]);
  });
});

describe("hosts that a cohort may use", () => {
  it("do not depend on its method, not even on ADBA", () => {
    for (const method of ["adba", "mak", null] as const) {
      expect(names(mayUse(facts, hq, cohort({ joined: "corp.example.", method })))).toEqual(["core-1", "core-2"]);
    }
  });

  it("are none for other channels and for machines that are not activated", () => {
    expect(mayUse(facts, hq, cohort({ channel: "oem" }))).toEqual([]);
    expect(mayUse(facts, hq, cohort({ channel: "retail" }))).toEqual([]);
    expect(mayUse(facts, hq, cohort({ activate: false }))).toEqual([]);
  });

  it("have a key that covers it", () => {
    const withOffice = {
      ...facts,
      keys: [csvlk(), csvlk({ name: "office-2019", group: "office-2019" })],
      kmsHosts: [kmsHost({ name: "core-1" }), kmsHost({ name: "core-2", keys: ["office-2019"] })],
    };
    expect(names(mayUse(withOffice, hq, cohort({ product: "office" })))).toEqual(["core-2"]);
    expect(names(mayUse(withOffice, hq, cohort()))).toEqual(["core-1"]);
  });

  it("are not activated by a MAK of the same name", () => {
    const withMak: Facts = { ...facts, keys: [{ type: "mak", name: "windows-2025", product: "client", remaining: 5 }] };
    expect(mayUse(withMak, hq, cohort())).toEqual([]);
  });
});

describe("published domains", () => {
  const of = (records: Partial<KmsHostFacts["records"]>, within: Facts = facts) => {
    const host = kmsHost({ name: "core-1", records: { ...hosts[1]?.records, ...records } as KmsHostFacts["records"] });
    return publishedDomains({ ...within, kmsHosts: [host] }, host);
  };

  it("are the suffixes of all cohorts that may use the host", () => {
    expect(of({})).toEqual(["corp.example.", "az.corp.example.", "emea.corp.example."]);
  });

  it("leave out suffixes of sites where nobody may use it", () => {
    const oem = { ...facts, sites: [hq, site({ ...branch, cohorts: [cohort({ channel: "oem" })] })] };
    expect(of({}, oem)).toEqual(["corp.example.", "az.corp.example."]);
  });

  it("are those that the host's records name, whoever publishes them", () => {
    expect(of({ domains: ["plant.example."] })).toEqual(["plant.example."]);
    expect(of({ domains: ["plant.example."], publishedBy: "host" })).toEqual(["plant.example."]);
  });

  it("are the host's own domain where it publishes itself, none where nobody does", () => {
    expect(of({ publishedBy: "host" })).toEqual(["corp.example."]);
    expect(of({ publishedBy: "none", domains: ["plant.example."] })).toEqual([]);
  });

  it("are none for a host that the facts do not hold", () => {
    expect(publishedDomains(facts, kmsHost({ name: "stranger" }))).toEqual([]);
  });

  it("are what machines find a host by, unless they are pinned", () => {
    const [, core1 = kmsHost()] = hosts;
    expect(discovers(facts, hq, cohort(), core1)).toBe(true);
    expect(discovers(facts, plant, cohort(), core1)).toBe(false);
    expect(discovers(facts, plant, cohort({ pinnedTo: ["core-1"] }), core1)).toBe(true);
    expect(discovers(facts, hq, cohort({ pinnedTo: ["core-2"] }), core1)).toBe(false);
  });
});

describe("zones and applications", () => {
  it("put a domain into the longest zone that holds it", () => {
    const zones = [
      zone(),
      zone({ name: "emea.corp.example", apex: "emea.corp.example." }),
      zone({ name: "example", apex: "example." }),
    ];
    const held = (domain: string) => zoneOf({ ...facts, zones }, domain)?.name;
    expect(held("corp.example.")).toBe("corp.example");
    expect(held("az.corp.example.")).toBe("corp.example");
    expect(held("lis.emea.corp.example.")).toBe("emea.corp.example");
    expect(held("notcorp.example.")).toBe("example");
    expect(held("elsewhere.test.")).toBeUndefined();
  });

  it("give client and server one count and Office its own", () => {
    expect((["client", "server", "office"] as const).map(applicationOf)).toEqual(["windows", "windows", "office"]);
  });
});
