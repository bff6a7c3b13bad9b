import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { mandatoryRules, unsettable } from "../../../modules/topology/checkPolicy.ts";
import { modelOf, refusalsOf, withSite } from "./parsing.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../modules/topology/topology.schema.json", import.meta.url), "utf8"),
);
const { rules } = schema.$defs.policy.properties;
const set = (...lines: string[]) => withSite(["policy:", "  rules:", ...lines.map((line) => `    ${line}`)].join("\n"));

describe("settings of rules", () => {
  it("are carried by the facts", () => {
    const text = set(
      "KMS-CAP-04: { severity: off, reason: limit is raised }",
      "KMS-THR-04: { margin: 10 }",
      "KMS-CAP-01: { severity: mandatory }",
      "KMS-CAP-02: {}",
    );
    expect(modelOf(text).facts.policy).toEqual({
      unknown: "report",
      rules: {
        "KMS-CAP-04": { severity: "off", reason: "limit is raised", values: {} },
        "KMS-THR-04": { severity: null, reason: null, values: { margin: 10 } },
        "KMS-CAP-01": { severity: "mandatory", reason: null, values: {} },
        "KMS-CAP-02": { severity: null, reason: null, values: {} },
      },
    });
  });

  it("are left out where the file has none", () => {
    expect(modelOf(withSite("policy: { unknown: fail }")).facts.policy).toStrictEqual({ unknown: "fail" });
  });

  it.each([
    ["KMS-CAP-1: { severity: off }", '5: policy.rules.KMS-CAP-1: got "KMS-CAP-1"; did you mean "KMS-CAP-01"?'],
    ["KMS-THR-04: { margn: 10 }", '19: policy.rules.KMS-THR-04: has no property "margn"; did you mean "margin"?'],
    [
      "KMS-THR-03: { margin: 10 }",
      '19: policy.rules.KMS-THR-03: has no property "margin"; known properties are severity, reason',
    ],
    ["SUP-01: { notice: 366 }", "23: policy.rules.SUP-01.notice: is 366; write at most 365"],
    ["KMS-CAP-01: { severity: of }", '29: policy.rules.KMS-CAP-01.severity: got "of"; did you mean "off"?'],
    [
      "KMS-CAP-04: { severity: advisory }",
      "5: policy.rules.KMS-CAP-04: lowers a mandatory rule to advisory without a reason; add reason, which every report prints",
    ],
    ["KEY-02: { severity: mandatory }", "5: policy.rules.KEY-02: is judged for each resource by itself, "],
    ["SET-02: {}", "5: policy.rules.SET-02: says in every report what the file lowers, and cannot be set; take it out"],
  ])("are refused with place and remedy: %s", (line, problem) => {
    expect(refusalsOf(set(line))).toEqual([expect.stringContaining(`t.yaml:7:${problem}`)]);
  });

  it("need no reason to raise a rule, or to lower advice", () => {
    const text = set("KMS-CAP-01: { severity: off }", "KMS-CAP-02: { severity: mandatory }", "KMS-CAP-04: {}");
    expect(Object.keys(modelOf(text).facts.policy.rules ?? {})).toEqual(["KMS-CAP-01", "KMS-CAP-02", "KMS-CAP-04"]);
  });

  it("are known for each rule of the catalogue, with its level and its thresholds", () => {
    const ids = catalogue.map(({ id }) => id);
    expect(rules.propertyNames.enum.toSorted()).toEqual(ids.toSorted());
    expect([...unsettable.keys()].filter((id) => !ids.includes(id))).toEqual([]);
    const mandatory = catalogue.filter(({ severity }) => severity === "mandatory").map(({ id }) => id);
    expect([...mandatoryRules].toSorted()).toEqual(mandatory.toSorted());
  });

  it("have the thresholds of the catalogue, with range, standard and meaning", () => {
    const known = catalogue.flatMap(({ id, thresholds = [] }) =>
      thresholds.map(({ name, summary, standard, least, most }) => ({ id, name, summary, standard, least, most })),
    );
    const declared = Object.entries<{ $ref: string }>(rules.properties).flatMap(([id, { $ref }]) => {
      const { severity: _, reason: __, ...own } = schema.$defs[$ref.replace("#/$defs/", "")].properties;
      return Object.entries<{ description: string; default: number; minimum: number; maximum: number }>(own).map(
        ([name, { description, default: standard, minimum, maximum }]) => ({
          ...{ id, name, summary: description, standard, least: minimum, most: maximum },
        }),
      );
    });
    expect(declared).toEqual(known);
  });
});
