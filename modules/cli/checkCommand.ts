import { findingsJson } from "../report/findingsJson.ts";
import type { Finding } from "../rules/rule.ts";
import { type FailOn, failing } from "../rules/run.ts";
import type { Facts } from "../topology/model.ts";
import { type Checked, checkFile } from "./checkFile.ts";
import type { Format } from "./define.ts";
import { CliError, type Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation check` was asked for: one of file and state. */
export interface CheckInput {
  readonly file: string | undefined;
  /** Path of an exported stack. */
  readonly state?: string;
  readonly format: Format;
  readonly failOn: FailOn;
}

/** Prints what the rules find. @returns 1 where a finding reaches `failOn`, else 0 */
export async function checkCommand(input: CheckInput, io: Io): Promise<number> {
  const { world, findings } = await checked(input, io);
  io.write(await render(world.facts, findings, input, io));
  return failing(findings, world.facts, input.failOn) ? 1 : 0;
}

async function checked({ file, state }: CheckInput, io: Io): Promise<Checked> {
  if ((file === undefined) === (state === undefined)) {
    throw new CliError("name what to check: either a topology file, or --state and an exported stack");
  }
  if (file !== undefined) return checkFile(file, io);
  return (await import("./checkState.ts")).checkState(state ?? "", io);
}

async function render(
  { environment, policy }: Facts,
  findings: readonly Finding[],
  { format, file }: CheckInput,
  io: Io,
): Promise<string> {
  switch (format) {
    case "json":
      return findingsJson(environment, findings);
    case "markdown":
      return (await import("../report/findingsMarkdown.ts")).findingsMarkdown(environment, findings);
    case "sarif":
      return (await import("./sarif.ts")).sarifOf(findings);
    case "junit":
    case "github":
    case "azure-devops": {
      const { checkForCi } = await import("./ciReports.ts");
      const judged = { what: file === undefined ? "stack" : "file", settings: policy.rules } as const;
      return checkForCi(format, environment, findings, judged);
    }
    default:
      return (await import("../report/findingsText.ts")).findingsText(findings, viewOf(io));
  }
}
