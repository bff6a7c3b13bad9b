import { expect } from "vitest";
import { sarifProblems } from "./schemas.ts";

// What the schema leaves open and code hosts need.

const text = { text: expect.stringMatching(/\S/) };
const level = expect.stringMatching(/^(error|warning|note)$/);
const resultLevel = expect.stringMatching(/^(error|warning|note|none)$/);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly { readonly physicalLocation: { readonly region: object } }[];
}

/**
 * Holds a log to the standard: its schema, one run, every rule described, each result with a rule, a level, a message
 * and a place.
 *
 * @param file - URI of the file that every result must point into.
 * @returns The ids of the rules that have results.
 */
export function rulesInSarif(log: unknown, file: string): readonly string[] {
  expect(sarifProblems(log)).toEqual([]);
  expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
  const { runs } = log as { runs: { tool: { driver: { rules: { id: string }[] } }; results: Result[] }[] };
  expect(runs).toHaveLength(1);
  const rules = runs.flatMap((run) => run.tool.driver.rules);
  const described = { id: expect.any(String), shortDescription: text, help: text, defaultConfiguration: { level } };
  for (const rule of rules) expect(rule).toMatchObject(described);
  const results = runs.flatMap((run) => run.results);
  for (const result of results) {
    expect(result).toMatchObject({ level: resultLevel, message: text, partialFingerprints: expect.any(Object) });
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const region = { startLine: expect.any(Number), startColumn: expect.any(Number) };
    expect(result.locations).toMatchObject([{ physicalLocation: { artifactLocation: { uri: file }, region } }]);
  }
  return [...new Set(results.map(({ ruleId }) => ruleId))];
}
