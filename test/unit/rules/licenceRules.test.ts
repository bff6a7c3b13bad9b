import { describe, expect, it } from "vitest";
import { unactivatedOnlyInLabs } from "../../../modules/rules/labRules.ts";
import { makBudget, makHasPath } from "../../../modules/rules/makRules.ts";
import { cohortsAddUp } from "../../../modules/rules/totalRules.ts";
import type { Cohort, Key } from "../../../modules/topology/model.ts";
import { cohort, csvlk, mak, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const withMak = (keys: readonly Key[], ...cohorts: Partial<Cohort>[]) =>
  someFacts({
    keys,
    sites: [site({ cohorts: cohorts.map((one, i) => cohort({ name: `c${i}`, method: "mak", ...one })) })],
  });

describe("MAK-01", () => {
  it("is content while activations are left for all cohorts together", () => {
    expect(reports(makBudget, withMak([csvlk(), mak({ remaining: 40 })], { count: 25 }, { count: 15 }))).toEqual([]);
  });

  it("names product, sites and numbers when one is missing", () => {
    expect(reports(makBudget, withMak([mak({ remaining: 39 })], { count: 25 }, { count: 15 }))).toEqual([
      {
        subject: "keys.mak-client",
        message:
          "product client: 40 machines get a MAK (40 at site hq), and mak-client has 39 activations left, 1 too few; declare a MAK with enough activations, or have Microsoft raise its limit",
      },
    ]);
  });

  it("adds the keys of a product, and no others", () => {
    const keys = [
      mak({ remaining: 30 }),
      mak({ name: "mak-2", remaining: 9 }),
      mak({ name: "mak-s", product: "server", remaining: 500 }),
    ];
    expect(reports(makBudget, withMak(keys, { count: 39 }))).toEqual([]);
    expect(reports(makBudget, withMak(keys, { count: 40 }))[0]?.message).toContain(
      "mak-client, mak-2 have 39 activations left, 1 too few",
    );
  });

  it("misses a key of the product", () => {
    expect(reports(makBudget, withMak([csvlk()], { count: 1, product: "server" }))).toEqual([
      {
        subject: "keys",
        message:
          "product server: 1 machine gets a MAK (1 at site hq), and the file has no MAK of that product; declare a MAK with enough activations, or have Microsoft raise its limit",
      },
    ]);
  });

  it("counts cohorts for which MAK was selected", () => {
    expect(found(reports(makBudget, withMak([mak({ remaining: 3 })], { method: null, count: 4 })))).toEqual([
      "fail keys.mak-client",
    ]);
  });
});

describe("MAK-02", () => {
  it.each([{ internet: true }, { vamt: true }, { phone: true }])("is content with %j", (path) => {
    expect(reports(makHasPath, withMak([mak()], { phone: false, ...path }))).toEqual([]);
  });

  it.each([
    ["mak", { method: "mak" }],
    ["retail", { method: null, channel: "retail" }],
  ] as const)("finds %s without any path", (method, one) => {
    expect(reports(makHasPath, withMak([mak()], { phone: false, ...one }))).toEqual([
      {
        subject: "sites.hq.cohorts.c0",
        message: `site hq: cohort c0 (30 client machines) has the method ${method} and no way to activate a key: neither internet nor VAMT nor telephone; state internet, vamt or phone as true where there is one`,
      },
    ]);
  });

  it("asks no path of KMS", () => {
    expect(reports(makHasPath, withMak([csvlk(), mak()], { phone: false, method: null, count: 25 }))).toEqual([]);
  });
});

describe("LAB-02", () => {
  const lab = (withinAgreement: boolean | null, one: Partial<Cohort> = { activate: false }) =>
    someFacts({ sites: [site({ name: "lab", kind: "lab", withinAgreement, cohorts: [cohort(one)] })] });

  it("is content with a lab within its agreement, and with one that activates", () => {
    expect(reports(unactivatedOnlyInLabs, lab(true))).toEqual([]);
    expect(reports(unactivatedOnlyInLabs, lab(null, {}))).toEqual([]);
  });

  it.each([
    [null, "is not stated"],
    [false, "is false"],
  ])("is not content where withinAgreement is %s", (withinAgreement, words) => {
    expect(reports(unactivatedOnlyInLabs, lab(withinAgreement))).toEqual([
      {
        subject: "sites.lab.cohorts.desktops",
        message: `site lab: cohort desktops (30 client machines) is not activated, and withinAgreement of the lab ${words}; state withinAgreement: true if the licence agreement covers these machines, or activate them`,
      },
    ]);
  });

  it.each([{ activate: false }, { method: "none" as const }])("finds %j outside a lab", (one) => {
    const list = reports(unactivatedOnlyInLabs, someFacts({ sites: [site({ cohorts: [cohort(one)] })] }));
    expect(found(list)).toEqual(["fail sites.hq.cohorts.desktops"]);
    expect(list[0]?.message).toContain("which only a lab may do, and the site is of kind core");
  });
});

describe("TOT-01", () => {
  const licensed = (client: number | null) => someFacts({ licensed: { client, server: null, office: null } });

  it("is content with the exact number, and with none", () => {
    expect(reports(cohortsAddUp, licensed(30))).toEqual([]);
    expect(reports(cohortsAddUp, licensed(null))).toEqual([]);
  });

  it.each([
    [29, "1 too many"],
    [31, "1 too few"],
  ])("finds %i licensed for 30", (client, words) => {
    expect(reports(cohortsAddUp, licensed(client))).toEqual([
      {
        subject: "licensed.client",
        message: `product client: the cohorts of all sites add up to 30 and ${client} are licensed, ${words}; correct a count, or licensed.client`,
      },
    ]);
  });
});
