import { changesOf } from "../engine/events.ts";
import { failureOf } from "../engine/failure.ts";
import type { Project } from "../engine/project.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { freeStaleLock } from "../engine/staleLock.ts";
import { countedDone } from "../report/previewReport.ts";
import { previewText } from "../report/previewText.ts";
import { confirm } from "./confirm.ts";
import { couldNotRun } from "./couldNotRun.ts";
import { type Environment, openEnvironment } from "./environment.ts";
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
  if (preview.exitCode === 2) return couldNotRun(input.environment, preview, io);
  io.write(previewText({ environment: input.environment, complete: true, ...preview }, viewOf(io)));
  if (preview.exitCode !== 0) return preview.exitCode;
  const isSame = preview.changes.length === 0;
  if (input.expectNoChanges === true) {
    if (!isSame) io.writeError("no changes were expected; nothing was changed\n");
    return isSame ? 0 : 1;
  }
  // What no preview shows is recorded all the same: the facts that the Estate carries, and protection taken off.
  if (!isSame && input.yes !== true && !(await agreed(input.environment, io))) return 0;
  return update(environment, show, io);
}

/** @throws {CliError} after a Ctrl-C */
async function agreed(name: string, io: Io): Promise<boolean> {
  const answer = await confirm(`Bring ${name} to this?`);
  if (answer === "interrupted") throw new CliError("interrupted; nothing was changed");
  if (answer === "no") io.writeError("nothing was changed\n");
  return answer === "yes";
}

async function update({ project }: Environment, show: boolean, io: Io): Promise<0 | 2> {
  io.progress(`updating ${project.stack} ...\n`);
  const run = await updated(project, show, io);
  if (run.exitCode !== 0) {
    io.writeError(`${failureOf(run, project, show).join("\n")}\n`);
    return 2;
  }
  io.write(`${project.stack}: done, ${countedDone(changesOf(run.events))}\n`);
  return 0;
}

/** Updates; a second time where a run that was killed still held the stack. Nobody can have changed it since the preview. */
async function updated(project: Project, show: boolean, io: Io): Promise<EngineRun> {
  const update = () => runEngine("up", project, { show, args: ["--yes", "--skip-preview"] });
  const run = await update();
  return (await freeStaleLock(run, project, io.writeError)) ? update() : run;
}
