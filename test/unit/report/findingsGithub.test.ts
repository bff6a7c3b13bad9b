import { expect, it } from "vitest";
import { checkAnnotations, previewAnnotations } from "../../../modules/report/findingsAnnotations.ts";
import { githubCommands } from "../../../modules/report/findingsGithub.ts";
import type { Finding } from "../../../modules/rules/rule.ts";
import { finding, preview } from "../../helpers/reports.ts";

const github = (...findings: Finding[]) => githubCommands(checkAnnotations("test", findings)).split("\n");
const many = (n: number, part: Partial<Finding>) => Array.from({ length: n }, () => finding({ message: "m", ...part }));

it("has the counts as the first notice, then errors, warnings and notices with their places", () => {
  expect(
    github(
      finding({ status: "suppressed", message: "ordered" }),
      finding({ severity: "advisory", message: "one host" }),
      finding({ message: "24 of 25" }),
      finding({ status: "attested", message: "vouched" }),
      finding({ status: "unknown", message: "not read" }),
      finding({ severity: "info", message: "for your information" }),
    ),
  ).toEqual([
    "::notice title=activation::test: 1 mandatory, 1 advisory, 1 unknown, 1 info, 1 attested, 1 suppressed",
    "::error file=x.yaml,line=88,col=5,title=KMS-THR-01%3A mandatory::24 of 25",
    "::warning file=x.yaml,line=88,col=5,title=KMS-THR-01%3A advisory::one host",
    "::notice file=x.yaml,line=88,col=5,title=KMS-THR-01%3A info::for your information",
    "::notice file=x.yaml,line=88,col=5,title=KMS-THR-01%3A unknown (mandatory)::not read",
    "::notice file=x.yaml,line=88,col=5,title=KMS-THR-01%3A attested (mandatory)::vouched",
    "::notice file=x.yaml,line=88,col=5,title=KMS-THR-01%3A suppressed (mandatory)::ordered",
    "",
  ]);
});

it("escapes as GitHub's toolkit does, so that no text can end a command or begin one", () => {
  const place = { file: ".\\a,b:c%.yaml", line: 1, column: 2 };
  expect(github(finding({ place, message: "50 %: a, b\r\n::error::injected" }))[1]).toBe(
    "::error file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=KMS-THR-01%3A mandatory::50 %25: a, b%0D%0A::error::injected",
  );
});

it("names the subject where a finding has no place", () => {
  const { place: _, ...placeless } = finding({ message: "24 of 25" });
  expect(github(placeless)[1]).toBe("::error title=KMS-THR-01%3A mandatory::sites.plant: 24 of 25");
});

it.each([
  { what: "all of ten errors and, with the counts, ten notices", errors: 10, unknowns: 9, more: "" },
  {
    what: "ten of each level",
    errors: 12,
    unknowns: 10,
    more: "; 2 of 12 errors, 1 of 11 notices are not shown here, the log of this step has them",
  },
])("writes everything and knows that GitHub shows $what", ({ errors, unknowns, more }) => {
  const lines = github(...many(unknowns, { status: "unknown" }), ...many(errors, {}));
  expect(lines[0]).toBe(`::notice title=activation::test: ${errors} mandatory, 0 advisory, ${unknowns} unknown${more}`);
  expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(errors);
  expect(lines.filter((line) => line.startsWith("::notice"))).toHaveLength(unknowns + 1);
});

it("has what stops a preview before its findings, and what it leaves to a person last", () => {
  const report = preview({ problems: ["4 of 10"], findings: [finding({ message: "m" })], warnings: ["by hand"] });
  expect(githubCommands(previewAnnotations(report)).split("\n")).toEqual([
    "::notice title=activation::test: no changes; 1 mandatory, 0 advisory, 0 unknown",
    "::error title=preview of test::4 of 10",
    "::error file=x.yaml,line=88,col=5,title=KMS-THR-01%3A mandatory::m",
    "::notice title=preview of test::by hand",
    "",
  ]);
});

it("has an error for half a preview, although nothing else is wrong", () => {
  const text = githubCommands(previewAnnotations(preview({ complete: false })));
  expect(text).toMatch(/^::notice title=activation::test: could not be previewed; 0 mandatory/);
  expect(text).toContain("\n::error title=preview of test::test could not be previewed, and nothing was changed");
});
