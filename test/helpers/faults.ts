import { spawn } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { expect } from "vitest";
import { checkout, type Done, type TestEstate } from "./estate.ts";

/** What only a bug of ours would print. */
const stackTrace = /^\s+at .+:\d+:\d+\)?$|bug in activation|node:internal|UnhandledPromise|unhandled/m;

/** Everything that a command said. */
export const saidBy = ({ stdout, stderr }: Done): string => `${stdout}\n${stderr}`;

/** A command that failed as it should: with this exit code, with all of these texts, and with no stack trace. */
export function expectRefusal(done: Done, exitCode: number, ...texts: readonly (string | RegExp)[]): void {
  const said = saidBy(done);
  for (const text of texts) expect(said).toMatch(text);
  expect(said).not.toMatch(stackTrace);
  expect(done.exitCode).toBe(exitCode);
}

/** Runs a program with the estate's environment, some of it changed; undefined takes a variable away. */
export async function runWith(
  estate: TestEstate,
  change: Readonly<Record<string, string | undefined>>,
  [file = "", ...args]: readonly string[],
): Promise<Done> {
  const env = { ...process.env, ...estate.env, ...change };
  const options = { cwd: checkout, env, extendEnv: false, reject: false, stdin: "ignore", timeout: 120_000 } as const;
  const { exitCode, stdout, stderr } = await execa(file, args, options);
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/** A command under way, in a process group of its own as a terminal gives to each. */
export interface Running {
  readonly pid: number;
  readonly done: Promise<Done>;
  /** Waits until the command has said this on stderr. */
  says(text: string): Promise<void>;
  /** Writes to its standard input. */
  types(text: string): void;
  /** Sends a signal to the whole group, as a terminal does. */
  interrupt(signal?: NodeJS.Signals): void;
}

/** Starts a command and lets it run. A death by a signal is exit code -1. */
export function start(
  [file = "", ...args]: readonly string[],
  { env = {}, cwd = checkout }: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Running {
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, detached: true });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const pid = child.pid ?? 0;
  let ended = false;
  const done = once(child, "close").then(([exitCode]) => {
    ended = true;
    return { exitCode: exitCode ?? -1, stdout, stderr };
  });
  return {
    pid,
    done,
    says: async (text) => {
      while (!(stdout + stderr).includes(text)) {
        if (ended) throw new Error(`it ended without saying ${JSON.stringify(text)}:\n${stdout}\n${stderr}`);
        await pause(20);
      }
    },
    types: (text) => void child.stdin.write(text),
    interrupt: (signal = "SIGINT") => void process.kill(-pid, signal),
  };
}

/** `activation` on an estate, under way. */
export const startActivation = (estate: TestEstate, ...args: readonly string[]): Running =>
  start(["node", "modules/cli/activation.mjs", ...args], { env: estate.env });

/** Processes of this machine that have a text in their environment, with their command lines. */
export async function processesWith(text: string): Promise<readonly { pid: number; command: string }[]> {
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = pids.map(async (pid) => {
    const [environment, command] = await Promise.all([read(pid, "environ"), read(pid, "cmdline")]);
    return { pid: Number(pid), command: command.replaceAll("\0", " "), found: environment.includes(text) };
  });
  return (await Promise.all(all)).filter(({ found }) => found);
}

/** The process of an estate whose command line has a form, as soon as there is one. */
export async function processOf(estate: TestEstate, form: RegExp): Promise<number> {
  for (let tries = 0; tries < 500; tries++) {
    const found = (await processesWith(estate.dir)).find(({ command }) => form.test(command));
    if (found !== undefined) return found.pid;
    await pause(10);
  }
  throw new Error(`no process of the estate matches ${form}`);
}

/** Waits until nothing of a text is running. The engine's own Node host looks for its engine every few minutes only. */
export async function expectNoProcess(text: string): Promise<void> {
  const left = async () =>
    (await processesWith(text)).filter(({ command }) => !command.includes("pulumi-language-nodejs"));
  for (let tries = 0; tries < 100 && (await left()).length > 0; tries++) await pause(100);
  expect(await left()).toEqual([]);
}

/** A name server that takes every question and answers none. */
export async function silentServer(): Promise<{ address: string; asked(): Promise<unknown>; socket: Socket }> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { address: `127.0.0.1:${socket.address().port}`, asked: () => once(socket, "message"), socket };
}

interface Deployment {
  readonly resources?: readonly { readonly type: string; readonly urn: string }[];
  readonly pending_operations?: readonly { readonly type: string }[];
}

/** Types of the resources in the state, sorted, and the number of operations that were cut off. */
export async function stateOf(estate: TestEstate): Promise<{ types: readonly string[]; pending: number }> {
  const { deployment } = JSON.parse((await estate.pulumi("stack", "export")).stdout) as { deployment: Deployment };
  const types = (deployment.resources ?? []).map(({ type }) => type).sort();
  return { types, pending: deployment.pending_operations?.length ?? 0 };
}
