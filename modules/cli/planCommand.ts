import { planJson } from "../report/planJson.ts";
import type { PlanReport } from "../report/planReport.ts";
import { type FailOn, failing } from "../rules/run.ts";
import { checkFile } from "./checkFile.ts";
import type { Format } from "./define.ts";
import type { Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation plan` was asked for. */
export interface PlanInput {
  readonly file: string;
  /** Path of an older file: show what changes from it instead of the plan. */
  readonly against?: string;
  readonly format: Format;
  readonly failOn: FailOn;
}

/** Prints the plan of a topology file, or what changes. @returns 1 where a finding reaches `failOn`, else 0 */
export async function planCommand({ file, against, format, failOn }: PlanInput, io: Io): Promise<number> {
  if (against !== undefined) {
    return (await import("./planDifferenceCommand.ts")).planDifferenceCommand({ file, against, format }, io);
  }
  const { world, findings } = await checkFile(file, io);
  const { facts, plan } = world;
  io.write(await render({ facts, plan, findings }, format, io));
  return failing(findings, facts, failOn) ? 1 : 0;
}

async function render(report: PlanReport, format: Format, io: Io): Promise<string> {
  if (format === "json") return planJson(report);
  if (format === "markdown") return (await import("../report/planMarkdown.ts")).planMarkdown(report);
  return (await import("../report/planText.ts")).planText(report, viewOf(io));
}
