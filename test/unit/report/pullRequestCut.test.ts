import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted, type Section } from "../../../modules/report/pullRequestCut.ts";

const section = (title: string, rows: number, width = 20): Section => ({
  title,
  titles: ["What", "N"],
  rows: Array.from({ length: rows }, (_, i) => [`${title}-${i}-${"x".repeat(width)}`, String(i)]),
  right: ["N"],
});
const rowsOf = (text: string, title: string) => text.split("\n").filter((line) => line.startsWith(`|${title}-`));
const head = "**verdict** <!-- activation: test -->\n";

describe("fitted", () => {
  it("leaves everything as it is where that fits, to the last character", () => {
    const sections = [section("a", 3), section("b", 2)];
    const all = fitted(head, sections, Number.POSITIVE_INFINITY);
    expect(fitted(head, sections, all.length)).toBe(all);
    expect(fitted(head, sections, all.length - 1).length).toBeLessThan(all.length);
    expect(all).not.toContain("left out");
  });

  it("gives room to earlier sections, and keeps the heading of the others with the number of their rows", () => {
    const text = fitted(head, [section("a", 8), section("b", 400)], 3000);
    expect(rowsOf(text, "a")).toHaveLength(8);
    const shown = rowsOf(text, "b").length;
    expect(shown).toBeGreaterThan(20);
    expect(text).toContain(`${400 - shown} rows are left out here; the file summary.md`);
    expect(text.length).toBeGreaterThan(2900);
  });

  it("says that one row is left out in the singular", () => {
    const all = fitted(head, [section("a", 5, 300)], Number.POSITIVE_INFINITY);
    expect(fitted(head, [section("a", 5, 300)], all.length - 1)).toContain("1 row is left out here");
  });

  it("keeps a section without rows, and its words", () => {
    const text = fitted(
      head,
      [{ title: "Plan", lead: "Nothing changes.", titles: [], rows: [] }, section("b", 99)],
      1000,
    );
    expect(text).toContain("### Plan\n\nNothing changes.\n");
  });

  it("leaves the verdict alone where not even the headings fit", () => {
    const sections = Array.from({ length: 30 }, (_, i) => section(`section-${i}`, 3));
    expect(fitted(head, sections, 1000)).toBe(
      `${head}\n30 sections are left out here; the file summary.md among the artefacts of this run has everything.\n`,
    );
  });

  it("is never longer than the limit, and cuts no row", () => {
    const sections = fc.array(
      fc.record({ title: fc.constantFrom("a", "b", "c"), rows: fc.nat(60), width: fc.nat(400) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(sections, fc.integer({ min: 1000, max: 20_000 }), (drafts, limit) => {
        const all = drafts.map(({ title, rows, width }, i) => section(`${title}${i}`, rows, width));
        const text = fitted(head, all, limit);
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(text.startsWith(head)).toBe(true);
        const whole = new Set(fitted(head, all, Number.POSITIVE_INFINITY).split("\n"));
        for (const line of text.split("\n")) if (!line.includes("left out here")) expect(whole).toContain(line);
      }),
    );
  });
});
