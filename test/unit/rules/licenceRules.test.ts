import { describe, expect, it } from "vitest";
import { labCountIsWatched, unactivatedOnlyInLabs } from "../../../modules/rules/labRules.ts";
import { makBudget, makHasPath, makIsNeeded } from "../../../modules/rules/makRules.ts";
import { cohortsAddUp } from "../../../modules/rules/totalRules.ts";
import type { Cohort, Key } from "../../../modules/topology/model.ts";
import { cohort, csvlk, forest, mak, site, someFacts } from "../../helpers/facts.ts";
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

describe("MAK-04", () => {
  it("is content where the rows would choose a MAK, too", () => {
    expect(reports(makIsNeeded, withMak([csvlk(), mak()], { count: 24 }))).toEqual([]);
  });

  it("names what would do without spending activations", () => {
    expect(reports(makIsNeeded, withMak([csvlk(), mak()], { count: 25 }))).toEqual([
      {
        subject: "sites.hq.cohorts.c0",
        message:
          "site hq: cohort c0 (25 client machines) has the declared method mak, which spends 25 activations, and kms-central would activate it without any (row D11); take the method off the cohort",
      },
    ]);
    const joined = { ...withMak([csvlk(), mak()], { count: 2, joined: "corp.example." }), forests: [forest()] };
    expect(reports(makIsNeeded, joined)[0]?.message).toContain("and adba would activate it without any (row D10)");
  });

  it("leaves MAKs alone that the rows chose, and OEM machines", () => {
    expect(reports(makIsNeeded, withMak([mak()], { count: 3, method: null }))).toEqual([]);
    expect(reports(makIsNeeded, withMak([mak()], { count: 30, channel: "oem" }))).toEqual([]);
  });
});

describe("LAB-01", () => {
  const reaches = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
  const bench = (count: number, rebuiltEvery: number | null, kind: "lab" | "isolated" = "lab") => {
    const trials = cohort({ name: "trials", count, rebuiltEvery });
    const lab = site({ name: "bench", kind, networks: ["10.60.0.0/24"], reaches, cohorts: [trials] });
    return someFacts({ sites: [site({ cohorts: [cohort({ count: 20 })] }), lab] });
  };

  it.each([
    [30, 1],
    [31, 0],
    [null, 0],
  ] as const)("judges lab machines that are rebuilt every %s days", (days, findings) => {
    expect(reports(labCountIsWatched, bench(10, days))).toHaveLength(findings);
  });

  it("names host, numbers and machines", () => {
    expect(reports(labCountIsWatched, bench(10, 14))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1: of 30 machines that ask it, 10 are rebuilt within 30 days (10 trials of bench); its count shows them more than once while they come and forgets them 30 days after, and Windows clients need 25; have somebody watch the count, or leave lab machines without activation where the agreement allows it",
      },
    ]);
  });

  it("is content where the others are enough, and says nothing of other sites", () => {
    const [hq = site(), lab = site()] = bench(10, 14).sites;
    const enough = someFacts({ sites: [{ ...hq, cohorts: [cohort({ count: 25 })] }, lab] });
    expect(reports(labCountIsWatched, enough)).toEqual([]);
    expect(reports(labCountIsWatched, bench(10, 14, "isolated"))).toEqual([]);
  });
});
