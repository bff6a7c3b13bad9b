import { expect } from "vitest";

// The whole schema of SARIF 2.1.0 is as large as a module of ours; this holds a log to what the standard requires of
// the parts that we write, and knows no other part.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

const text = { text: expect.stringMatching(/\S/) };
const level = expect.stringMatching(/^(error|warning|note)$/);
const natural = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 1;

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly { readonly physicalLocation: { readonly region: object } }[];
}

/**
 * Holds a log to the standard: one run, every rule described, each result with a rule, a level, a message and a place.
 *
 * @param file - URI of the file that every result must point into.
 * @returns The ids of the rules that have results.
 */
export function rulesInSarif(log: unknown, file: string): readonly string[] {
  expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
  const { runs } = log as { runs: { tool: { driver: { rules: { id: string }[] } }; results: Result[] }[] };
  expect(runs).toHaveLength(1);
  const rules = runs.flatMap((run) => run.tool.driver.rules);
  const described = { id: expect.any(String), shortDescription: text, help: text, defaultConfiguration: { level } };
  for (const rule of rules) expect(rule).toMatchObject(described);
  const results = runs.flatMap((run) => run.results);
  for (const result of results) {
    expect(result).toMatchObject({ level, message: text, partialFingerprints: expect.any(Object) });
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(result.locations).toMatchObject([{ physicalLocation: { artifactLocation: { uri: file } } }]);
    expect(Object.values(result.locations[0]?.physicalLocation.region ?? {}).every(natural)).toBe(true);
  }
  return [...new Set(results.map(({ ruleId }) => ruleId))];
}
