import { expect, it } from "vitest";
import { findingsSarif } from "../../../modules/report/findingsSarif.ts";
import { finding, rule } from "../../helpers/reports.ts";

const sarif = (...findings: Parameters<typeof findingsSarif>[0]) =>
  JSON.parse(findingsSarif(findings, [rule(), rule({ id: "FW-KMS-04", source: "docs/architecture.md" })], "0.1.0"));

it("is a SARIF 2.1.0 log of one run that names the tool and every rule with its help", () => {
  const log = sarif();
  expect(log.version).toBe("2.1.0");
  expect(log.$schema).toContain("sarif-2.1.0");
  expect(log.runs).toHaveLength(1);
  expect(log.runs[0].tool.driver).toMatchObject({
    name: "activation",
    version: "0.1.0",
    rules: [
      {
        id: "KMS-THR-01",
        shortDescription: { text: "A KMS host counts at least 25 machines before it activates clients." },
        help: { text: expect.stringContaining("Let more machines ask the host.") },
        helpUri: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
        defaultConfiguration: { level: "error" },
      },
      { id: "FW-KMS-04", help: { text: expect.stringContaining("docs/rules/FW-KMS-04.md") } },
    ],
  });
  expect(log.runs[0].tool.driver.rules[1]).not.toHaveProperty("helpUri");
  expect(log.runs[0].results).toEqual([]);
});

it("places a result at line and column, names its subject, and can be recognised after an edit", () => {
  const [result] = sarif(finding()).runs[0].results;
  expect(result).toMatchObject({
    ruleId: "KMS-THR-01",
    ruleIndex: 0,
    level: "error",
    partialFingerprints: { "ruleAndSubject/v1": "KMS-THR-01 sites.plant" },
  });
  expect(result.locations).toEqual([
    {
      physicalLocation: { artifactLocation: { uri: "x.yaml", index: 0 }, region: { startLine: 88, startColumn: 5 } },
      logicalLocations: [{ fullyQualifiedName: "sites.plant" }],
    },
  ]);
});

it("has a logical place alone where a finding has no place in a file", () => {
  const { place: _, ...placeless } = finding();
  expect(sarif(placeless).runs[0].results[0].locations).toEqual([
    { logicalLocations: [{ fullyQualifiedName: "sites.plant" }] },
  ]);
});

it.each([
  { severity: "mandatory", status: "fail", level: "error" },
  { severity: "advisory", status: "fail", level: "warning" },
  { severity: "info", status: "fail", level: "note" },
  { severity: "mandatory", status: "unknown", level: "warning" },
  { severity: "advisory", status: "unknown", level: "note" },
  { severity: "mandatory", status: "attested", level: "note" },
  { severity: "mandatory", status: "suppressed", level: "error" },
] as const)("gives a $severity result that is $status the level $level", ({ level, ...part }) => {
  expect(sarif(finding(part)).runs[0].results[0].level).toBe(level);
});

it("says first what is no failure, and marks what is suppressed as suppressed", () => {
  const [unknown, suppressed] = sarif(
    finding({ status: "unknown", message: "not read" }),
    finding({ status: "suppressed", message: "second host is ordered" }),
  ).runs[0].results;
  expect(unknown.message.text).toBe("unknown: not read");
  expect(unknown.suppressions).toBeUndefined();
  expect(suppressed.suppressions).toEqual([
    { kind: "external", status: "accepted", justification: "second host is ordered" },
  ]);
});

it.each([
  ["a b/x.yaml", "a%20b/x.yaml"],
  ["dir\\x.yaml", "dir/x.yaml"],
  ["/srv/x.yaml", "file:///srv/x.yaml"],
])("writes the file %s as the URI %s", (file, uri) => {
  const [result] = sarif(finding({ place: { file, line: 1, column: 1 } })).runs[0].results;
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
});
