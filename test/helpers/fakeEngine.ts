import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished, vi } from "vitest";
import type { EngineEvent } from "../../modules/engine/events.ts";

/** What one command of the engine does instead of working. */
export interface Played {
  /** Events of its log, or the log's text as a kill left it. */
  readonly log?: readonly EngineEvent[] | string;
  readonly exitCode?: number;
  /** Ends the command by SIGKILL once its log is written. */
  readonly killed?: boolean;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Files that it takes away. */
  readonly removes?: readonly string[];
}

/** How the engine was called. */
export interface EngineCall {
  /** Arguments; the path of the event log, which is another one each time, is `LOG`. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** False where the engine was told to write no checkpoints. */
  readonly checkpoints: boolean;
}

/** Plays the files of its own folder: `<command>.<n>.log`, `.stdout`, `.stderr` and `.end`, shell commands; n is the call. */
const program = String.raw`#!/bin/sh
here=$(dirname "$0")
{ echo "$PWD"; echo "skip: $PULUMI_SKIP_CHECKPOINTS"; printf '%s\n' "$@"; echo; } >> "$here/calls"
echo >> "$here/$1.called"
call=$(wc -l < "$here/$1.called")
while [ "$call" -gt 1 ] && [ ! -e "$here/$1.$call.end" ]; do call=$((call - 1)); done
command=$1.$call
while [ $# -gt 1 ]; do
  if [ "$1" = --event-log ]; then cat "$here/$command.log" > "$2"; fi
  shift
done
cat "$here/$command.stdout"
cat "$here/$command.stderr" >&2
. "$here/$command.end"
`;

/**
 * Puts a `pulumi` first on PATH that plays what a test says, and takes it away at the end of the test.
 *
 * @param plays - By command; a command that is not named fails, as an unknown one does. A list: call after call, and
 *   the last of it from then on.
 * @returns A function that gives the calls so far, in order.
 */
export async function fakeEngine(
  plays: Readonly<Record<string, Played | readonly Played[]>>,
): Promise<() => Promise<EngineCall[]>> {
  const dir = await mkdtemp(path.join(tmpdir(), "fake-engine-"));
  const searched = `${dir}${path.delimiter}${process.env.PATH}`;
  vi.stubEnv("PATH", searched);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(dir, { recursive: true });
  });
  await writeFile(path.join(dir, "pulumi"), program, { mode: 0o700 });
  await writeFile(path.join(dir, "calls"), "");
  for (const [command, played] of Object.entries(plays))
    for (const [i, play] of [played].flat().entries()) await writePlay(path.join(dir, `${command}.${i + 1}`), play);
  return async () => callsIn(await readFile(path.join(dir, "calls"), "utf8"));
}

async function writePlay(base: string, { log = [], exitCode = 0, killed, removes, ...said }: Played): Promise<void> {
  const text = typeof log === "string" ? log : log.map((event) => `${JSON.stringify(event)}\n`).join("");
  await writeFile(`${base}.log`, text);
  await writeFile(`${base}.stdout`, said.stdout ?? "");
  await writeFile(`${base}.stderr`, said.stderr ?? "");
  const remove = (removes ?? []).map((file) => `rm -f '${file}'\n`).join("");
  await writeFile(`${base}.end`, `${remove}${killed === true ? "kill -9 $$" : `exit ${exitCode}`}\n`);
}

function callsIn(text: string): EngineCall[] {
  return text
    .split("\n\n")
    .filter((call) => call !== "")
    .map((call) => {
      const [cwd = "", skipped, ...args] = call.split("\n");
      const named = args.map((arg, i) => (args[i - 1] === "--event-log" ? "LOG" : arg));
      return { args: named, cwd, checkpoints: skipped !== "skip: true" };
    });
}
