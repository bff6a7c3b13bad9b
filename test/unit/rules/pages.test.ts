import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { ownRule } from "../../../modules/rules/rule.ts";
import { type Example, findingsOf, rulePage } from "../../helpers/rulePages.ts";

// Of the right shape and no key of anybody; the page of KEY-02 has words in the places of key and masked key.
const invented = ["BCDFG", "HJKMP", "QRTVW", "XY234", "6789B"].join("-");
const masked = [...Array.from({ length: 4 }, () => "XXXXX"), "6789B"].join("-");
const withKey = ({ language, text }: Example): Example => ({ language, text: text.replace("<product key>", invented) });

describe("docs/rules", () => {
  it("has a page for each rule, and no other", () => {
    const pages = readdirSync(new URL("../../../docs/rules/", import.meta.url)).filter((file) => file.endsWith(".md"));
    expect(pages.map((file) => file.replace(".md", "")).toSorted()).toEqual(catalogue.map(({ id }) => id).toSorted());
  });
});

describe.each(catalogue)("the page of $id", (rule) => {
  const { text, failing, message, passing } = rulePage(rule.id);

  it("says what the catalogue says", () => {
    expect(text.split("\n")[0]).toBe(`# ${rule.id}`);
    expect(text).toContain(`\n${rule.summary}\n`);
    const reads = rule.reads.map((place) => `\`${place}\``).join(", ");
    const source = rule.source === ownRule ? ownRule : `[${new URL(rule.source).host}](${rule.source})`;
    expect(text.split("\n")[4]).toBe(`Severity: ${rule.severity}. Reads: ${reads}. Source: ${source}.`);
    expect(text).toContain(`\n${rule.remedy}`);
  });

  it("shows what fails and the message that it gives", () => {
    const findings = findingsOf(withKey(failing)).filter((finding) => finding.rule === rule.id);
    expect(findings.map((finding) => finding.message.replace(masked, "<masked key>"))).toEqual([message]);
    expect(findings.map(({ status }) => status)).toEqual(["fail"]);
  });

  it("shows what passes every rule", () => {
    expect(findingsOf(passing).filter(({ status }) => status === "fail")).toEqual([]);
  });
});
