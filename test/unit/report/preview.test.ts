import { describe, expect, it } from "vitest";
import {
  counted,
  countedDone,
  type PreviewReport,
  previewJson,
  previewMarkdown,
} from "../../../modules/report/previewReport.ts";
import { previewText } from "../../../modules/report/previewText.ts";
import { plainView } from "../../../modules/report/view.ts";
import { finding } from "../../helpers/reports.ts";

type Change = PreviewReport["changes"][number];

const change = (overrides: Partial<Change> = {}): Change => ({
  op: "create",
  type: "activation:index:SrvRecord",
  name: "kms-1",
  paths: [],
  ...overrides,
});
const preview = (overrides: Partial<PreviewReport> = {}): PreviewReport => ({
  complete: true,
  environment: "test",
  changes: [],
  findings: [],
  warnings: [],
  problems: [],
  ...overrides,
});

describe("counted changes", () => {
  it("say so where there are none", () => {
    expect(counted([])).toBe("no changes");
    expect(countedDone([])).toBe("no changes");
  });

  it("name what there is, in one order, and nothing else", () => {
    const ops = ["delete", "create", "update", "create"] as const;
    expect(counted(ops.map((op) => change({ op })))).toBe("2 to create, 1 to update, 1 to delete");
    expect(counted([change({ op: "replace" })])).toBe("1 to replace");
    expect(countedDone(ops.map((op) => change({ op })))).toBe("2 created, 1 updated, 1 deleted");
    expect(countedDone([change({ op: "replace" })])).toBe("1 replaced");
  });
});

describe("previewText", () => {
  it("has what would change first, then what the rules find, and last what stops it", () => {
    const report = preview({
      changes: [change(), change({ op: "delete" })],
      findings: [finding()],
      problems: ["boom"],
    });
    expect(previewText(report, plainView).split("\n")).toEqual([
      "test: 1 to create, 1 to delete",
      "  create  activation:index:SrvRecord kms-1",
      "  delete  activation:index:SrvRecord kms-1",
      "",
      "mandatory (1)",
      expect.stringMatching(/^x\.yaml:88:5: KMS-THR-01: /),
      "",
      "1 mandatory, 0 advisory, 0 unknown",
      "boom",
      "",
    ]);
  });
});

describe("previewMarkdown", () => {
  it("is a heading and a count where nothing changes", () => {
    expect(previewMarkdown(preview()).split("\n").slice(0, 3)).toEqual([
      "## Activation preview: test",
      "",
      "**no changes**",
    ]);
  });

  it("has a row for each change, with the properties that differ", () => {
    const text = previewMarkdown(preview({ changes: [change({ op: "update", paths: ["port", "ttl"] })] }));
    expect(text).toContain("**1 to update**");
    expect(text).toMatch(/\| ?update ?\| ?`kms-1` ?\| ?`activation:index:SrvRecord` ?\| ?`port` `ttl` ?\|/);
  });

  it("lists what stops the change, and cannot be broken by what it says", () => {
    const text = previewMarkdown(
      preview({ environment: "a*b", problems: ["zone x would lose 4 of its 10 *records*"] }),
    );
    expect(text).toContain("## Activation preview: a\\*b");
    expect(text).toContain("- zone x would lose 4 of its 10 \\*records\\*");
  });

  it("ends with what the rules found", () => {
    const text = previewMarkdown(preview({ findings: [finding()] }));
    expect(text).toContain("KMS-THR-01");
  });
});

describe("previewJson", () => {
  it("has the version of the format, and everything of the report", () => {
    const report = preview({ changes: [change()], findings: [finding()], problems: ["boom"] });
    expect(JSON.parse(previewJson(report))).toEqual({ schemaVersion: 1, ...report });
  });
});
