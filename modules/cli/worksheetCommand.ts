import type { Plan } from "../plan/decision.ts";
import { planTopology } from "../plan/plan.ts";
import { worksheetJson } from "../report/worksheetJson.ts";
import { parseTopology } from "../topology/parse.ts";
import type { Format } from "./define.ts";
import type { Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation worksheet` was asked for. */
export interface WorksheetInput {
  readonly file: string;
  readonly format: Format;
}

/**
 * Prints Table 1 of a topology file; whether its totals are those of the licence is for `check` to judge.
 *
 * @returns 0
 */
export async function worksheetCommand({ file, format }: WorksheetInput, io: Io): Promise<number> {
  const { topology } = parseTopology(await io.readFile(file), file);
  io.write(await render(planTopology(topology.facts), format, io));
  return 0;
}

async function render(plan: Plan, format: Format, io: Io): Promise<string> {
  if (format === "json") return worksheetJson(plan);
  if (format === "markdown") return (await import("../report/worksheetMarkdown.ts")).worksheetMarkdown(plan);
  return (await import("../report/worksheetText.ts")).worksheetText(plan, viewOf(io));
}
