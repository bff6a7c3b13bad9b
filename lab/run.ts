import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { LabError } from "./labError.ts";

/** How a command of the lab is run. */
export interface RunOptions {
  /** Standard input; where passwords go, since an argv is visible to everybody. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command to its end.
 *
 * @returns What it wrote to standard output.
 * @throws {LabError} With the end of what the command wrote, where it failed.
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const [file = "", ...args] = argv;
  const result = await execa(file, args, {
    reject: false,
    ...(options.input === undefined ? { stdin: "ignore" as const } : { input: options.input }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  if (!result.failed) return result.stdout;
  const said = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-8).join("\n  ");
  throw new LabError(`${file} failed (${(result.shortMessage ?? "").replaceAll("\n", " ")})\n  ${said}`);
}

/** A server of the lab, and where it writes what it has to say. */
export interface Server {
  readonly process: ChildProcess;
  readonly log: string;
}

/**
 * Starts a server that outlives this process, its output in a log file.
 *
 * Node's own spawn: a server must keep the file itself, where execa would stay in between as a pipe.
 */
export function startServer(argv: readonly string[], log: string, env: Readonly<Record<string, string>> = {}): Server {
  const out = openSync(log, "a", 0o600);
  const [file = "", ...args] = argv;
  const server = spawn(file, args, { detached: true, stdio: ["ignore", out, out], env: { ...process.env, ...env } });
  closeSync(out);
  server.unref();
  return { process: server, log };
}

/**
 * Asks a server again and again until the asking command succeeds.
 *
 * @throws {LabError} Naming the log to read, where the server has ended or does not answer within a minute.
 */
export async function untilAnswers(server: Server, ask: readonly string[], signal?: AbortSignal): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    const failure = await run(ask, { signal }).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) return;
    signal?.throwIfAborted();
    const ended = server.process.exitCode ?? server.process.signalCode;
    if (ended !== null) throw new LabError(`a server of the lab ended (${ended}); see ${server.log}`);
    if (Date.now() > end)
      throw new LabError(`a server of the lab does not answer; see ${server.log}`, { cause: failure });
    await pause(40);
  }
}
