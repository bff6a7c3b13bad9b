import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTopology } from "../../../modules/topology/parse.ts";
import { type Problem, TopologyError } from "../../../modules/topology/problem.ts";

const example = readFileSync(new URL("../../../examples/enterprise.topology.yaml", import.meta.url), "utf8");
const lines = example.split("\n");

/** The problems of a text, none where it is accepted; any other error is a fault of the parser. */
function problemsIn(text: string): readonly Problem[] {
  try {
    parseTopology(text, "t.yaml");
    return [];
  } catch (error) {
    if (error instanceof TopologyError) return error.problems;
    throw error;
  }
}

const liesIn = (text: string) => (problem: Problem) => {
  const line = text.split("\n")[problem.line - 1];
  return line !== undefined && problem.column >= 1 && problem.column <= line.length + 1;
};

/** The example with some stretch of a line cut out or replaced. */
const damaged = fc
  .record({
    line: fc.nat({ max: lines.length - 1 }),
    at: fc.nat({ max: 120 }),
    length: fc.nat({ max: 12 }),
    put: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("", "\t", "[", "}", ": ", "*x", "&a ", "null", "- ", "0", '"'),
    ),
  })
  .map(({ line, at, length, put }) =>
    lines.with(line, (lines[line] ?? "").slice(0, at) + put + (lines[line] ?? "").slice(at + length)).join("\n"),
  );

describe("whatever the text", () => {
  it("each problem of a damaged file lies within it, and says what is wrong and what helps", () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const problems = problemsIn(text);
        expect(problems.filter((problem) => !liesIn(text)(problem))).toEqual([]);
        expect(problems.filter((problem) => problem.path === "" || !problem.message.includes("; "))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("the parser answers with a model or with problems", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => problemsIn(text).every(liesIn(text))),
    );
  });

  it("any value in any place is accepted or refused at a place of the file", () => {
    const value = fc.json({ maxDepth: 2 });
    const place = fc.constantFrom(
      "keys",
      "zones",
      "forests",
      "kmsHosts",
      "azure",
      "licensed",
      "policy",
      "suppressions",
    );
    fc.assert(
      fc.property(place, value, (name, json) => {
        const text = `version: 1\nenvironment: test\nsites: { hq: { kind: core } }\n${name}: ${json}\n`;
        return problemsIn(text).every(liesIn(text));
      }),
      { numRuns: 300 },
    );
  });

  it("the same text gives the same model", () => {
    expect(parseTopology(example, "a").topology).toEqual(parseTopology(example, "b").topology);
  });

  it("the model is plain JSON", () => {
    const { topology } = parseTopology(example, "a");
    expect(JSON.parse(JSON.stringify(topology))).toEqual(topology);
  });
});
