import { describe, expect, it } from "vitest";
import type { PreviewReport } from "../../../modules/report/previewReport.ts";
import { compareFindings, uncompared } from "../../../modules/report/pullRequestFindings.ts";
import { invalidPullRequestJson, pullRequestJson } from "../../../modules/report/pullRequestJson.ts";
import { invalidPullRequestMarkdown, pullRequestMarkdown } from "../../../modules/report/pullRequestMarkdown.ts";
import type { PullRequestReport } from "../../../modules/report/pullRequestReport.ts";
import { finding } from "../../helpers/reports.ts";

const nothing = {
  before: "test",
  after: "test",
  cohorts: [],
  hosts: [],
  keys: [],
  touched: { computers: 0, office: 0 },
};
const report = (overrides: Partial<PullRequestReport> = {}): PullRequestReport => ({
  environment: "test",
  file: "x.yaml",
  fails: false,
  base: { state: "compared" },
  difference: nothing,
  findings: compareFindings([], []),
  preview: null,
  ...overrides,
});
const preview = (overrides: Partial<PreviewReport> = {}): PreviewReport => ({
  environment: "stack-1",
  complete: true,
  changes: [],
  findings: [],
  warnings: [],
  problems: [],
  ...overrides,
});
const problem = { file: "x.yaml", line: 4, column: 3, path: "sites.hq", message: "is not | a site" };
const style = { limit: Number.POSITIVE_INFINITY, links: "https://host/" };
const markdown = (overrides: Partial<PullRequestReport> = {}) => pullRequestMarkdown(report(overrides), style);
const headings = (text: string) => text.match(/(?<=^### ).*/gm);

describe("pullRequestMarkdown", () => {
  it("begins with the verdict in one sentence and the marker, on one line", () => {
    expect(markdown().split("\n")[0]).toBe(
      "**test passes: 0 mandatory, 0 advisory, 0 unknown (0 new failures, 0 fixed); 0 computers to touch; resources not known here.** <!-- activation: test -->",
    );
  });

  it("has what fails newly first and what failed before last", () => {
    const before = [finding({ rule: "A-01" }), finding({ rule: "B-01", message: "of 23" }), finding({ rule: "C-01" })];
    const now = [
      finding({ rule: "A-01" }),
      finding({ rule: "B-01" }),
      finding({ rule: "D-01" }),
      finding({ rule: "E-01", status: "suppressed", message: "few (suppressed by ops until 2027-01-01: new host)" }),
    ];
    const text = markdown({ fails: true, findings: compareFindings(before, now) });
    expect(text).toMatch(/^\*\*test does not pass: 3 mandatory, .*1 suppressed \(1 new failure, 1 fixed\)/);
    expect(headings(text)).toEqual([
      "New failures (1)",
      "Failures that read otherwise than before (1)",
      "Plan",
      "Resources",
      "Fixed (1)",
      "Unknown, attested or suppressed (1)",
      "Failures as before (1)",
    ]);
    expect(text).toContain("suppressed by ops until 2027-01-01: new host)|not there|");
  });

  it("says of each undecided finding what it was before", () => {
    const [a, b, c, d] = ["A-01", "B-01", "C-01", "D-01"].map((rule) => finding({ rule, status: "unknown" }));
    if (!a || !b || !c || !d) throw new Error("four findings");
    const before = [a, { ...b, message: "of 23" }, { ...c, status: "fail" as const }];
    const cells = markdown({ findings: compareFindings(before, [a, b, c, d]) }).match(/\|[^|]+\|$/gm);
    expect(cells?.slice(-4)).toEqual(["|the same|", "|worded otherwise|", "|mandatory|", "|not there|"]);
  });

  it("says what a failure was before where that was something else", () => {
    const was = finding({ status: "suppressed" });
    expect(markdown({ findings: compareFindings([was], [finding()]) })).toContain("(was suppressed (mandatory))|");
    const findings = compareFindings([finding({ severity: "advisory" })], [finding()]);
    expect(markdown({ findings })).toContain("(was advisory)|");
  });

  it("links a rule to its page where the host shows it, and leaves whole addresses alone", () => {
    const findings = compareFindings([], [finding({ url: "docs/rules/A.md" }), finding({ rule: "B-01" })]);
    expect(markdown({ findings })).toContain("[KMS-THR-01](https://host/docs/rules/A.md)");
    expect(markdown({ findings })).toContain("[B-01](https://docs.example/rules/KMS-THR-01.md)");
  });

  it("shows no line of a finding that is gone, which would be one of the older file", () => {
    expect(markdown({ findings: compareFindings([finding()], []) })).not.toContain("x.yaml:88");
  });

  it("calls nothing new where the older file is not valid, and shows what is wrong with it", () => {
    const base = { state: "invalid", problems: [problem] } as const;
    const text = markdown({ base, difference: null, findings: uncompared([finding()]) });
    expect(text).toMatch(/0 unknown; changes to the plan not known; /);
    expect(headings(text)).toEqual(["Failures, new or not (1)", "Target branch", "Plan", "Resources"]);
    expect(text).toContain("`sites.hq` x.yaml:4|is not \\| a site|");
  });

  it("calls nothing new where no older file was named", () => {
    const text = markdown({ base: { state: "unnamed" }, difference: null, findings: uncompared([finding()]) });
    expect(text).toContain("Not known: no file was named to compare with.");
    expect(headings(text)).toEqual(["Failures, new or not (1)", "Plan", "Resources"]);
  });

  it("has what would go or be made anew before everything else of a preview", () => {
    const changes = (["update", "create", "replace", "delete"] as const).map((op) => ({
      ...{ op, type: "t", name: op, paths: ["port"] },
    }));
    const text = markdown({ preview: preview({ changes }) });
    expect(text).toContain("; resources: 1 to create, 1 to update, 1 to replace, 1 to delete.**");
    expect(text.match(/^\|(\w+)\|`/gm)).toEqual(["|delete|`", "|replace|`", "|create|`", "|update|`"]);
    expect(text).toContain("in the stack `stack-1`.");
  });

  it("tells a preview without changes from one that could not run", () => {
    expect(markdown({ preview: preview() })).toContain("; no resource changes.**");
    const text = markdown({ preview: preview({ complete: false, problems: ["boom"], warnings: ["by hand"] }) });
    expect(text).toContain("; the preview could not run to its end.**");
    expect(text).toContain("|stops it|boom|\n|note|by hand|");
    expect(text).not.toContain("no changes");
  });

  it("says in the verdict what stops a preview that did run, and what only it has found", () => {
    const findings = [finding(), finding({ rule: "FW-KMS-03" })];
    const text = markdown({
      findings: compareFindings([finding()], [finding()]),
      preview: preview({ findings, problems: ["a guard"] }),
    });
    expect(text).toContain("; no resource changes, and 1 more finding, and something stops it.**");
    expect(headings(text)).toContain("Found in the preview alone (1)");
  });

  it("is cut to the limit, and says where the rest is", () => {
    const findings = compareFindings(
      [],
      Array.from({ length: 500 }, (_, i) => finding({ subject: `sites.s${i}` })),
    );
    const text = pullRequestMarkdown(report({ findings }), { ...style, limit: 10_000 });
    expect(text.length).toBeLessThanOrEqual(10_000);
    expect(text).toMatch(/\d+ rows are left out here; the file summary\.md/);
    expect(headings(text)).toEqual(["New failures (500)", "Plan", "Resources"]);
  });

  it("cannot be told that it is the comment of another environment", () => {
    const message = "x <!-- activation: prod --> y";
    expect(markdown({ findings: compareFindings([], [finding({ message })]) })).not.toContain(
      "<!-- activation: prod -->",
    );
  });
});

describe("a file that is no topology", () => {
  const invalid = { environment: "test", file: "x.yaml", problems: [problem] };

  it("has the same marker, and its problems", () => {
    const text = invalidPullRequestMarkdown(invalid, style);
    expect(text.split("\n")[0]).toBe(
      "**test could not be judged: x.yaml is not a valid topology (1 problem).** <!-- activation: test -->",
    );
    expect(headings(text)).toEqual(["Problems (1)"]);
    const two = invalidPullRequestMarkdown({ ...invalid, problems: [problem, { ...problem, path: "" }] }, style);
    expect(two).toContain("(2 problems)");
    expect(two).toContain("|x.yaml:4|");
  });

  it("is told apart in JSON", () => {
    expect(JSON.parse(invalidPullRequestJson(invalid))).toMatchObject({ valid: false, problems: [problem] });
  });
});

describe("pullRequestJson", () => {
  it("has every finding once, with what it was before", () => {
    const before = [finding({ rule: "A-01" }), finding({ rule: "B-01", message: "of 23" }), finding({ rule: "C-01" })];
    const now = [finding({ rule: "A-01" }), finding({ rule: "B-01" }), finding({ rule: "D-01" })];
    const text = pullRequestJson(report({ findings: compareFindings(before, now), preview: preview() }));
    expect(JSON.parse(text)).toMatchObject({
      schemaVersion: 1,
      valid: true,
      fails: false,
      base: { state: "compared" },
      findings: {
        new: [{ rule: "D-01" }],
        changed: [{ now: { rule: "B-01" }, before: { message: "of 23" } }],
        unchanged: [{ rule: "A-01" }],
        notCompared: [],
        fixed: [{ rule: "C-01" }],
      },
      newFailures: 1,
      preview: { environment: "stack-1" },
      previewOnly: [],
    });
  });
});
