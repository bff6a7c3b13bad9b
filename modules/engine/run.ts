import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { EngineError } from "./engineError.ts";
import { type EngineEvent, wasAsked } from "./events.ts";
import { shielded } from "./interruption.ts";
import type { Project } from "./project.ts";
import { noEngine } from "./remedies.ts";

export type EngineCommand = "preview" | "up" | "refresh" | "destroy";

export interface EngineRun {
  readonly command: EngineCommand;
  readonly exitCode: number;
  readonly events: readonly EngineEvent[];
  /** What the engine printed to stderr: errors of the command itself, such as a busy lock. */
  readonly stderr: string;
  /** `asked`: in order, after Ctrl-C, SIGTERM or `pulumi cancel`. `killed`: with no chance to put anything in order. */
  readonly ended: "itself" | "asked" | "killed";
}

export interface EngineOptions {
  readonly args?: readonly string[];
  /** True: the engine's own display on this terminal. */
  readonly show: boolean;
}

/** Nothing of an engine run needs the internet but the providers themselves. */
const quiet = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DEBUG_COMMANDS: "true" };
/** Exit code of an engine that was asked to end and had nothing under way. */
const cancelled = 8;
/** Milliseconds after which an engine that was asked to end has said so. */
const heard = 300;

/**
 * Runs one command of the engine on the stack of a project, with the policy pack.
 *
 * Checkpoints are off where nothing changes: the engine would write the whole snapshot after each step of a preview.
 * They stay on for `up` and `destroy`, where they are what survives a kill.
 *
 * @throws {EngineError} Where there is no engine, or where a command that only reads was asked to end.
 */
export async function runEngine(command: EngineCommand, project: Project, options: EngineOptions): Promise<EngineRun> {
  const dir = await mkdtemp(path.join(tmpdir(), "activation-"));
  const log = path.join(dir, "events.jsonl");
  let engine: ReturnType<typeof start> | undefined;
  const work = () => {
    engine = start(command, project, options, log);
    return engine;
  };
  try {
    const { result, interrupted } = await shielded(work, () => engine && passOn(engine, log));
    if (result.code === "ENOENT") throw new EngineError(noEngine);
    const events = await eventsIn(log);
    const ended = endOf(result, interrupted || wasAsked(events));
    if (ended === "asked" && reads(command)) throw new EngineError("interrupted; nothing was changed");
    return {
      command,
      exitCode: result.exitCode ?? 1,
      events,
      stderr: result.stderr ?? "",
      ended,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const reads = (command: EngineCommand): boolean => command === "preview" || command === "refresh";

function start(command: EngineCommand, project: Project, options: EngineOptions, log: string) {
  return execa("pulumi", argsOf(command, project, options, log), {
    cwd: project.dir,
    env: { ...quiet, ...(reads(command) ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {}) },
    stdin: options.show ? "inherit" : "ignore",
    stdout: options.show ? "inherit" : "ignore",
    stderr: options.show ? ["inherit", "pipe"] : "pipe",
    reject: false,
  });
}

/**
 * Passes a SIGTERM on, unless the engine has had it too, because all processes here were told to end: a second one
 * would make it drop what it does.
 */
async function passOn(engine: ReturnType<typeof start>, log: string): Promise<void> {
  await sleep(heard);
  if (!wasAsked(await eventsIn(log))) engine.kill("SIGTERM");
}

function endOf({ signal, exitCode }: { signal?: string; exitCode?: number }, interrupted: boolean): EngineRun["ended"] {
  // An engine that has only just started knows no order yet, and has begun nothing: Ctrl-C simply ends it.
  if (signal !== undefined && signal !== "SIGINT" && signal !== "SIGTERM") return "killed";
  return interrupted || signal !== undefined || exitCode === cancelled ? "asked" : "itself";
}

function argsOf(command: EngineCommand, project: Project, options: EngineOptions, log: string): string[] {
  // A refresh declares nothing that rules could judge.
  const policies = command === "refresh" ? [] : ["--policy-pack", project.policyPack];
  const colour = options.show ? [] : ["--non-interactive", "--color", "never"];
  return [command, "--stack", project.stack, "--event-log", log, ...policies, ...colour, ...(options.args ?? [])];
}

/** The events of a log, which may end in half a line. */
async function eventsIn(log: string): Promise<EngineEvent[]> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as EngineEvent];
    } catch {
      return [];
    }
  });
}
