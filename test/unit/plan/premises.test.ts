import { describe, expect, it } from "vitest";
import { conditionsOf } from "../../../modules/plan/conditions.ts";
import { failedPremise } from "../../../modules/plan/row.ts";
import { rows } from "../../../modules/plan/rows.ts";
import type { Cohort, Facts, Site } from "../../../modules/topology/model.ts";
import { activationObject, cohort, csvlk, forest, kmsHost, site } from "../../helpers/facts.ts";
import { oneCohort } from "./planned.ts";

/** Every premise of a row for the cohort `it`: its fact, whether it holds, and what it says. */
function premisesOf(id: string, of: { site?: Partial<Site>; cohort?: Partial<Cohort>; facts?: Partial<Facts> }) {
  const facts = oneCohort(of);
  const tested = facts.sites.find(({ name }) => name === "tested") ?? site();
  const c = conditionsOf(facts, tested, tested.cohorts[0] ?? cohort());
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error(`there is no row ${id}`);
  return {
    all: row.premises.map((premise) => [premise.fact, premise.holds(c), premise.says(c)]),
    failed: failedPremise(row, c)?.fact,
  };
}

const toCore = { hosts: "core", over: ["tcp1688", "rpc"] } as const;
const toForest = { forests: ["corp.example"], over: ["ldap", "dns"] } as const;

describe("premises", () => {
  it("of ADBA name everything that it rests on", () => {
    const of = {
      site: { kind: "branch", reaches: { kms: null, domain: toForest } },
      cohort: { joined: "emea.corp.example." },
    } as const;
    expect(premisesOf("D30", of)).toEqual({
      failed: undefined,
      all: [
        ["adba-joined", true, "they are members of emea.corp.example"],
        ["adba-forest", true, "emea.corp.example belongs to the forest corp.example"],
        ["adba-os", true, "Windows 11 Enterprise can use ADBA"],
        ["adba-schema", true, "the schema of corp.example is version 88, ADBA needs 56"],
        ["adba-object", true, "the activation object windows-2025 of corp.example covers Windows 11 Enterprise"],
        ["adba-contact", true, "they meet corp.example all the time"],
        ["adba-ldap", true, "LDAP reaches corp.example"],
        ["adba-dns", true, "DNS reaches corp.example"],
        ["preference", true, "the preference for ADBA is prefer"],
      ],
    });
  });

  it.each([
    { joined: null, failed: "adba-joined", says: "they are in no domain" },
    { joined: "b.example.", failed: "adba-forest", says: "no declared forest has the domain b.example" },
    { os: "windows-7-pro", failed: "adba-os", says: "Windows 7 Pro cannot use ADBA" },
    {
      contact: { domain: 181, kms: null },
      failed: "adba-contact",
      says: "they meet corp.example every 181 days, every 180 days are needed",
    },
  ] as const)("of ADBA fail at $failed", ({ failed, says, ...of }) => {
    const found = premisesOf("D10", { site: { kind: "core" }, cohort: { joined: "corp.example.", ...of } });
    expect(found.failed).toBe(failed);
    expect(found.all.find(([fact]) => fact === failed)).toEqual([failed, false, says]);
  });

  it.each([
    { schemaVersion: 55, failed: "adba-schema", says: "the schema of corp.example is version 55, ADBA needs 56" },
    {
      activationObjects: [],
      failed: "adba-object",
      says: "no activation object of corp.example covers Windows 11 Enterprise",
    },
  ] as const)("of ADBA fail at $failed of the forest", ({ failed, says, ...of }) => {
    const facts = { forests: [forest(of)] };
    const found = premisesOf("D10", { site: { kind: "core" }, cohort: { joined: "corp.example." }, facts });
    expect(found.failed).toBe(failed);
    expect(found.all.find(([fact]) => fact === failed)).toEqual([failed, false, says]);
  });

  it("of ADBA take a schema of unknown version as good, and say so", () => {
    const facts = { forests: [forest({ schemaVersion: null })] };
    const found = premisesOf("D10", { site: { kind: "core" }, cohort: { joined: "corp.example." }, facts });
    expect(found.failed).toBeUndefined();
    expect(found.all).toContainEqual([
      "adba-schema",
      true,
      "the schema of corp.example is of an unstated version, ADBA needs 56",
    ]);
  });

  it.each([
    ["ldap", "adba-dns", "DNS does not reach corp.example"],
    ["dns", "adba-ldap", "LDAP does not reach corp.example"],
  ] as const)("of ADBA fail over %s alone at %s", (over, failed, says) => {
    const reaches = { kms: null, domain: { forests: ["corp.example"], over: [over] } };
    const found = premisesOf("D30", { site: { kind: "branch", reaches }, cohort: { joined: "corp.example." } });
    expect(found.failed).toBe(failed);
    expect(found.all).toContainEqual([failed, false, says]);
  });

  it("of central KMS name path, key, demand and contact", () => {
    const reaches = { kms: toCore, domain: null };
    expect(premisesOf("D31", { site: { kind: "branch", reaches }, cohort: { count: 3 } })).toEqual({
      failed: undefined,
      all: [
        ["central-path", true, "they reach a KMS host in the core"],
        ["central-key", true, "kms-1 in the core may count them as Windows 11 Enterprise"],
        ["central-demand", true, "kms-1 in the core is asked by 503, 25 are needed"],
        ["central-contact", true, "they meet kms-1 in the core all the time"],
      ],
    });
  });

  it("of central KMS fail one after the other", () => {
    const reaches = { kms: toCore, domain: null };
    const branch = { kind: "branch", reaches } as const;
    const small = {
      sites: [
        site({ name: "core", cohorts: [] }),
        site({ name: "tested", ...branch, cohorts: [cohort({ name: "it", count: 24 })] }),
      ],
    };
    expect(premisesOf("D31", { site: { kind: "branch" } }).failed).toBe("central-path");
    const other = premisesOf("D31", { site: branch, facts: { keys: [csvlk({ group: "windows-10" })] } });
    expect(other.failed).toBe("central-key");
    expect(other.all).toContainEqual([
      "central-key",
      false,
      "no KMS host in the core may count them as Windows 11 Enterprise",
    ]);
    const few = premisesOf("D31", { facts: small });
    expect(few.failed).toBe("central-demand");
    expect(few.all).toContainEqual(["central-demand", false, "kms-1 in the core is asked by 24, 25 are needed"]);
    const rare = premisesOf("D31", { site: branch, cohort: { contact: { domain: null, kms: 181 } } });
    expect(rare.failed).toBe("central-contact");
    expect(rare.all).toContainEqual([
      "central-contact",
      false,
      "they meet kms-1 in the core every 181 days, every 180 days are needed",
    ]);
  });

  it("of local KMS say when there is no host", () => {
    const found = premisesOf("D32", { site: { kind: "branch" } });
    expect(found.failed).toBe("local-path");
    expect(found.all[0]).toEqual(["local-path", false, "their site has no KMS host"]);
  });

  it("of the channel, of activation and of isolation say how things are", () => {
    expect(premisesOf("D01", { cohort: { channel: "oem" } }).all).toEqual([["channel", true, "their channel is oem"]]);
    expect(premisesOf("D02", {}).all).toEqual([["channel", false, "their channel is volume"]]);
    const off = premisesOf("D03", { site: { kind: "lab" }, cohort: { activate: false } });
    expect(off.all).toEqual([["activate", true, "they are declared as not activated"]]);
    expect(premisesOf("D04", { site: { kind: "lab" } }).all).toEqual([["activate", true, "they are to be activated"]]);
    expect(premisesOf("D23", { site: { kind: "isolated" } }).all).toEqual([
      ["isolation", true, "they meet no internet, no KMS host elsewhere and no forest"],
    ]);
    expect(premisesOf("D23", { site: { kind: "isolated" }, cohort: { internet: true } }).all).toEqual([
      ["isolation", false, "they meet the internet, a KMS host elsewhere or a forest"],
    ]);
  });

  it("of a gap over 180 days fail where a forest or a host is met in time", () => {
    const disconnected = { kind: "disconnected" } as const;
    expect(premisesOf("D05", { site: disconnected }).all).toEqual([
      ["adba", true, "they are in no domain"],
      ["host-contact", true, "they never meet a KMS host"],
    ]);
    const member = { joined: "corp.example.", contact: { domain: 30, kms: 30 } };
    expect(premisesOf("D05", { site: disconnected, cohort: member }).all).toEqual([
      ["adba", false, "corp.example can activate them"],
      ["host-contact", false, "they meet a KMS host every 30 days"],
    ]);
  });
});

describe("every row", () => {
  it("names the sentence of the plan that it follows, and its place on the page, save D00", () => {
    const page = "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client#";
    for (const { id, source, follows } of rows) {
      expect(follows).toMatch(/^[A-Z].*\.$/);
      if (id === "D00") expect(source).toBeNull();
      else expect(source?.startsWith(page)).toBe(true);
    }
  });

  it("tests each fact once", () => {
    for (const { premises } of rows) {
      expect(new Set(premises.map(({ fact }) => fact)).size).toBe(premises.length);
    }
  });

  it("that ends a kind of site always applies", () => {
    const last = rows.filter(({ id }) => ["D13", "D24", "D33", "D42"].includes(id));
    expect(last.map(({ premises }) => premises.length)).toEqual([0, 0, 0, 0]);
  });
});

describe("an activation object", () => {
  it("is the first by name of those that cover the machines, whatever the order of the file", () => {
    const objects = [activationObject({ name: "newer" }), activationObject({ name: "main" })];
    for (const activationObjects of [objects, objects.toReversed()]) {
      const facts = { forests: [forest({ activationObjects })], kmsHosts: [kmsHost({ site: "core" })] };
      const found = premisesOf("D10", { site: { kind: "core" }, cohort: { joined: "corp.example." }, facts });
      expect(found.all).toContainEqual([
        "adba-object",
        true,
        "the activation object main of corp.example covers Windows 11 Enterprise",
      ]);
    }
  });
});
