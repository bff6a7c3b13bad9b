import { type PreviewReport, previewJson, previewMarkdown } from "../report/previewReport.ts";
import { type FailOn, failing } from "../rules/run.ts";
import type { Facts } from "../topology/model.ts";
import { couldNotRun } from "./couldNotRun.ts";
import type { Format } from "./define.ts";
import { openEnvironment } from "./environment.ts";
import type { Io } from "./io.ts";
import { previewed } from "./previewed.ts";
import { viewOf } from "./view.ts";

/** What `activation preview` was asked for. */
export interface PreviewInput {
  readonly environment: string;
  readonly project?: string;
  readonly format: Format;
  readonly failOn: FailOn;
  readonly quiet?: boolean;
  readonly allowRemovals?: boolean;
}

/** Shows what an `up` would do and what the rules say of it. @returns 0, 1 where rules or guards object, 2 */
export async function previewCommand(input: PreviewInput, io: Io): Promise<number> {
  const environment = await openEnvironment(input.environment, input.project, io);
  const show = input.format === "text" && input.quiet !== true && io.isTerminal;
  io.progress(`previewing ${input.environment} with the policy pack ...\n`);
  const result = await previewed(environment, { show, allowRemovals: input.allowRemovals === true });
  const complete = result.exitCode !== 2;
  // SARIF cannot say that it is not complete, and would read as if all were in order; a person reads why on stderr.
  if (!complete && (input.format === "text" || input.format === "sarif"))
    return couldNotRun(input.environment, result, io);
  const report: PreviewReport = {
    environment: input.environment,
    complete,
    changes: result.changes.map(({ op, type, name, paths }) => ({ op, type, name, paths })),
    findings: result.findings,
    warnings: result.warnings,
    problems: result.problems,
  };
  io.write(await render(report, input.format, environment.topology.facts, io));
  const fails = result.exitCode === 0 && failing(result.findings, environment.topology.facts, input.failOn);
  return fails ? 1 : result.exitCode;
}

async function render(report: PreviewReport, format: Format, { policy }: Facts, io: Io): Promise<string> {
  if (format === "json") return previewJson(report);
  if (format === "markdown") return previewMarkdown(report);
  if (format === "sarif") return (await import("./sarif.ts")).sarifOf(report.findings);
  if (format !== "text") return (await import("./ciReports.ts")).previewForCi(format, report, policy.rules);
  return (await import("../report/previewText.ts")).previewText(report, viewOf(io));
}
