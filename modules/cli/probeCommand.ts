import { findName } from "../probe/findName.ts";
import { probePath } from "../probe/probePath.ts";
import { probeJson } from "../report/probeJson.ts";
import { probeMarkdown } from "../report/probeMarkdown.ts";
import { answersRpc, type ProbedTarget } from "../report/probeReport.ts";
import { probeText } from "../report/probeText.ts";
import type { Format } from "./define.ts";
import { CliError, type Io } from "./io.ts";
import { type ProbeTarget, parseTarget } from "./probeTarget.ts";
import { viewOf } from "./view.ts";

/** What `activation probe` was asked for. */
export interface ProbeInput {
  readonly targets: readonly string[];
  /** Seconds for each step, as typed. */
  readonly timeout: string;
  readonly format: Format;
}

/** How a target is probed; a test plays it. `timeout`: milliseconds for each step. */
export type Prober = (target: ProbeTarget, timeout: number) => Promise<ProbedTarget>;

/** Longest wait for one step, in seconds: a resolver and a TCP connect give up by themselves after about that. */
const longest = 120;

/**
 * Finds out whether this place can reach RPC servers: name, TCP, one DCE/RPC bind, and nothing further.
 *
 * @returns 0 where an RPC server answers at every target, else 1.
 * @throws {CliError} Where a target or the time is none; nothing was probed then.
 */
export async function probeCommand(input: ProbeInput, io: Io, prober: Prober = probe): Promise<number> {
  const timeout = millisecondsOf(input.timeout);
  const targets = input.targets.map(parseTarget);
  io.progress(`probing ${targets.length === 1 ? "1 target" : `${targets.length} targets`} ...\n`);
  const probed = await Promise.all(targets.map((target) => prober(target, timeout)));
  io.write(render(probed, input.format, io));
  return probed.every(answersRpc) ? 0 : 1;
}

async function probe({ host, port }: ProbeTarget, timeout: number): Promise<ProbedTarget> {
  const name = await findName(host, { timeout });
  const paths = await Promise.all(name.addresses.map((address) => probePath(address, port, timeout)));
  return { host, port, name, paths };
}

function millisecondsOf(seconds: string): number {
  const value = /^\d+(\.\d+)?$/.test(seconds) ? Number(seconds) : 0;
  if (value > 0 && value <= longest) return Math.ceil(value * 1_000);
  throw new CliError(`--timeout must be a number of seconds above 0, up to ${longest}; got ${JSON.stringify(seconds)}`);
}

function render(targets: readonly ProbedTarget[], format: Format, io: Io): string {
  if (format === "json") return probeJson(targets);
  if (format === "markdown") return probeMarkdown(targets);
  return probeText(targets, viewOf(io));
}
