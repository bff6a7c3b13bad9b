import { createInterface } from "node:readline/promises";
import { changesOf } from "../engine/events.ts";
import { failureOf, runEngine } from "../engine/run.ts";
import { countedDone } from "../report/previewReport.ts";
import { previewText } from "../report/previewText.ts";
import { openEnvironment } from "./environment.ts";
import { CliError, type Io } from "./io.ts";
import { previewed } from "./previewed.ts";
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
  io.write(previewText({ environment: input.environment, ...preview }, viewOf(io)));
  if (preview.exitCode !== 0) return preview.exitCode;
  const isSame = preview.changes.length === 0;
  if (input.expectNoChanges === true) {
    if (!isSame) io.writeError("no changes were expected; nothing was changed\n");
    return isSame ? 0 : 1;
  }
  // What no preview shows is recorded all the same: the facts that the Estate carries, and protection taken off.
  if (!isSame && input.yes !== true && !(await confirmed(input.environment))) return 0;
  io.progress(`updating ${input.environment} ...\n`);
  const run = await runEngine("up", environment.project, { show, args: ["--yes", "--skip-preview"] });
  if (run.exitCode === 0) {
    io.write(`${input.environment}: done, ${countedDone(changesOf(run.events))}\n`);
    return 0;
  }
  io.writeError(`${failureOf(run, environment.project, show).join("\n")}\n`);
  return 2;
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
