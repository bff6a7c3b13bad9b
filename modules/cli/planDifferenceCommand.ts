import { planDifference } from "../explain/difference.ts";
import { differenceJson } from "../report/differenceJson.ts";
import { parseTopology } from "../topology/parse.ts";
import type { Format } from "./define.ts";
import type { Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation plan FILE --against OLD` was asked for. */
export interface DifferenceInput {
  readonly file: string;
  /** Path of the older file. */
  readonly against: string;
  readonly format: Format;
}

/** Prints what leads from the plan of an older file to that of a newer one, and judges none of it. @returns 0 */
export async function planDifferenceCommand({ file, against, format }: DifferenceInput, io: Io): Promise<number> {
  const facts = async (path: string) => parseTopology(await io.readFile(path), path).topology.facts;
  const difference = planDifference(await facts(against), await facts(file));
  if (format === "json") io.write(differenceJson(difference));
  else if (format === "markdown") {
    io.write((await import("../report/differenceMarkdown.ts")).differenceMarkdown(difference));
  } else io.write((await import("../report/differenceText.ts")).differenceText(difference, viewOf(io)));
  return 0;
}
