import { describe, expect, it } from "vitest";
import { groupOf, summarize } from "../../../modules/report/findingGroups.ts";
import { findingsJson } from "../../../modules/report/findingsJson.ts";
import { findingsMarkdown } from "../../../modules/report/findingsMarkdown.ts";
import { findingsText } from "../../../modules/report/findingsText.ts";
import { plainView } from "../../../modules/report/view.ts";
import { finding } from "../../helpers/reports.ts";

const several = [
  finding({ rule: "FW-KMS-03", status: "unknown", subject: "sites.hq", message: "the subnet was not read" }),
  finding({ rule: "KMS-CAP-01", severity: "advisory", message: "one host for 60 clients" }),
  finding({ rule: "KMS-CAP-01", severity: "advisory", status: "suppressed", message: "second host is ordered" }),
  finding(),
  finding({
    rule: "FW-KMS-03",
    status: "attested",
    subject: "sites.dmz",
    message: "network-team vouches for edge-fw-2",
  }),
  finding({ rule: "INFO-01", severity: "info", message: "for your information" }),
];

describe("groups of findings", () => {
  it("takes the severity of a failure and the status of everything else", () => {
    expect(several.map(groupOf)).toEqual(["unknown", "advisory", "suppressed", "mandatory", "attested", "info"]);
  });

  it("counts mandatory, advisory and unknown always, the rest where there is some", () => {
    expect(summarize([])).toBe("0 mandatory, 0 advisory, 0 unknown");
    expect(summarize(several)).toBe("1 mandatory, 1 advisory, 1 unknown, 1 info, 1 attested, 1 suppressed");
  });
});

describe("findingsText", () => {
  it("puts the place first, the worst group first, and the counts last", () => {
    expect(findingsText(several, plainView).split("\n")).toEqual([
      "mandatory (1)",
      "x.yaml:88:5: KMS-THR-01: kms-plant-1 counts 24 client machines, 25 are needed; add one or choose another method",
      "",
      "advisory (1)",
      "x.yaml:88:5: KMS-CAP-01: one host for 60 clients",
      "",
      "info (1)",
      "x.yaml:88:5: INFO-01: for your information",
      "",
      "unknown (1)",
      "x.yaml:88:5: FW-KMS-03 (mandatory): the subnet was not read",
      "",
      "attested (1)",
      "x.yaml:88:5: FW-KMS-03 (mandatory): network-team vouches for edge-fw-2",
      "",
      "suppressed (1)",
      "x.yaml:88:5: KMS-CAP-01 (advisory): second host is ordered",
      "",
      "1 mandatory, 1 advisory, 1 unknown, 1 info, 1 attested, 1 suppressed",
      "",
    ]);
  });

  it("puts the subject where a finding has no place", () => {
    const { place: _, ...placeless } = finding();
    expect(findingsText([placeless], plainView)).toContain("\nsites.plant: KMS-THR-01: ");
  });

  it("breaks lines at the width of the terminal and colours the rule", () => {
    const text = findingsText([finding()], { columns: 60, paint: (style, part) => `<${style}>${part}</>` });
    expect(text).toBe(`<bold><red>mandatory (1)</></>
x.yaml:88:5: <red>KMS-THR-01</>: kms-plant-1 counts 24 client
    machines, 25 are needed; add one or choose another
    method

1 mandatory, 0 advisory, 0 unknown
`);
  });

  it("says that there is nothing in numbers", () => {
    expect(findingsText([], plainView)).toBe("0 mandatory, 0 advisory, 0 unknown\n");
  });
});

describe("findingsJson", () => {
  it("gives every finding its documented fields in their order, and counts", () => {
    const { place: _, ...placeless } = finding({ severity: "advisory" });
    const document = JSON.parse(findingsJson("test", [finding(), placeless]));
    expect(Object.keys(document)).toEqual(["schemaVersion", "environment", "findings", "counts"]);
    expect(document).toMatchObject({ schemaVersion: 1, environment: "test", counts: { mandatory: 1, advisory: 1 } });
    expect(document.findings.map(Object.keys)).toEqual([
      ["rule", "severity", "status", "subject", "message", "place", "url"],
      ["rule", "severity", "status", "subject", "message", "url"],
    ]);
  });
});

describe("findingsMarkdown", () => {
  it("links each rule to its page and keeps the table whole", () => {
    const text = findingsMarkdown("test", [finding({ message: "a | b of _vlmcs._tcp" }), several[0] ?? finding()]);
    expect(text).toBe(`## Activation checks: test

**1 mandatory, 0 advisory, 1 unknown**

|Level|Rule|Where|What|
|:-|:-|:-|:-|
|mandatory|[KMS-THR-01](https://docs.example/rules/KMS-THR-01.md)|\`sites.plant\` x.yaml:88|a \\| b of \\_vlmcs.\\_tcp|
|unknown (mandatory)|[FW-KMS-03](https://docs.example/rules/KMS-THR-01.md)|\`sites.hq\` x.yaml:88|the subnet was not read|
`);
  });

  it("has no table without findings, and no place without one", () => {
    expect(findingsMarkdown("test", [])).toBe("## Activation checks: test\n\n**0 mandatory, 0 advisory, 0 unknown**\n");
    const { place: _, ...placeless } = finding();
    expect(findingsMarkdown("test", [placeless])).toContain("|`sites.plant`|");
  });
});
