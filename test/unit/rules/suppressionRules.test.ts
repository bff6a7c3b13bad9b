import { describe, expect, it } from "vitest";
import { runRules } from "../../../modules/rules/run.ts";
import { suppressionsAreCurrent } from "../../../modules/rules/suppressionRules.ts";
import type { WorldOptions } from "../../../modules/rules/world.ts";
import type { Facts, Suppression } from "../../../modules/topology/model.ts";
import { cohort, forest, site, someFacts, suppression } from "../../helpers/facts.ts";
import { declaredWorld, reports, today } from "../../helpers/world.ts";

describe("SUP-01", () => {
  const until = (date: string) =>
    reports(suppressionsAreCurrent, someFacts({ suppressions: [suppression({ until: date })] }));

  it.each([
    ["2027-06-14", "expired on 2027-06-14; remove it,", undefined],
    [today, "expires today;", "advisory"],
    ["2027-06-16", "expires on 2027-06-16, in 1 day;", "advisory"],
    ["2027-06-29", "expires on 2027-06-29, in 14 days;", "advisory"],
  ] as const)("speaks of a suppression until %s", (date, words, severity) => {
    const [report] = until(date);
    expect(report?.severity).toBe(severity);
    expect(report?.message).toContain(`the suppression of KMS-CAP-01 for sites.hq by hq-it ${words}`);
    expect(report?.subject).toBe("suppressions[0]");
  });

  it("is content with one that lasts longer", () => {
    expect(until("2031-06-30")).toEqual([]);
  });
});

describe("SUP-02", () => {
  const of = (one: Partial<Suppression>, overrides: Partial<Facts> = {}, options: Partial<WorldOptions> = {}) => {
    const facts = someFacts({ suppressions: [suppression(one)], ...overrides });
    return runRules(declaredWorld(facts, options))
      .filter(({ rule }) => rule === "SUP-02")
      .map(({ message }) => message);
  };
  const many = { sites: [site({ cohorts: [cohort({ count: 51 })] })] };
  const unused = "nothing that KMS-CAP-01 finds lies below sites.hq; remove the suppression by hq-it";

  it("is content with a suppression that is used, of whatever status", () => {
    expect(of({}, many)).toEqual([]);
    const unknown = { forests: [forest({ schemaVersion: null })] };
    expect(of({ rule: "ADBA-01", subject: "forests.corp.example" }, unknown)).toEqual([]);
  });

  it("finds one that is not", () => {
    expect(of({})).toEqual([unused]);
  });

  it.each([
    ["sites.hq.cohorts.desktops"],
    ["sites.hq.cohorts"],
    ["sites"],
    ["licensed"],
    ["licensed.client"],
    ["keys.windows-2025"],
    ["zones.corp.example"],
    ["kmsHosts.kms-1"],
    ["suppressions[0]"],
  ])("knows the subject %s", (subject) => {
    expect(of({ subject })[0]).toContain("lies below");
  });

  it("finds a rule that does not exist, with the nearest one", () => {
    expect(of({ rule: "KMS-CAP-1" })).toEqual(['there is no rule "KMS-CAP-1" to suppress; did you mean "KMS-CAP-01"?']);
  });

  it("finds a subject that does not exist, with the nearest one", () => {
    expect(of({ subject: "sites.hg" })).toEqual([
      'the suppression of KMS-CAP-01 by hq-it is for sites.hg, which the file does not have; did you mean "sites.hq"?',
    ]);
    expect(of({ subject: "sites.hq.cohorts.kiosk" })[0]).toContain("which the file does not have");
  });

  it("leaves expired ones to SUP-01, and rules about single resources to those who see them", () => {
    expect(of({ until: "2027-06-14" })).toEqual([]);
    expect(of({ rule: "KEY-02", subject: "resources.vm" })).toEqual([]);
  });

  it("does not judge by a part of the file or of the resources", () => {
    const shop = { sites: [site(), site({ name: "shop", kind: "branch", networks: [] })] };
    expect(of({}, shop)).toEqual([unused]);
    expect(of({}, shop, { scope: ["hq"] })).toEqual([]);
    expect(of({}, {}, { leftOut: ["rfc2136"] })).toEqual([]);
    expect(of({}, {}, { unreadable: [{ urn: "urn:pulumi:t::p::a:b:C::r", reason: "r" }] })).toEqual([]);
  });
});
