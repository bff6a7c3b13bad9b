import type { Topology } from "../../../modules/topology/model.ts";
import { parseTopology } from "../../../modules/topology/parse.ts";
import { formatProblem, type Problem, TopologyError } from "../../../modules/topology/problem.ts";

/** The problems of a text that must be refused. */
export function problemsOf(text: string): readonly Problem[] {
  try {
    parseTopology(text, "t.yaml");
  } catch (error) {
    if (error instanceof TopologyError) return error.problems;
    throw error;
  }
  throw new Error("the text was accepted");
}

/** The same as `t.yaml:line:col: path: message`. */
export const refusalsOf = (text: string): string[] => problemsOf(text).map(formatProblem);

/** The model of a text that must be accepted. */
export const modelOf = (text: string): Topology => parseTopology(text, "t.yaml").topology;

/** A file with one core site and whatever is added behind it, from line 5 on. */
export const withSite = (more: string): string =>
  `version: 1
environment: test
sites:
  hq: { kind: core, suffixes: [corp.example] }
${more}`;

/** A file whose one core site has these lines below it, from line 5 on, indented by four. */
export const inSite = (more: string): string =>
  `version: 1
environment: test
sites:
  hq:
${more.replaceAll(/^/gm, "    ")}`;

/** Something of the shape of a product key that nobody has: made here, so that no file holds one. */
export const madeUpKey = (last = "QRTVW"): string => ["BCDFG", "HJKMP", "23467", "89BCD", last].join("-");
