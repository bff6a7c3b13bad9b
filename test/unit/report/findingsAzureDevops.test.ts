import { expect, it } from "vitest";
import { checkAnnotations, previewAnnotations } from "../../../modules/report/findingsAnnotations.ts";
import { azureDevopsCommands } from "../../../modules/report/findingsAzureDevops.ts";
import type { Finding } from "../../../modules/rules/rule.ts";
import { finding, preview } from "../../helpers/reports.ts";

const azure = (...findings: Finding[]) => azureDevopsCommands(checkAnnotations("test", findings)).split("\n");
const complete = "##vso[task.complete result=SucceededWithIssues;]";

it("has errors, warnings for what is advisory or unknown, lines for the rest, and the counts", () => {
  const at = "sourcepath=x.yaml;linenumber=88;columnnumber=5;code=KMS-THR-01;";
  expect(
    azure(
      finding({ status: "suppressed", message: "ordered" }),
      finding({ severity: "advisory", message: "one host" }),
      finding({ message: "24 of 25" }),
      finding({ status: "attested", message: "vouched" }),
      finding({ status: "unknown", message: "not read" }),
      finding({ severity: "info", message: "for your information" }),
    ),
  ).toEqual([
    `##vso[task.logissue type=error;${at}]KMS-THR-01: mandatory: 24 of 25`,
    `##vso[task.logissue type=warning;${at}]KMS-THR-01: advisory: one host`,
    "x.yaml:88:5: KMS-THR-01: info: for your information",
    `##vso[task.logissue type=warning;${at}]KMS-THR-01: unknown (mandatory): not read`,
    "x.yaml:88:5: KMS-THR-01: attested (mandatory): vouched",
    "x.yaml:88:5: KMS-THR-01: suppressed (mandatory): ordered",
    "test: 1 mandatory, 1 advisory, 1 unknown, 1 info, 1 attested, 1 suppressed",
    "",
  ]);
});

it.each([
  { what: "an advisory failure", findings: [finding({ severity: "advisory" })], issues: true },
  { what: "an unknown", findings: [finding({ status: "unknown" })], issues: true },
  { what: "a suppressed finding", findings: [finding({ status: "suppressed" })], issues: false },
  { what: "an error, which fails the step", findings: [finding(), finding({ severity: "advisory" })], issues: false },
  { what: "nothing", findings: [], issues: false },
])("says that the step succeeded with issues where it has to: $what", ({ findings, issues }) => {
  expect(azure(...findings).some((line) => line.startsWith(complete))).toBe(issues);
});

it("escapes as Microsoft's task library does", () => {
  const place = { file: "a;b]%.yaml", line: 1, column: 2 };
  expect(azure(finding({ place, message: "50 %; a]\r\n##vso[task.complete result=Succeeded;]" }))[0]).toBe(
    "##vso[task.logissue type=error;sourcepath=a%3Bb%5D%AZP25.yaml;linenumber=1;columnnumber=2;code=KMS-THR-01;]" +
      "KMS-THR-01: mandatory: 50 %AZP25; a]%0D%0A##vso[task.complete result=Succeeded;]",
  );
});

it("lets no line that is no command be taken for one", () => {
  const message = "one\n##vso[task.complete result=Succeeded;] ##[error]two";
  const [line, counts] = azure(finding({ status: "suppressed", message }));
  expect(line).toContain("one # #vso[task.complete result=Succeeded;] # #[error]two");
  expect(counts).toMatch(/^test: /);
});

it("names the subject where a finding has no place", () => {
  const { place: _, ...placeless } = finding({ message: "24 of 25" });
  expect(azure(placeless)[0]).toBe(
    "##vso[task.logissue type=error;code=KMS-THR-01;]KMS-THR-01: mandatory: sites.plant: 24 of 25",
  );
  expect(azure({ ...placeless, status: "attested" })[0]).toBe(
    "KMS-THR-01: attested (mandatory): sites.plant: 24 of 25",
  );
});

it("says how many errors and warnings the page of a run leaves out", () => {
  const twelve = Array.from({ length: 12 }, () => finding());
  expect(azure(...twelve)).toContain(
    "test: 12 mandatory, 0 advisory, 0 unknown; the page of the run leaves out 2 of 12 errors, this log has them",
  );
});

it("has an error for what stops a preview, and for half a preview", () => {
  const guarded = azureDevopsCommands(previewAnnotations(preview({ problems: ["4 of 10"], warnings: ["by hand"] })));
  expect(guarded.split("\n")).toEqual([
    "##vso[task.logissue type=error;]preview of test: 4 of 10",
    "preview of test: by hand",
    "test: no changes; 0 mandatory, 0 advisory, 0 unknown",
    "",
  ]);
  const half = azureDevopsCommands(previewAnnotations(preview({ complete: false })));
  expect(half).toMatch(/^##vso\[task\.logissue type=error;\]preview of test: test could not be previewed/);
  expect(half).not.toContain(complete);
});
