import { describe, expect, it } from "vitest";
import { typeLeavesMethod } from "../../../modules/rules/activationTypeRules.ts";
import { forestHasObject, objectNamesFit, othersHaveHosts } from "../../../modules/rules/forestRules.ts";
import type { Cohort, Facts } from "../../../modules/topology/model.ts";
import { activationObject, cohort, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const core = (one: Partial<Cohort>, overrides: Partial<Facts> = {}): Facts =>
  someFacts({ forests: [forest()], sites: [site({ cohorts: [cohort(one)] })], ...overrides });
const joined = { joined: "corp.example." };

describe("ADBA-07", () => {
  const named = (name: string) => someFacts({ forests: [forest({ activationObjects: [activationObject({ name })] })] });

  it("is content with 40 characters, and not with 41", () => {
    expect(reports(objectNamesFit, named("x".repeat(40)))).toEqual([]);
    expect(reports(objectNamesFit, named("😀".repeat(40)))).toEqual([]);
    expect(reports(objectNamesFit, named("x".repeat(41)))).toEqual([
      {
        subject: "forests.corp.example",
        message: `forest corp.example: the activation object ${"x".repeat(41)} has a name of 41 characters, and 40 are allowed; shorten it before the object is made, because it cannot be renamed`,
      },
    ]);
  });
});

describe("ADBA-09", () => {
  const without = (...cohorts: Partial<Cohort>[]) =>
    someFacts({
      forests: [forest()],
      kmsHosts: [],
      sites: [site({ cohorts: cohorts.map((one, i) => cohort({ name: `c${i}`, ...one })) })],
    });

  it("is content with 24 machines that ADBA cannot serve, and not with 25", () => {
    expect(reports(othersHaveHosts, without({ count: 24 }))).toEqual([]);
    expect(reports(othersHaveHosts, without({ count: 25 }))).toEqual([
      {
        subject: "sites.hq",
        message:
          "site hq: ADBA cannot serve 25 c0, so they spend 25 activations of a MAK, and 25 are enough for a KMS host; declare one that they reach",
      },
    ]);
  });

  it("adds clients and servers, and counts old and foreign machines", () => {
    const old = { os: "windows-7-pro", joined: "corp.example.", count: 20 };
    const foreign = { product: "server", count: 5, joined: "other.example." } as const;
    expect(reports(othersHaveHosts, without(old, foreign))[0]?.message).toContain("cannot serve 20 c0 and 5 c1, so");
    expect(reports(othersHaveHosts, without(foreign))[0]?.message).toContain("5 are enough for a KMS host");
  });

  it("is silent without ADBA, where a host is reached, about declared MAKs and about machines that lack only contact", () => {
    expect(reports(othersHaveHosts, { ...without({}), forests: [] })).toEqual([]);
    expect(
      reports(othersHaveHosts, { ...without({ os: "office-2013", product: "office" }), kmsHosts: [kmsHost()] }),
    ).toEqual([]);
    expect(reports(othersHaveHosts, without({ method: "mak" }))).toEqual([]);
    expect(reports(othersHaveHosts, without({ ...joined, contact: { domain: 181, kms: null } }))).toEqual([]);
  });
});

describe("ADBA-10", () => {
  it.each([
    ["adba", "any"],
    ["adba", "ad"],
    ["kms-central", "kms"],
  ] as const)("is content with %s and activationType %s", (method, activationType) => {
    expect(reports(typeLeavesMethod, core({ ...joined, method, activationType }))).toEqual([]);
  });

  it("tells that machines will use ADBA before KMS", () => {
    const message = reports(typeLeavesMethod, core({ ...joined, method: "kms-central" }))[0]?.message;
    expect(message).toBe(
      "site hq: cohort desktops (30 client machines) is to use kms-central, and its machines ask their forest first, which serves them, so they will use ADBA and add nothing to a count; set VLActivationType 2 on them and state activationType: kms, or give the cohort the method adba",
    );
  });

  it("names the way out for machines whose method the rows chose", () => {
    const facts = core(joined);
    const sites = facts.sites.map((one) => ({ ...one, preferences: { adba: "allow" } as const }));
    const busy = [...sites.map((one) => ({ ...one, cohorts: [...one.cohorts, cohort({ name: "kiosks" })] }))];
    expect(reports(typeLeavesMethod, { ...facts, sites: busy })[0]?.message).toMatch(
      /or let ADBA come first \(preferences, rows\)$/,
    );
  });

  it.each(["ad", "token"] as const)("finds activationType %s where KMS is planned", (activationType) => {
    expect(reports(typeLeavesMethod, core({ method: "kms-central", activationType }))).toEqual([
      {
        subject: "sites.hq.cohorts.desktops",
        message: `site hq: cohort desktops (30 client machines) is to use kms-central, and activationType ${activationType} keeps its machines from KMS; set VLActivationType 0 or 2 on them and state activationType: any or kms`,
      },
    ]);
  });

  it.each(["kms", "token"] as const)("finds activationType %s where ADBA is planned", (activationType) => {
    expect(reports(typeLeavesMethod, core({ ...joined, method: "adba", activationType }))).toEqual([
      {
        subject: "sites.hq.cohorts.desktops",
        message: `site hq: cohort desktops (30 client machines) is to use adba, and activationType ${activationType} keeps its machines from their forest; set VLActivationType 0 or 1 on them and state activationType: any or ad`,
      },
    ]);
  });

  it("is silent where the forest cannot serve them: other rules speak", () => {
    expect(reports(typeLeavesMethod, core({ method: "adba", activationType: "kms" }))).toEqual([]);
    expect(reports(typeLeavesMethod, core({ method: "mak", activationType: "ad" }))).toEqual([]);
  });
});

describe("FOREST-01", () => {
  const bare = { forests: [forest({ activationObjects: [] })] };

  it("is content with a forest that has an object, and with one that nobody is in", () => {
    expect(reports(forestHasObject, core(joined))).toEqual([]);
    expect(reports(forestHasObject, core({}, bare))).toEqual([]);
  });

  it("names forest, machines and sites where nothing else is missing", () => {
    expect(reports(forestHasObject, core(joined, bare))).toEqual([
      {
        subject: "forests.corp.example",
        message:
          "forest corp.example has no activation object and could activate 30 machines of hq without any count; declare one (forests.corp.example.activationObjects), or state preferences: { adba: never }",
      },
    ]);
  });

  it("does not count Office and the Windows below it twice", () => {
    const office = cohort({ name: "office", product: "office", count: 20, ...joined });
    const of = (...cohorts: Cohort[]) =>
      reports(forestHasObject, { ...core({}, bare), sites: [site({ cohorts })] })[0]?.message;
    expect(of(cohort(joined), office)).toContain("could activate 30 machines and Office on 20 of hq without any count");
    expect(of(office)).toContain("could activate Office on 20 of hq without any count");
  });

  it.each([
    ["old machines", { os: "windows-7-pro" }],
    ["machines that meet it too seldom", { contact: { domain: 181, kms: null } }],
    ["OEM machines", { channel: "oem" }],
    ["machines with a declared method", { method: "kms-central" }],
    ["machines that are not activated", { activate: false }],
  ] as const)("is silent about %s", (_, one) => {
    expect(reports(forestHasObject, core({ ...joined, ...one }, bare))).toEqual([]);
  });

  it("is silent where ADBA is not wanted", () => {
    const facts = core(joined, bare);
    const sites = facts.sites.map((one) => ({ ...one, preferences: { adba: "never" } as const }));
    expect(found(reports(forestHasObject, { ...facts, sites }))).toEqual([]);
  });
});
