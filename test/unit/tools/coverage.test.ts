import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rows } from "../../../modules/plan/rows.ts";
import { catalogue } from "../../../modules/rules/catalogue.ts";
import { coveragePage, prescriptions } from "../../../tools/coverage/page.ts";

const read = (page: string): string => readFileSync(new URL(`../../../docs/${page}`, import.meta.url), "utf8");
const decisions = read("decisions.md");
/** Every name that prescriptions give to a kind of carrier, each once. */
const names = (kind: "rows" | "rules" | "terms" | "readings"): string[] => [
  ...new Set(prescriptions.flatMap((one) => one[kind] ?? [])),
];

describe("the coverage of Microsoft's plan", () => {
  it("stands in docs/ as it is generated now", () => {
    // Written anew by `npm run gen`.
    expect(read("coverage-of-the-plan.md")).toBe(coveragePage());
  });

  it("says of every sentence what carries it, or why nothing does", () => {
    for (const one of prescriptions) {
      const carriers = [one.rows, one.rules, one.terms, one.readings, one.how, one.none];
      expect(
        carriers.some((carrier) => carrier !== undefined && carrier.length > 0),
        one.says,
      ).toBe(true);
    }
  });

  it("names no sentence twice", () => {
    expect(new Set(prescriptions.map(({ says }) => says)).size).toBe(prescriptions.length);
  });

  it("names only rows that the decision table has, and each of them but D00, which is ours", () => {
    expect(names("rows").toSorted()).toEqual(rows.map((row) => row.id).filter((id) => id !== "D00"));
  });

  it.each(names("rules"))("names the rule %s, which the catalogue has", (id) => {
    expect(catalogue.map((rule) => rule.id)).toContain(id);
  });

  it.each(names("terms"))("names the term %s, which docs/decisions.md defines", (term) => {
    expect(decisions).toContain(`**${term}**`);
  });

  it.each(names("readings"))("names the reading %s, which docs/decisions.md has", (id) => {
    expect(decisions).toMatch(new RegExp(`^\\| (?:[^|]*, )?${id}(?:, [^|]*)? +\\|`, "m"));
  });
});
