import { createInterface } from "node:readline/promises";
import { changesOf, errorsOf } from "../engine/events.ts";
import { remedyFor, runEngine } from "../engine/run.ts";
import { findingsText } from "../report/findingsText.ts";
import { counted } from "../report/previewReport.ts";
import { openEnvironment } from "./environment.ts";
import { CliError, type Io } from "./io.ts";
import { type Previewed, previewed } from "./previewed.ts";
import { viewOf } from "./view.ts";

/** What `activation up` was asked for. */
export interface UpInput {
  readonly environment: string;
  readonly project?: string;
  readonly quiet?: boolean;
  /** Do not ask. */
  readonly yes?: boolean;
  readonly expectNoChanges?: boolean;
  readonly allowRemovals?: boolean;
}

/**
 * Previews, asks, and brings the environment to what the file declares.
 *
 * @returns 0, 1 where rules or guards object or a change came where none was expected, 2 where it could not run.
 */
export async function upCommand(input: UpInput, io: Io): Promise<number> {
  if (input.yes !== true && !io.isTerminal) throw new CliError("nobody is here to confirm; run it with --yes");
  const environment = await openEnvironment(input.environment, input.project, io);
  const show = input.quiet !== true && io.isTerminal;
  io.progress(`previewing ${input.environment} with the policy pack ...\n`);
  const preview = await previewed(environment, { show, allowRemovals: input.allowRemovals === true });
  io.write(summary(input.environment, preview, io));
  if (preview.exitCode !== 0) return preview.exitCode;
  if (preview.changes.length === 0) return 0;
  if (input.expectNoChanges === true) {
    io.writeError("no changes were expected; nothing was changed\n");
    return 1;
  }
  if (input.yes !== true && !(await confirmed(input.environment))) return 0;
  io.progress(`updating ${input.environment} ...\n`);
  const run = await runEngine("up", environment.project, { show, args: ["--yes", "--skip-preview"] });
  if (run.exitCode === 0) {
    io.write(`${input.environment}: done, ${counted(changesOf(run.events)).replaceAll(" to ", " of ")}\n`);
    return 0;
  }
  const said = [...errorsOf(run.events), ...(show ? [] : [run.stderr.trim()]), remedyFor(run, environment.project)];
  io.writeError(`${[...new Set(said)].filter(Boolean).join("\n")}\n`);
  return 2;
}

function summary(name: string, preview: Previewed, io: Io): string {
  const changes = preview.changes.map(({ op, type, name: of }) => `  ${op.padEnd(8)}${type} ${of}\n`).join("");
  const problems = preview.problems.map((problem) => `${problem}\n`).join("");
  return `${name}: ${counted(preview.changes)}\n${changes}\n${findingsText(preview.findings, viewOf(io))}${problems}`;
}

async function confirmed(name: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`Bring ${name} to this? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
