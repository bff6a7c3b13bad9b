import type { runOnHost } from "../ssh/runOnHost.ts";
import { SshError } from "../ssh/sshError.ts";
import type { HostDifference } from "../windows/compareHost.ts";
import type { HostReading } from "../windows/hostReading.ts";
import type { HostSettings } from "../windows/hostSettings.ts";
import { WindowsError } from "../windows/windowsError.ts";
import type { KmsHostInputs } from "./kmsHostConfigurationInputs.ts";
import { keysFor, type ReadKey } from "./kmsHostConfigurationKeys.ts";
import { type KeyLines, runScript, ScriptFailed } from "./kmsHostConfigurationRun.ts";
import {
  differencesOf,
  differenceText,
  isActionable,
  type LastFives,
  settingsOf,
} from "./kmsHostConfigurationSettings.ts";
import type { HostAccess } from "./providerConfig.ts";
import type { CallContext } from "./resourceKind.ts";

/** How a host is reached and where its keys come from; tests put recordings in their place. */
export interface HostTools {
  readonly run: typeof runOnHost;
  readonly readKey: ReadKey;
}

/** One host, and what its program says about it. */
export interface HostTask {
  readonly inputs: KmsHostInputs;
  readonly access: HostAccess;
  /** Last five characters that earlier runs found out. */
  readonly known: LastFives;
}

/** What a host is, beside what it should be. */
export interface HostState {
  readonly reading: HostReading;
  readonly differences: readonly HostDifference[];
  /** Of keys whose last five characters the program does not say. */
  readonly lastFive: LastFives;
}

/** The host may have been changed, and is not, or not known to be, as declared. */
export class HostFailed extends Error {
  override readonly name = "HostFailed";
  /** undefined where it could not be read afterwards. */
  readonly state: HostState | undefined;

  constructor(message: string, state: HostState | undefined) {
    super(message);
    this.state = state;
  }
}

/** Reads the host and changes nothing. */
export async function readHost(task: HostTask, context: CallContext, tools: HostTools): Promise<HostState> {
  const settings = settingsOf(task.inputs, "verify", task.known, new Date());
  const reading = await runScript(tools.run, task.access.ssh, settings, [], context.signal);
  return stateOf(task, settings, reading);
}

/**
 * Brings the host to what is declared: reads it, runs the script where anything is to be done, and compares.
 *
 * @throws {HostFailed} Once the script was sent; any other error means that nothing was changed.
 */
export async function bringIntoOrder(task: HostTask, context: CallContext, tools: HostTools): Promise<HostState> {
  const before = await readHost(task, context, tools);
  refuseOtherMachine(task, before);
  if (!before.differences.some(isActionable)) return before;
  const asked = settingsOf(task.inputs, "configure", before.lastFive, new Date());
  const keys = await keysFor(asked, before.reading, task.access, tools.readKey, context.signal);
  const knowing = { ...task, known: { ...before.lastFive, ...keys.learnt } };
  try {
    const after = await configure(knowing, keys.lines, context, tools);
    return settled(knowing, after);
  } finally {
    keys.forget();
  }
}

async function configure(task: HostTask, lines: KeyLines, context: CallContext, tools: HostTools): Promise<HostState> {
  const settings = settingsOf(task.inputs, "configure", task.known, new Date());
  try {
    const reading = await runScript(tools.run, task.access.ssh, settings, lines, context.signal);
    if (reading.did.length > 0) context.log("info", `${task.inputs.host}: ${reading.did.join(", ")}`);
    return stateOf(task, settings, reading);
  } catch (error) {
    if (error instanceof ScriptFailed) throw new HostFailed(error.message, stateOf(task, settings, error.reading));
    if (!isUnknown(error)) throw error;
    return await readAfterwards(error, task, context, tools);
  }
}

/** The script was sent and nobody knows how far it came. */
function isUnknown(error: unknown): error is Error {
  return error instanceof WindowsError || (error instanceof SshError && error.mayHaveRun);
}

/** What is there says whether an outcome that nobody heard of was a success. */
async function readAfterwards(
  error: Error,
  task: HostTask,
  context: CallContext,
  tools: HostTools,
): Promise<HostState> {
  if (context.signal.aborted) throw new HostFailed(error.message, undefined);
  const after = await readHost(task, context, tools).catch((second: unknown) => {
    const why = second instanceof Error ? second.message : String(second);
    throw new HostFailed(`${error.message}. Reading it back failed as well: ${why}`, undefined);
  });
  const left = after.differences.filter(isActionable);
  if (left.length > 0) {
    const words = left.map(differenceText).join("; ");
    throw new HostFailed(`${error.message}. It was read back, and is not as declared (${words}); run up again`, after);
  }
  context.log("warning", `${error.message}. It was read back, and is as declared`);
  return after;
}

/** The script said that it succeeded: what it could have set has to be so. */
function settled({ inputs }: HostTask, after: HostState): HostState {
  const left = after.differences.filter((difference) => difference.kind === "differs" && isActionable(difference));
  if (left.length === 0) return after;
  const did = after.reading.did.join(", ") || "nothing";
  const words = left.map(differenceText).join("; ");
  const remedy = "see whether a policy or somebody else sets it, and run up again";
  throw new HostFailed(
    `${inputs.host}: the script succeeded (${did}), and yet not as declared: ${words}; ${remedy}`,
    after,
  );
}

function refuseOtherMachine({ inputs, access }: HostTask, { differences }: HostState): void {
  const other = differences.find(({ property, kind }) => property === "host" && kind === "differs");
  if (other === undefined) return;
  throw new Error(
    `the machine at ${access.ssh.address}:${access.ssh.port} calls itself ${other.live}, and ${inputs.host} is declared as ${inputs.fqdn}; nothing was changed: correct address or fqdn`,
  );
}

function stateOf({ inputs, known }: HostTask, settings: HostSettings, reading: HostReading): HostState {
  const declared = new Set(inputs.keys.flatMap(({ name, lastFive }) => (lastFive === undefined ? [] : [name])));
  const names = new Set(inputs.keys.map(({ name }) => name));
  const open = Object.entries(known).filter(([name]) => names.has(name) && !declared.has(name));
  return { reading, differences: differencesOf(inputs, settings, reading), lastFive: Object.fromEntries(open) };
}
