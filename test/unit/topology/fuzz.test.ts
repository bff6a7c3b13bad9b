import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseTopology } from "../../../modules/topology/parse.ts";
import { type Problem, TopologyError } from "../../../modules/topology/problem.ts";
import { findProductKeys } from "../../../modules/topology/productKeys.ts";
import { damaged, restructured } from "./mutations.ts";
import { madeUpKey } from "./parsing.ts";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const example = read("examples/enterprise.topology.yaml");
const small = read("examples/small.topology.yaml");
const page = [...read("docs/topology.md").matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block).join("\n");
const key = madeUpKey();
const withKey = small.replace("environment: ", `environment: ${key} #`);

const texts = [
  small,
  small,
  small,
  small,
  withKey,
  JSON.stringify(parse(small), null, 2),
  JSON.stringify(parse(page)),
  page,
  example,
];

/** What became of a text: a model, or problems. Any other error is a crash. */
function outcome(text: string): "accepted" | readonly Problem[] {
  try {
    parseTopology(text, "t.yaml").places.of("sites.hq.cohorts");
    return "accepted";
  } catch (error) {
    if (error instanceof TopologyError) return error.problems;
    throw error;
  }
}

/** Checks one mutated file; true where it was accepted. */
function judge(text: string): boolean {
  const problems = outcome(text);
  if (problems === "accepted") {
    expect(findProductKeys(text)).toEqual([]);
    return true;
  }
  expect(problems.length).toBeGreaterThan(0);
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const outside = problems.filter(
    ({ line, column }) => !(column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1),
  );
  expect(outside).toEqual([]);
  const vague = problems.filter(({ path, message }) => path === "" || !message.includes("; "));
  expect(vague).toEqual([]);
  const said = JSON.stringify(problems);
  expect(findProductKeys(said)).toEqual([]);
  expect(said.includes(key)).toBe(false);
  return false;
}

describe("ten thousand mutated files", () => {
  it("6,500 damaged as texts are accepted, or refused at a place in the text", () => {
    let accepted = 0;
    const law = fc.property(damaged(texts), (text) => {
      if (judge(text)) accepted++;
    });
    fc.assert(law, { numRuns: 6500, seed: 20_261_124 });
    expect(accepted).toBeGreaterThan(100);
    expect(accepted).toBeLessThan(6000);
  }, 120_000);

  it("3,500 damaged in their structure are accepted, or refused at a place in the text", () => {
    let accepted = 0;
    const law = fc.property(restructured([parse(small), parse(small), parse(page)]), (text) => {
      if (judge(text)) accepted++;
    });
    fc.assert(law, { numRuns: 3500, seed: 20_261_124 });
    expect(accepted).toBeGreaterThan(100);
    expect(accepted).toBeLessThan(3000);
  }, 120_000);
});
