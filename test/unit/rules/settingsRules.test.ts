import { describe, expect, it } from "vitest";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { runRules } from "../../../modules/rules/run.ts";
import type { WorldOptions } from "../../../modules/rules/world.ts";
import type { Facts, RuleSetting } from "../../../modules/topology/model.ts";
import { cohort, csvlk, forest, site, someFacts, suppression } from "../../helpers/facts.ts";
import { declaredWorld } from "../../helpers/world.ts";

type Settings = Readonly<Record<string, Partial<RuleSetting>>>;

/** Facts whose file sets these rules. */
function setting(settings: Settings, overrides: Partial<Facts> = {}): Facts {
  const whole = Object.entries(settings).map(([rule, one]) => [
    rule,
    { severity: null, reason: null, values: {}, ...one },
  ]);
  return someFacts({ ...overrides, policy: { unknown: "report", rules: Object.fromEntries(whole) } });
}

const found = (facts: Facts, options: Partial<WorldOptions> = {}) =>
  runRules(declaredWorld(facts, options)).map(
    ({ severity, status, rule, subject }) => `${severity} ${status} ${rule} ${subject}`,
  );
const messages = (rule: string, facts: Facts, options: Partial<WorldOptions> = {}) =>
  runRules(declaredWorld(facts, options)).flatMap((finding) => (finding.rule === rule ? [finding.message] : []));

const oneTooFew = { licensed: { client: 31, server: null, office: null } };
const many = { sites: [site({ cohorts: [cohort({ count: 51 })] })] };
const reason = "counted next week";

describe("the severity of a rule", () => {
  it.each(["advisory", "info"] as const)("is lowered to %s, and a report says so with the reason", (severity) => {
    const facts = setting({ "TOT-01": { severity, reason } }, oneTooFew);
    expect(found(facts)).toEqual(["info fail SET-02 policy.rules.TOT-01", `${severity} fail TOT-01 licensed.client`]);
    expect(messages("SET-02", facts)).toEqual([`TOT-01 is lowered to ${severity} by the file: ${reason}`]);
  });

  it("is off: the rule says nothing, and a report says so, on one line", () => {
    const facts = setting({ "TOT-01": { severity: "off", reason: "counted\n  next week\n" } }, oneTooFew);
    expect(found(facts)).toEqual(["info fail SET-02 policy.rules.TOT-01"]);
    expect(messages("SET-02", facts)).toEqual([`TOT-01 is switched off by the file: ${reason}`]);
  });

  it("is lowered without a reason where the rule is advice", () => {
    expect(messages("SET-02", setting({ "KMS-CAP-01": { severity: "info" } }, many))).toEqual([
      "KMS-CAP-01 is lowered to info by the file",
    ]);
  });

  it("is raised, which no line has to say", () => {
    expect(found(setting({ "KMS-CAP-01": { severity: "mandatory" } }, many))).toEqual([
      "mandatory fail KMS-CAP-01 sites.hq",
    ]);
  });

  it("goes for unknown and suppressed results too", () => {
    const unread = setting(
      { "ADBA-01": { severity: "advisory", reason } },
      { forests: [forest({ schemaVersion: null })] },
    );
    expect(found(unread)).toContain("advisory unknown ADBA-01 forests.corp.example");
    const suppressed = { ...many, suppressions: [suppression()] };
    expect(found(setting({ "KMS-CAP-01": { severity: "mandatory" } }, suppressed))).toEqual([
      "mandatory suppressed KMS-CAP-01 sites.hq",
    ]);
  });

  it("makes no failure of a notice, and no more than a notice of what is lowered below it", () => {
    const ending = { ...many, suppressions: [suppression({ until: "2027-06-16" })] };
    const of = (severity: RuleSetting["severity"]) =>
      found(setting({ "SUP-01": { severity, reason } }, ending)).filter((line) => line.includes(" SUP-01 "));
    expect(of("mandatory")).toEqual(["advisory fail SUP-01 suppressions[0]"]);
    expect(of("advisory")).toEqual(["advisory fail SUP-01 suppressions[0]"]);
    expect(of("info")).toEqual(["info fail SUP-01 suppressions[0]"]);
    expect(of("off")).toEqual([]);
  });
});

describe("thresholds", () => {
  const asked = (count: number) => ({ sites: [site({ cohorts: [cohort({ count })] })] });

  it.each([
    [10, 27, true],
    [10, 28, false],
    [20, 29, true],
    [20, 30, false],
    [0, 25, false],
    [1000, 274, true],
    [1000, 275, false],
  ])("of KMS-THR-04: with a margin of %i percent, %i machines are too few: %s", (margin, count, isNarrow) => {
    expect(messages("KMS-THR-04", setting({ "KMS-THR-04": { values: { margin } } }, asked(count)))).toHaveLength(
      isNarrow ? 1 : 0,
    );
  });

  it.each([
    [3, "2027-06-18", 1],
    [3, "2027-06-19", 0],
    [0, "2027-06-15", 1],
    [0, "2027-06-16", 0],
    [30, "2027-07-15", 1],
  ])("of SUP-01: with a notice of %i days, an end on %s is spoken of %i times", (notice, until, times) => {
    const facts = setting({ "SUP-01": { values: { notice } } }, { ...many, suppressions: [suppression({ until })] });
    expect(messages("SUP-01", facts)).toHaveLength(times);
  });

  it.each([
    [100, 100, null],
    [100, 101, "at most 100 days are wanted, because activation ends after 180; "],
    [100, 150, "at most 100 days are wanted, "],
    [100, 151, "from 150 days on machines warn their users that activation ends after 180; "],
    [170, 170, null],
    [170, 171, "from 150 days on machines warn "],
    [180, 180, null],
  ])("of ADBA-05: with warnFrom %i, contact every %i days says %s", (from, domain, words) => {
    const joined = cohort({ joined: "corp.example.", contact: { domain, kms: null } });
    const facts = setting(
      { "ADBA-05": { values: { warnFrom: from } } },
      { forests: [forest()], sites: [site({ cohorts: [joined] })] },
    );
    const said = messages("ADBA-05", facts);
    expect(said).toEqual(words === null ? [] : [expect.stringContaining(words)]);
  });

  it("of the policy configuration go before those of the file, and leave what the file says of it as it is", () => {
    const facts = setting({ "KMS-THR-04": { values: { margin: 10 } } }, asked(30));
    expect(messages("KMS-THR-04", facts, { configured: { "KMS-THR-04": { margin: 30 } } })).toHaveLength(1);
    expect(messages("SET-01", facts, { configured: { "KMS-THR-04": { margin: 20 } } })).toEqual([]);
  });

  it("have a range that holds the standard", () => {
    for (const { standard, least, most } of catalogue.flatMap(({ thresholds = [] }) => thresholds))
      expect([least <= standard, standard <= most]).toEqual([true, true]);
  });
});

describe("SET-01", () => {
  const said = (settings: Settings, overrides: Partial<Facts> = {}, options: Partial<WorldOptions> = {}) =>
    messages("SET-01", setting(settings, overrides), options);

  it.each([
    [{ severity: "advisory" }, "KMS-THR-04 is advisory already; remove the severity"],
    [{ values: { margin: 20 } }, "the margin of KMS-THR-04 is 20 already; remove it"],
    [{}, "sets nothing of KMS-THR-04; remove it, or state a severity"],
    [{ reason }, "sets nothing of KMS-THR-04 but a reason; remove it, or state a severity"],
    [
      { severity: "off", values: { margin: 10 } },
      "KMS-THR-04 is switched off, so its margin decides nothing; remove the margin",
    ],
  ] as const)("finds a setting that changes nothing: %j", (one, message) => {
    expect(said({ "KMS-THR-04": one })).toEqual([message]);
  });

  it("finds each of two such parts", () => {
    expect(said({ "KMS-THR-04": { severity: "advisory", values: { margin: 20 } } })).toHaveLength(2);
  });

  it.each([{ severity: "mandatory" }, { severity: "info" }, { severity: "off" }, { values: { margin: 19 } }] as const)(
    "is content with %j",
    (one) => {
      expect(said({ "KMS-THR-04": one })).toEqual([]);
    },
  );

  it("finds a mandatory rule that is lowered and finds nothing, and is content where it finds something", () => {
    const lowered = { "TOT-01": { severity: "advisory", reason } } as const;
    expect(said(lowered)).toEqual([
      "TOT-01 is lowered to advisory, and it finds nothing; remove the setting, or it hides the next",
    ]);
    expect(said(lowered, oneTooFew)).toEqual([]);
    expect(said({ "TOT-01": { severity: "off", reason } }, oneTooFew)).toEqual([]);
  });

  it("does not judge that by a part of the file or of the resources", () => {
    const off = { "KMS-CAP-04": { severity: "off", reason } } as const;
    expect(said(off, { keys: [csvlk()] })).toHaveLength(1);
    expect(said(off, {}, { leftOut: ["rfc2136"] })).toEqual([]);
    expect(said(off, {}, { unreadable: [{ urn: "urn:pulumi:t::p::a:b:C::r", reason: "r" }] })).toEqual([]);
  });

  it("is set itself like any other", () => {
    expect(found(setting({ "SET-01": { severity: "mandatory" }, "KMS-THR-04": {} }))).toEqual([
      "mandatory fail SET-01 policy.rules.KMS-THR-04",
    ]);
  });
});
