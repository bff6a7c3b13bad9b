import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import type { SshTarget } from "../../modules/ssh/sshTarget.ts";
import { freePort } from "./named.ts";

/** Where Debian's package puts it; openssh is built to refuse a relative path. */
const program = "/usr/sbin/sshd";

export interface SshdOptions {
  /** Shell scripts that the sessions find on their PATH, by name; besides them only the system's own. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Listen on this port; default: a free one. */
  readonly port?: number;
}

/** A running OpenSSH server of one test, with keys made for it, of which nothing outlives `stop`. */
export interface Sshd {
  readonly directory: string;
  /** How this account reaches it. */
  target(changes?: Partial<SshTarget>): SshTarget;
  /** A key that the server does not know: path of the private half. */
  readonly strangerKey: string;
  /** Public key of some other server. */
  readonly otherHostKey: string;
  /** Processes of the sessions under way, and all that they started. */
  sessions(): Promise<readonly number[]>;
  /** Ends all sessions at once, and what they started, as a restart of Windows does. */
  cutSessions(): Promise<void>;
  /** Freezes the server and all its sessions: it is there and says nothing. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Stops listening; `start` brings it back on the same port with the same keys. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Replaces a program, or takes it away. */
  program(name: string, script: string | undefined): Promise<void>;
  stop(): Promise<void>;
}

/** Starts sshd on the loopback in a directory of its own. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const directory = await mkdtemp(join(tmpdir(), "sshd-"));
  const at = (name: string) => join(directory, name);
  await mkdir(at("bin"));
  await Promise.all(["host", "otherHost", "user", "stranger"].map((name) => makeKey(at(name))));
  const port = options.port ?? (await freePort());
  await writeFile(at("sshd_config"), configuration(directory, port));
  const setProgram = async (name: string, script: string | undefined) => {
    await rm(at(`bin/${name}`), { force: true });
    if (script !== undefined) await writeFile(at(`bin/${name}`), script, { mode: 0o755 });
  };
  for (const [name, script] of Object.entries(options.programs ?? {})) await setProgram(name, script);
  const hostKey = await publicKey(at("host"));
  let child = await listen(at("sshd_config"));
  const sessions = () => descendants(child.pid ?? 0);
  const signal = async (name: NodeJS.Signals, all: readonly number[]) => {
    for (const pid of all) tryKill(pid, name);
  };
  const halt = async () => {
    await signal("SIGCONT", [child.pid ?? 0]);
    await signal("SIGKILL", await sessions());
    await end(child);
  };
  return {
    directory,
    target: (changes = {}) => ({
      address: "127.0.0.1",
      port,
      user: userName(),
      hostKey,
      identityFile: at("user"),
      ...changes,
    }),
    strangerKey: at("stranger"),
    otherHostKey: await publicKey(at("otherHost")),
    sessions,
    cutSessions: async () => signal("SIGKILL", await sessions()),
    freeze: async () => signal("SIGSTOP", [child.pid ?? 0, ...(await sessions())]),
    thaw: async () => signal("SIGCONT", [child.pid ?? 0, ...(await sessions())]),
    halt,
    start: async () => {
      child = await listen(at("sshd_config"));
    },
    program: setProgram,
    stop: async () => {
      await halt();
      await rm(directory, { recursive: true });
    },
  };
}

/** The account of this process: a server that is not root can let nobody else in. */
function userName(): string {
  return process.env.USER ?? (process.getuid?.() === 0 ? "root" : "nobody");
}

async function makeKey(file: string): Promise<void> {
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
}

async function publicKey(file: string): Promise<string> {
  return (await readFile(`${file}.pub`, "utf8")).trim();
}

function configuration(directory: string, port: number): string {
  return [
    "ListenAddress 127.0.0.1",
    `Port ${port}`,
    `HostKey ${join(directory, "host")}`,
    `AuthorizedKeysFile ${join(directory, "user.pub")}`,
    // The folder lies below one that everybody may write to.
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PidFile none",
    `SetEnv PATH=${join(directory, "bin")}:/usr/bin:/bin`,
    "",
  ].join("\n");
}

/**
 * As root sshd wants its empty /run/sshd, which only the system's own service makes: it gets one in a mount namespace
 * of its own, so that neither this machine nor another test sees it.
 */
async function listen(config: string): Promise<ChildProcess> {
  const server = [program, "-D", "-e", "-f", config];
  const inOwnRun = ["sh", "-c", 'mount -t tmpfs tmpfs /run && mkdir -m 0755 /run/sshd && exec "$0" "$@"', ...server];
  const lacking = process.getuid?.() === 0 && !existsSync("/run/sshd");
  const [file = "", ...args] = lacking ? ["unshare", "--mount", "--propagation", "private", ...inOwnRun] : server;
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"] });
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    seen.push(line);
    if (!line.startsWith("Server listening on")) continue;
    // The log goes on; unread, it would fill the pipe and stop the server.
    child.stderr.resume();
    return child;
  }
  throw new Error(`sshd did not start:\n${seen.slice(-15).join("\n")}`);
}

/** All processes below one. */
export async function descendants(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const children = text.trim().split(" ").filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(descendants))).flat()];
}

function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
