import { expect, it } from "vitest";
import { findingsSarif } from "../../../modules/report/findingsSarif.ts";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { finding, rule } from "../../helpers/reports.ts";
import { sarifProblems } from "../../helpers/schemas.ts";

const sarif = (...findings: Parameters<typeof findingsSarif>[0]) =>
  JSON.parse(findingsSarif(findings, [rule(), rule({ id: "FW-KMS-04", source: "docs/architecture.md" })], "0.1.0"));

it("keeps to the schema of the standard, with nothing and with one result of each severity and status", () => {
  const { place: _, ...placeless } = finding();
  const each = (["mandatory", "advisory", "info"] as const).flatMap((severity) =>
    (["fail", "unknown", "attested", "suppressed"] as const).map((status) => finding({ severity, status })),
  );
  for (const findings of [[], each, [placeless], [finding({ place: { file: "a b/ä%.yaml", line: 1, column: 1 } })]])
    expect(sarifProblems(JSON.parse(findingsSarif(findings, catalogue, "0.1.0")))).toEqual([]);
});

it("is held to a schema that would object", () => {
  expect(sarifProblems({ ...sarif(finding()), version: "2.0.0" })).not.toEqual([]);
  const log = sarif(finding());
  log.runs[0].results[0].kind = "unknown";
  log.runs[0].tool.driver.rules[0].helpUri = "docs/architecture.md";
  expect(sarifProblems(log)).toEqual([
    expect.stringMatching(/^\/runs\/0\/tool\/driver\/rules\/0\/helpUri /),
    expect.stringMatching(/^\/runs\/0\/results\/0\/kind /),
  ]);
});

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
        help: {
          text: expect.stringContaining("Let more machines ask the host."),
          markdown:
            "Let more machines ask the host.\n\nPage: `docs/rules/KMS-THR-01.md`. Source: <https://learn.microsoft.com/windows-server/get-started/kms-activation-planning>",
        },
        helpUri: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
        defaultConfiguration: { level: "error" },
      },
      {
        id: "FW-KMS-04",
        help: {
          text: expect.stringContaining("docs/rules/FW-KMS-04.md"),
          markdown: expect.stringContaining("Source: docs/architecture.md"),
        },
      },
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
  { severity: "mandatory", status: "fail", level: "error", kind: "fail" },
  { severity: "advisory", status: "fail", level: "warning", kind: "fail" },
  { severity: "info", status: "fail", level: "note", kind: "fail" },
  { severity: "mandatory", status: "unknown", level: "none", kind: "open" },
  { severity: "advisory", status: "unknown", level: "none", kind: "open" },
  { severity: "mandatory", status: "attested", level: "none", kind: "review" },
  { severity: "mandatory", status: "suppressed", level: "error", kind: "fail" },
] as const)(
  "gives a $severity result that is $status the level $level and the kind $kind",
  ({ level, kind, ...part }) => {
    expect(sarif(finding(part)).runs[0].results[0]).toMatchObject({ level, kind, properties: part });
  },
);

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
