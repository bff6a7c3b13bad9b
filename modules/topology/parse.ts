import { crossChecks } from "./crossChecks.ts";
import { type Draft, inOrder, placed } from "./draft.ts";
import type { Topology } from "./model.ts";
import { normalise } from "./normalise.ts";
import { otherVersion } from "./otherVersion.ts";
import { formatPath } from "./places.ts";
import { type Places, type Problem, TopologyError } from "./problem.ts";
import { findProductKeys, holdsProductKey } from "./productKeys.ts";
import { quickValue } from "./quickValue.ts";
import { parseText, TextPlaces } from "./syntax.ts";
import type { TopologyFile } from "./topology.gen.ts";
// biome-ignore lint/correctness/useImportExtensions: it takes the declarations beside the module for the module.
import { validate } from "./validate.gen.mjs";
import { schemaDrafts } from "./wording.ts";

/** A file that is in order: the model with defaults applied, and where its parts stand in the file. */
interface Parsed {
  readonly topology: Topology;
  readonly places: Places;
}

/**
 * Reads a topology, YAML or JSON, into the validated model.
 *
 * @param text - The document; a byte order mark is ignored.
 * @param file - Name used in messages only; nothing is read from disk.
 * @throws {TopologyError} With every problem of the first kind found: syntax, then schema, then names and references.
 *   Product keys that are not public are named together with the first kind, masked to their last five characters.
 */
export function parseTopology(text: string, file: string): Parsed {
  const bare = text.replace(/^\uFEFF/, "");
  return parsedQuickly(bare, file) ?? parsedCarefully(bare, file);
}

/** Most files are in order: only the others have to be read with the place of everything. */
function parsedQuickly(text: string, file: string): Parsed | undefined {
  if (findProductKeys(text).length > 0) return undefined;
  const value = quickValue(text);
  if (value === undefined || !validate(value)) return undefined;
  if (text.includes("\\") && holdsProductKey(value)) return undefined;
  const topologyFile = value as TopologyFile;
  if (crossChecks(topologyFile).length > 0) return undefined;
  return { topology: normalise(topologyFile), places: new TextPlaces(text, file) };
}

function parsedCarefully(text: string, file: string): Parsed {
  const { places, value, syntaxProblems, keyProblems } = parseText(text, file);
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length > 0) throw new TopologyError(file, inOrder(problems));
  };

  if (syntaxProblems.length > 0) refuse([...keyProblems, ...syntaxProblems]);
  const unreadable = value === null || value === undefined ? emptyFile : otherVersion(value);
  if (unreadable !== undefined) refuse([...keyProblems, ...placed([unreadable], places)]);

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
