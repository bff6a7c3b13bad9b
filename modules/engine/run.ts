import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { EngineError } from "./engineError.ts";
import { type EngineEvent, errorsOf } from "./events.ts";
import type { Project } from "./project.ts";

export type EngineCommand = "preview" | "up" | "refresh" | "destroy";

export interface EngineRun {
  readonly exitCode: number;
  readonly events: readonly EngineEvent[];
  /** What the engine printed to stderr: errors of the command itself, such as a busy lock. */
  readonly stderr: string;
  /** True where a person or a supervisor ended it. */
  readonly interrupted: boolean;
}

export interface EngineOptions {
  readonly args?: readonly string[];
  /** True: the engine's own display on this terminal. */
  readonly show: boolean;
  /** Run without the policy pack; only for reading. */
  readonly withoutPolicies?: boolean;
}

/** Nothing of an engine run needs the internet but the providers themselves. */
const quiet = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DEBUG_COMMANDS: "true" };

/**
 * Runs one command of the engine on the stack of a project, with the policy pack.
 *
 * Checkpoints are off where nothing changes: the engine would write the whole snapshot after each step of a preview.
 * They stay on for `up` and `destroy`, where they are what survives a kill.
 */
export async function runEngine(command: EngineCommand, project: Project, options: EngineOptions): Promise<EngineRun> {
  const reads = command === "preview" || command === "refresh";
  const dir = await mkdtemp(path.join(tmpdir(), "activation-"));
  const log = path.join(dir, "events.jsonl");
  const stay = () => undefined; // a Ctrl-C reaches the engine too, which ends in order; we wait for it
  process.on("SIGINT", stay);
  try {
    const done = await execa("pulumi", argsOf(command, project, options, log), {
      cwd: project.dir,
      env: { ...quiet, ...(reads ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {}) },
      stdin: options.show ? "inherit" : "ignore",
      stdout: options.show ? "inherit" : "ignore",
      stderr: options.show ? ["inherit", "pipe"] : "pipe",
      reject: false,
    });
    if (done.code === "ENOENT") throw new EngineError(missing);
    return {
      exitCode: done.exitCode ?? 1,
      events: eventsIn(await readFile(log, "utf8").catch(() => "")),
      stderr: done.stderr ?? "",
      interrupted: done.signal !== undefined || done.exitCode === 8,
    };
  } finally {
    process.off("SIGINT", stay);
    await rm(dir, { recursive: true, force: true });
  }
}

function argsOf(command: EngineCommand, project: Project, options: EngineOptions, log: string): string[] {
  const policies =
    command === "refresh" || options.withoutPolicies === true ? [] : ["--policy-pack", project.policyPack];
  const colour = options.show ? [] : ["--non-interactive", "--color", "never"];
  return [command, "--stack", project.stack, "--event-log", log, ...policies, ...colour, ...(options.args ?? [])];
}

/** A log of a killed engine may end in half a line. */
function eventsIn(text: string): EngineEvent[] {
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as EngineEvent];
    } catch {
      return [];
    }
  });
}

const missing = "no `pulumi` on PATH; run `npm start` once, which brings it, or install Pulumi 3.255 or later";

/**
 * Why a run failed: the errors that it reported, what it printed to stderr, and what helps; each thing once.
 *
 * @param shown - True where the engine had the terminal, so that its stderr has been read already.
 */
export function failureOf(run: EngineRun, project: Project, shown: boolean): readonly string[] {
  const printed = shown ? [] : [run.stderr.trim()];
  const remedy = remedyFor(run, project);
  const said = [...errorsOf(run.events), ...printed, ...(remedy === undefined ? [] : [remedy])];
  return [...new Set(said)].filter((text) => text !== "");
}

/** What a person can do about a run that failed, where the engine's own words do not say it. */
function remedyFor(run: EngineRun, project: Project): string | undefined {
  const said = run.stderr + run.events.map((e) => e.diagnosticEvent?.message ?? "").join("\n");
  if (/currently locked by/.test(said))
    return `another run holds the stack; wait for it, or, if it was killed, free it with \`pulumi cancel --yes --stack ${project.stack}\` and run the same command again`;
  if (run.interrupted)
    return `interrupted; what was done is in the state: run \`activation up ${project.stack}\` again to go on`;
  if (/incorrect passphrase|passphrase must be set/.test(said))
    return "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of this stack";
  return undefined;
}
