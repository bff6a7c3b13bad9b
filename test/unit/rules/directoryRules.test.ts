import { describe, expect, it } from "vitest";
import {
  joinedToReadyForest,
  meetsForestOftenEnough,
  schemaHoldsObjects,
  systemsKnowAdba,
} from "../../../modules/rules/adbaRules.ts";
import { renewsInTime } from "../../../modules/rules/disconnectedRules.ts";
import type { Cohort, Contact, Facts, Forest } from "../../../modules/topology/model.ts";
import { cohort, forest, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const core = (one: Partial<Cohort>, wood: Partial<Forest> = {}): Facts =>
  someFacts({
    forests: [forest(wood)],
    sites: [site({ cohorts: [cohort({ method: "adba", joined: "corp.example.", ...one })] })],
  });
const sales = (one: Partial<Cohort>, domain: Contact, kms: Contact = null): Facts =>
  someFacts({
    forests: [forest()],
    sites: [
      site(),
      site({ name: "sales", kind: "disconnected", cohorts: [cohort({ ...one, contact: { domain, kms } })] }),
    ],
  });

describe("ADBA-01", () => {
  it("is content with schema 56, and not with 55", () => {
    expect(reports(schemaHoldsObjects, core({}, { schemaVersion: 56 }))).toEqual([]);
    expect(reports(schemaHoldsObjects, core({}, { schemaVersion: 55 }))).toEqual([
      {
        subject: "forests.corp.example",
        message:
          "forest corp.example: its schema is version 55, and activation objects need 56 or more; extend it with adprep of Windows Server 2012 or later",
      },
    ]);
  });

  it("does not know a version that is not stated", () => {
    const list = reports(schemaHoldsObjects, core({}, { schemaVersion: null }));
    expect(found(list)).toEqual(["unknown forests.corp.example"]);
    expect(list[0]?.message).toContain("state it as forests.corp.example.schemaVersion");
  });

  it("is silent about a forest without objects", () => {
    expect(reports(schemaHoldsObjects, core({}, { schemaVersion: 44, activationObjects: [] }))).toEqual([]);
  });
});

describe("ADBA-04", () => {
  it.each([
    ["windows-8.1-pro", "client", 0],
    ["windows-7-pro", "client", 1],
    ["windows-server-2012-standard", "server", 0],
    ["windows-server-2008-r2-standard", "server", 1],
    ["office-2013", "office", 0],
  ] as const)("judges ADBA on %s", (os, product, findings) => {
    expect(reports(systemsKnowAdba, core({ os, product }))).toHaveLength(findings);
  });

  it("names the system, and leaves other methods alone", () => {
    expect(reports(systemsKnowAdba, core({ os: "windows-7-pro" }))).toEqual([
      {
        subject: "sites.hq.cohorts.desktops",
        message:
          "site hq: cohort desktops (30 client machines) is to use ADBA and runs Windows 7 Pro, which is older than ADBA; give the cohort the method kms-central, kms-local or mak",
      },
    ]);
    expect(reports(systemsKnowAdba, core({ os: "windows-7-pro", method: "mak" }))).toEqual([]);
  });
});

describe("ADBA-03", () => {
  it("is content with a cohort whose forest covers it", () => {
    expect(reports(joinedToReadyForest, core({}))).toEqual([]);
  });

  it.each([
    ["a workgroup", { joined: null }, {}, "they are in no domain"],
    ["a foreign domain", { joined: "other.example." }, {}, "no declared forest has the domain other.example"],
    [
      "a forest without objects",
      {},
      { activationObjects: [] },
      "no activation object of corp.example covers Windows 11 Enterprise",
    ],
  ] as const)("is not content with %s", (_, one, wood, words) => {
    const list = reports(joinedToReadyForest, core(one, wood));
    expect(found(list)).toEqual(["fail sites.hq.cohorts.desktops"]);
    expect(list[0]?.message).toBe(
      `site hq: cohort desktops (30 client machines) is to use ADBA, and ${words}; see to that, or give the cohort the method kms-central or mak`,
    );
  });

  it("names everything that is missing", () => {
    const branch = site({
      name: "shop",
      kind: "branch",
      cohorts: [cohort({ method: "adba", joined: "corp.example." })],
    });
    const facts = someFacts({ forests: [forest({ activationObjects: [] })], sites: [site(), branch] });
    expect(reports(joinedToReadyForest, facts)[0]?.message).toContain(
      "no activation object of corp.example covers Windows 11 Enterprise; LDAP does not reach corp.example; DNS does not reach corp.example",
    );
  });

  it("leaves old schemas, old systems and seldom contact to the rules about them, and other methods alone", () => {
    expect(reports(joinedToReadyForest, core({}, { schemaVersion: 55 }))).toEqual([]);
    expect(reports(joinedToReadyForest, core({ os: "windows-8.1-pro" }))).toEqual([]);
    expect(reports(joinedToReadyForest, sales({ method: "adba", joined: "corp.example." }, 181))).toEqual([]);
    expect(reports(joinedToReadyForest, core({ method: null, joined: null }))).toEqual([]);
  });
});

describe("ADBA-05", () => {
  const joined = { method: "adba", joined: "corp.example." } as const;

  it.each([
    [150, undefined],
    [151, "advisory"],
    [180, "advisory"],
  ] as const)("reports a gap of %i days as %s", (gap, severity) => {
    expect(reports(meetsForestOftenEnough, sales(joined, gap)).map((report) => report.severity)).toEqual(
      severity === undefined ? [] : [severity],
    );
  });

  it.each([
    [181, "every 181 days"],
    ["never", "never"],
  ] as const)("fails at a gap of %s", (gap, words) => {
    expect(reports(meetsForestOftenEnough, sales(joined, gap))).toEqual([
      {
        subject: "sites.sales.cohorts.desktops",
        message: `site sales: cohort desktops (30 client machines) meets corp.example ${words}, and activation by ADBA lasts 180 days; bring the machines to their domain more often, or give the cohort the method mak`,
      },
    ]);
  });

  it("tells what 150 days mean", () => {
    expect(reports(meetsForestOftenEnough, sales(joined, 151))[0]?.message).toContain(
      "meets corp.example every 151 days, and from 150 days on machines warn their users that activation ends after 180",
    );
  });

  it("is silent without a forest: ADBA-03 speaks", () => {
    expect(reports(meetsForestOftenEnough, core({ joined: null }))).toEqual([]);
  });
});

describe("DIS-01", () => {
  it.each([
    [180, 0],
    [181, 1],
    ["never", 1],
    [null, 1],
  ] as const)("judges machines that meet a KMS host every %s days", (gap, findings) => {
    expect(reports(renewsInTime, sales({ method: "kms-central" }, null, gap))).toHaveLength(findings);
  });

  it.each([
    [180, 0],
    [181, 1],
  ] as const)("judges machines that meet their forest every %i days", (gap, findings) => {
    expect(reports(renewsInTime, sales({ method: "adba", joined: "corp.example." }, gap))).toHaveLength(findings);
  });

  it("names method, gap and limit", () => {
    expect(reports(renewsInTime, sales({ method: "kms-central" }, null, 200))).toEqual([
      {
        subject: "sites.sales.cohorts.desktops",
        message:
          "site sales: cohort desktops (30 client machines) is to use kms-central and meets a KMS host in the core every 200 days, and activation lasts 180 days; bring the machines to the network more often and state the contact, or give the cohort the method mak",
      },
    ]);
    expect(reports(renewsInTime, sales({ method: "adba" }, null))[0]?.message).toContain("meets a forest never");
  });

  it("judges a stated gap at other kinds of sites too", () => {
    const branch = site({
      name: "shop",
      kind: "branch",
      cohorts: [cohort({ method: "kms-central", contact: { domain: null, kms: 181 } })],
    });
    expect(found(reports(renewsInTime, someFacts({ sites: [site(), branch] })))).toEqual([
      "fail sites.shop.cohorts.desktops",
    ]);
  });

  it("is silent about MAK and about sites that are always there", () => {
    expect(reports(renewsInTime, sales({ method: "mak" }, null))).toEqual([]);
    expect(reports(renewsInTime, someFacts())).toEqual([]);
  });
});
