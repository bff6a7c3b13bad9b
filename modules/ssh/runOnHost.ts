import { constants } from "node:fs";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { files, type Patience, pinnedName, sshArguments, sshEnvironment } from "./sshArguments.ts";
import { SshError } from "./sshError.ts";
import { failure, hasExitStatus, nameOf, wasSent } from "./sshFailure.ts";
import type { SshTarget } from "./sshTarget.ts";

/** One command for a host. */
export interface HostCommand {
  /** For the shell of the host's account; visible to everybody here and there, so never with a secret. */
  readonly command: string;
  /** Its standard input: where scripts and keys go. */
  readonly input: string | Uint8Array;
  /** Milliseconds for all of it; default: no limit but `signal`. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  readonly patience?: Patience;
}

/** What a command that ended by itself left. */
export interface HostAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Far above ordinary latencies, and short enough that a person still waits for it. */
const usualPatience: Patience = { connect: 20, alive: 15 };

/** Octets of each stream. Our script's answer has 4,000; PowerShell's own noise on the error stream is less than this. */
const outputLimit = 1_000_000;

/**
 * Runs one command on a host by the system's OpenSSH client, with nothing but its standard input to hold a secret.
 *
 * @throws {SshError} Where the command did not come to an end of its own; `mayHaveRun` says whether it was sent.
 */
export async function runOnHost(target: SshTarget, request: HostCommand): Promise<HostAnswer> {
  const args = sshArguments(target, request.command, request.patience ?? usualPatience);
  await mustBeReadable(target);
  // Only its owner may enter a folder made like this.
  const dir = await mkdtemp(path.join(tmpdir(), "activation-ssh-"));
  try {
    await writeFile(path.join(dir, files.knownHosts), `${pinnedName} ${target.hostKey}\n`, { mode: 0o600 });
    return await run(target, request, args, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function run(
  target: SshTarget,
  { command, input, timeoutMs, signal, patience = usualPatience }: HostCommand,
  args: readonly string[],
  dir: string,
): Promise<HostAnswer> {
  const limit = timeoutMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  if (limit.aborted) throw ended(target, limit, "");
  const result = await execa("ssh", args, {
    cwd: dir,
    input,
    env: sshEnvironment(process.env),
    extendEnv: false,
    reject: false,
    cancelSignal: limit,
    forceKillAfterDelay: 2_000,
    maxBuffer: outputLimit,
    stripFinalNewline: false,
    verbose: "none",
  });
  if (result.code === "ENOENT") throw noClient();
  const log = await readFile(path.join(dir, files.log), "utf8").catch(() => "");
  if (result.isCanceled) throw ended(target, limit, log);
  if (result.isMaxBuffer) throw tooMuch(target);
  if (result.exitCode === undefined || !hasExitStatus(log)) {
    throw failure(target, { log, connectSeconds: patience.connect });
  }
  const answer = { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  if (isMissing(command, answer)) throw missing(target, command);
  return answer;
}

async function mustBeReadable({ identityFile }: SshTarget): Promise<void> {
  if (identityFile === null) return;
  const readable =
    path.isAbsolute(identityFile) && !identityFile.includes('"')
      ? await access(identityFile, constants.R_OK).then(
          () => true,
          () => false,
        )
      : false;
  if (readable) return;
  throw new SshError(
    "identity",
    `the private key ${identityFile} is not there or cannot be read; give identityFile as an absolute path of a key that this account may read`,
  );
}

function noClient(): SshError {
  return new SshError(
    "noProgram",
    "there is no program ssh on PATH; install OpenSSH's client (Debian and Ubuntu: openssh-client, Red Hat: openssh-clients, Windows: the optional feature OpenSSH Client)",
  );
}

/** Somebody here ended it: a time-out, a Ctrl-C or the engine's cancellation. */
function ended(target: SshTarget, limit: AbortSignal, log: string): SshError {
  const late = limit.reason instanceof DOMException && limit.reason.name === "TimeoutError";
  const sent = wasSent(log);
  const what = sent ? `running a command as ${nameOf(target)}` : `opening an SSH session as ${nameOf(target)}`;
  const why = late ? "it took longer than it was given" : "cancelled";
  const state = sent
    ? "what the host had begun ends with the session (Windows ends all children of an SSH session), and how much it did is unknown, so read what is there first"
    : "the command was not sent, so nothing was done";
  const remedy = late ? "; give the resource more time (customTimeouts), or see why the host is slow" : "";
  return new SshError(late ? "timeout" : "cancelled", `${what}: ${why}; ${state}${remedy}`, sent);
}

function tooMuch(target: SshTarget): SshError {
  return new SshError(
    "output",
    `running a command as ${nameOf(target)}: it wrote more than ${outputLimit} octets and was ended; see what the account's shell or profile prints there. How much it did is unknown, so read what is there first`,
    true,
  );
}

/**
 * A POSIX shell answers 127. cmd.exe and PowerShell answer 1 in words of the host's language, which name the program
 * and come alone.
 */
function isMissing(command: string, { exitCode, stdout, stderr }: HostAnswer): boolean {
  if (exitCode === 127) return true;
  return exitCode !== 0 && stdout.trim() === "" && new RegExp(`['"‘“«]${programOf(command)}['"’”»]`).test(stderr);
}

function programOf(command: string): string {
  return (command.split(" ")[0] ?? "").replaceAll(/[^\w.-]/g, "").replaceAll(".", "\\.");
}

function missing(target: SshTarget, command: string): SshError {
  const program = command.split(" ")[0];
  return new SshError(
    "commandMissing",
    `running ${program} as ${nameOf(target)}: the host has no such program on the PATH of this account; see that it is a Windows host, and that the registry's HKLM\\SOFTWARE\\OpenSSH DefaultShell is cmd.exe or PowerShell`,
  );
}
