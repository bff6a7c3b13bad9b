import type { runOnHost } from "../ssh/runOnHost.ts";
import type { SshTarget } from "../ssh/sshTarget.ts";
import { maskProductKeys } from "../topology/productKeys.ts";
import { hostExit } from "../windows/hostExit.ts";
import { type HostReading, parseReadBack, type StepError } from "../windows/hostReading.ts";
import { hostInput, hostStub, scriptHash } from "../windows/hostScript.ts";
import type { HostSettings } from "../windows/hostSettings.ts";
import { licensingError } from "../windows/licensingError.ts";
import { WindowsError } from "../windows/windowsError.ts";

/** Lines for the script's standard input after the settings: one for each key, blank for those that are not needed. */
export type KeyLines = readonly Uint8Array[];

/** Milliseconds for reading, and for setting up: activation and a role take their time. */
const limits = { verify: 300_000, configure: 2_400_000 };

/** The script came to an end and was not successful. */
export class ScriptFailed extends Error {
  override readonly name = "ScriptFailed";
  /** What the host is now. */
  readonly reading: HostReading;

  constructor(message: string, reading: HostReading) {
    super(message);
    this.reading = reading;
  }
}

/**
 * Runs the script once and returns what it read at its end.
 *
 * @throws {ScriptFailed} With a reading, where the script itself failed.
 * @throws {WindowsError} Where its answer cannot be used; what it did is unknown.
 * @throws {SshError}
 */
export async function runScript(
  run: typeof runOnHost,
  target: SshTarget,
  settings: HostSettings,
  keys: KeyLines,
  signal: AbortSignal,
): Promise<HostReading> {
  const what = `${settings.mode === "verify" ? "reading" : "setting up"} ${settings.host} at ${target.address}:${target.port}`;
  // One piece, so that the process gets it whole; keys leave this process nowhere else.
  const input = Buffer.concat([Buffer.from(hostInput(settings)), ...keys]);
  const timeoutMs = limits[settings.mode];
  const answer = await run(target, { command: hostStub(), input, timeoutMs, signal }).finally(() => input.fill(0));
  const reading = readBack(what, answer);
  if (reading.script !== scriptHash || reading.mode !== settings.mode) {
    const words = "the read-back is that of another run; see what else writes to the output of this account's commands";
    throw new WindowsError("otherVersion", `${what}: ${words}`);
  }
  const { exitCode } = answer;
  if (exitCode !== 0 && exitCode !== reading.exit) {
    const words = `exit code ${exitCode} came, and the read-back says ${reading.exit}; see what else runs at the end of this account's commands`;
    throw new WindowsError("malformed", `${what}: ${words}`);
  }
  // A shell between may have swallowed the exit code.
  if (reading.exit !== 0) throw new ScriptFailed(`${what}: ${failed(reading)}`, reading);
  return reading;
}

function readBack(what: string, { stdout, stderr, exitCode }: Awaited<ReturnType<typeof runOnHost>>): HostReading {
  try {
    return parseReadBack(stdout);
  } catch (error) {
    if (!(error instanceof WindowsError)) throw error;
    const { meaning, remedy } = hostExit(exitCode);
    const exit = exitCode === 0 ? "" : ` (exit code ${exitCode}: ${meaning}; ${remedy})`;
    const said = error.kind === "productKey" ? "" : saidOnError(stderr);
    throw new WindowsError(error.kind, `${what}: ${error.message}${exit}${said}`);
  }
}

function failed(reading: HostReading): string {
  const { exit } = reading;
  const { meaning, remedy, retry } = hostExit(exit);
  const causes = reading.errors.filter(({ step }) => !step.startsWith("read "));
  const why = causes.length === 0 ? "" : ` (${causes.map(stepText).join(", ")})`;
  const did = reading.did.length === 0 ? "nothing was changed" : `done before that: ${reading.did.join(", ")}`;
  const known = causes.map(({ code }) => licensingError(code)).find(({ meaning: words }) => !words.startsWith("code "));
  const ids = phoneText(reading);
  const again = retry || causes.some((cause) => cause.retry) ? ", and run up again" : "";
  return `the script ended with exit code ${exit}, ${meaning}${why}; ${did}; ${known?.remedy ?? remedy}${ids}${again}`;
}

function stepText({ step, code }: StepError): string {
  const { meaning } = licensingError(code);
  return `${step}: ${code}${meaning.startsWith("code ") ? "" : `, ${meaning}`}`;
}

/** What a person reads to the activation centre. */
function phoneText({ products }: HostReading): string {
  const waiting = (products ?? []).filter(({ installationId }) => installationId !== null && installationId !== "");
  const ids = waiting.map(({ lastFive, installationId }) => `of the key that ends with ${lastFive}: ${installationId}`);
  return ids.length === 0 ? "" : `; installation id ${ids.join("; ")}`;
}

/** The last words of the error stream, which are the host's; a key among them is masked. */
function saidOnError(stderr: string): string {
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== "" && !/^#< CLIXML|^<Objs/.test(line.trim()));
  const last = lines
    .at(-1)
    ?.trim()
    .replaceAll(/\p{Cc}/gu, " ")
    .slice(0, 200);
  return last === undefined ? "" : `; on its error stream: ${maskProductKeys(last)}`;
}
