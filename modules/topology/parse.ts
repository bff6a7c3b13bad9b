import { crossChecks } from "./crossChecks.ts";
import { type Draft, inOrder, placed } from "./draft.ts";
import type { Topology } from "./model.ts";
import { normalise } from "./normalise.ts";
import { formatPath } from "./places.ts";
import { type Places, type Problem, TopologyError } from "./problem.ts";
import { parseText } from "./syntax.ts";
import type { TopologyFile } from "./topology.gen.ts";
// biome-ignore lint/correctness/useImportExtensions: it takes the declarations beside the module for the module.
import { validate } from "./validate.gen.mjs";
import { schemaDrafts } from "./wording.ts";

/**
 * Reads topology YAML into the validated model.
 *
 * @param text - The YAML document; a byte order mark is ignored.
 * @param file - Name used in messages only; nothing is read from disk.
 * @returns The model with defaults applied, and where its parts stand in the file.
 * @throws {TopologyError} With every problem of the first kind found: syntax, then schema, then names and references.
 *   Product keys that are not public are named together with the first kind, masked to their last five characters.
 */
export function parseTopology(text: string, file: string): { topology: Topology; places: Places } {
  const { places, value, syntaxProblems, keyProblems } = parseText(text.replace(/^\uFEFF/, ""), file);
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length > 0) throw new TopologyError(file, inOrder(problems));
  };

  if (syntaxProblems.length > 0) refuse([...keyProblems, ...syntaxProblems]);
  if (value === null || value === undefined) refuse([...keyProblems, ...placed([emptyFile], places)]);

  // Nothing more is said about a value that holds a product key.
  const withKey = new Set(keyProblems.map((problem) => problem.path));
  const wrong = validate(value) ? [] : schemaDrafts(validate.errors ?? [], value);
  refuse([
    ...keyProblems,
    ...placed(
      wrong.filter((draft) => !withKey.has(formatPath(draft.target ?? draft.path))),
      places,
    ),
  ]);

  const topologyFile = value as TopologyFile;
  refuse(placed(crossChecks(topologyFile), places));
  return { topology: normalise(topologyFile), places };
}

const emptyFile: Draft = { path: [], message: "is empty; start with version: 1, environment and sites" };
