import { describe, expect, it } from "vitest";
import { conditionsOf } from "../../../modules/plan/conditions.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import type { Method, SiteKind } from "../../../modules/topology/model.ts";
import { cohort, site } from "../../helpers/facts.ts";
import { alone, decisionOf, oneCohort } from "./planned.ts";

describe("declared methods", () => {
  it("stand beside what the rows would have chosen", () => {
    const cohorts = [
      cohort({ name: "lines", count: 180 }),
      cohort({ name: "it", product: "server", count: 9, method: "kms-local" }),
    ];
    expect(decisionOf(alone({ kind: "isolated", cohorts }), "it")).toMatchObject({
      method: "kms-local",
      row: "declared",
      reason: "DECLARED",
      criterion: 5,
      selected: { method: "kms-local", row: "D22" },
      sentence: "9 servers are counted by kms-1 in their own site: 189 ask it, 5 are needed.",
    });
  });

  it("are kept even where nothing speaks for them, and the sentence says what does not", () => {
    const sentences = (["adba", "kms-central", "kms-local", "mak", "none", "token"] as const).map(
      (method) =>
        decisionOf(alone({ kind: "branch", cohorts: [cohort({ name: "it", count: 4, method })] }), "it").sentence,
    );
    expect(sentences).toEqual([
      "4 client machines are declared to use ADBA, but they are in no domain.",
      "4 client machines are declared to use a KMS host in the core, but they reach no KMS host in the core.",
      "4 client machines are declared to use a KMS host of their own site, but kms-1 in their own site is asked by 4, 25 are needed.",
      "4 client machines are declared to use a MAK.",
      "4 client machines are declared to stay without activation, but only a lab may leave machines like that.",
      "4 client machines are declared to use tokens, but the file does not say that Microsoft has approved tokens for the organisation; no public key infrastructure is named that issues the tokens.",
    ]);
  });

  it("use the sentence of a row where they hold", () => {
    const it1 = { name: "it", joined: "corp.example.", method: "adba" } as const;
    expect(decisionOf(alone({ cohorts: [cohort(it1)] }), "it").sentence).toContain("use the activation object");
    const it2 = { name: "it", method: "kms-central" } as const;
    expect(decisionOf(alone({ cohorts: [cohort(it2)] }), "it").sentence).toContain("are counted by kms-1 in the core");
  });

  it("compare a declared MAK with what the machines could have had, themselves included", () => {
    const facts = alone({ cohorts: [cohort({ name: "it", count: 200, method: "mak", internet: true })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "mak",
      variant: "online",
      criterion: 3,
      selected: { method: "kms-central", row: "D11" },
    });
    expect(planTopology(facts).demand[0]).toMatchObject({ demand: 0, notCounted: [{ count: 200, why: "declared" }] });
  });

  it.each([
    ["adba", 1, 1],
    ["kms-central", 2, 4],
    ["kms-local", 5, 5],
    ["mak", 3, 6],
    ["none", 7, 7],
    ["retail", 8, 8],
    ["oem", 9, 9],
    ["token", 10, 10],
    ["avma", 10, 10],
    ["azure-kms", 10, 10],
    ["subscription", 10, 10],
  ] as const)("count %s in row %i of Table 1 at core and disconnected sites, %i at others", (method, wide, closed) => {
    const criterion = (kind: SiteKind) =>
      decisionOf(alone({ kind, cohorts: [cohort({ name: "it", method })] }), "it").criterion;
    expect((["core", "disconnected"] as const).map(criterion)).toEqual([wide, wide]);
    expect((["isolated", "branch", "lab"] as const).map(criterion)).toEqual([closed, closed, closed]);
  });

  it("remind labs with KMS to watch the count, and machines without activation of the licence terms", () => {
    const notes = (method: Method) =>
      decisionOf(alone({ kind: "lab", cohorts: [cohort({ name: "it", method })] }), "it").notes;
    expect(notes("kms-local")).toEqual(["LAB_MONITOR_COUNT"]);
    expect(notes("none")).toEqual(["LICENSE_TERMS"]);
    expect(notes("mak")).toEqual([]);
  });

  it("say that KMS is declared for machines that use ADBA first", () => {
    const cohorts = [
      cohort({ name: "it", joined: "corp.example.", method: "kms-central" }),
      cohort({ name: "others" }),
    ];
    expect(decisionOf(alone({ cohorts }), "it")).toMatchObject({
      effectiveMethod: "adba",
      notes: ["EFFECTIVE_ADBA"],
      selected: { method: "adba", row: "D10" },
    });
  });
});

describe("conditions for the rules", () => {
  it("hold everything that a declared method depends on", () => {
    const facts = oneCohort({
      site: { kind: "branch", reaches: { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } },
      cohort: { count: 9, method: "mak" },
    });
    const [, tested = site()] = facts.sites;
    const [it = cohort()] = tested.cohorts;
    expect(conditionsOf(facts, tested, it)).toMatchObject({
      decidesAs: "branch",
      adba: { ok: false, missing: ["joined"], forest: null, object: null, contact: "never" },
      adbaEffective: false,
      threshold: 25,
      central: { ok: true, finds: true, path: true, best: { host: "kms-1", demand: 509, machines: 509 }, contact: 0 },
      local: { ok: false, finds: false, path: false, best: null, contact: 0 },
      fullyIsolated: false,
    });
  });
});
