import { describe, expect, it } from "vitest";
import { policyFindings } from "../../../modules/cli/policyFindings.ts";
import type { Places } from "../../../modules/topology/problem.ts";
import { failure, violation } from "../../helpers/engineEvents.ts";

const places: Places = { of: (subject) => ({ file: "x.yaml", line: subject.length, column: 1 }) };
const said = "KMS-THR-01 sites.plant: kms-1 counts 24 client machines; add one";

describe("the findings among the engine's events", () => {
  it("are what the rules found, with their places in the file", () => {
    expect(policyFindings([violation(said)], places)).toEqual([
      {
        rule: "KMS-THR-01",
        severity: "mandatory",
        status: "fail",
        subject: "sites.plant",
        message: "kms-1 counts 24 client machines; add one",
        place: { file: "x.yaml", line: 11, column: 1 },
        url: "docs/rules/KMS-THR-01.md",
      },
    ]);
  });

  it.each([
    { kind: "advisory", severity: "advisory", status: "fail" },
    { kind: "unknown", severity: "mandatory", status: "unknown" },
    { kind: "attested", severity: "mandatory", status: "attested" },
    { kind: "suppressed", severity: "mandatory", status: "suppressed" },
  ])("are told apart: $kind", ({ kind, severity, status }) => {
    expect(policyFindings([violation(`${kind}: ${said}`)], places)).toMatchObject([{ severity, status }]);
  });

  it("have the level that the file sets, which a result that is no failure names", () => {
    expect(policyFindings([violation(`unknown (advisory): ${said}`)], places)).toMatchObject([
      { severity: "advisory", status: "unknown" },
    ]);
    const raised = said.replace("KMS-THR-01", "KMS-THR-04");
    expect(policyFindings([violation(raised)], places)).toMatchObject([{ severity: "mandatory", status: "fail" }]);
    const shown = "info: SET-02 policy.rules.KMS-THR-04: KMS-THR-04 is switched off by the file";
    expect(policyFindings([violation(shown)], places)).toMatchObject([{ severity: "info", status: "fail" }]);
  });

  it("are found below the description that the engine puts first, and without its colours", () => {
    const message = `A KMS host counts enough machines.\n<{%bold%}>${said}<{%reset%}>\n`;
    expect(policyFindings([violation(message)], places)).toMatchObject([
      { rule: "KMS-THR-01", subject: "sites.plant" },
    ]);
  });

  it("are given once, though the pack judges before and after an update, and in one order", () => {
    const other = "DNS-SRV-01 sites.hq: desktops look for _vlmcs._tcp.corp.example";
    const findings = policyFindings([violation(said), violation(other), violation(said)], places);
    expect(findings.map(({ rule }) => rule)).toEqual(["DNS-SRV-01", "KMS-THR-01"]);
  });

  it("are kept apart where one rule objects twice", () => {
    expect(policyFindings([violation(said), violation(said.replace("24", "23"))], places)).toHaveLength(2);
  });

  it.each([
    ["of another pack", violation(said, "their-pack")],
    ["of a rule that the catalogue does not have", violation(said.replace("KMS-THR-01", "KMS-THR-99"))],
    ["without a policy", failure(said)],
  ])("are no events %s", (_, event) => {
    expect(policyFindings([event], places)).toEqual([]);
  });
});
