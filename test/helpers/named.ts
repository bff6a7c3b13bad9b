import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A zone of the server: `policy` are the lines inside `update-policy { }`; without it the zone refuses updates. */
interface NamedZone {
  readonly policy?: string;
  /** Lines of the zone file after SOA, NS and the address of the name server. */
  readonly records?: string;
}

export interface NamedOptions {
  /** By name, without final dot. */
  readonly zones: Readonly<Record<string, NamedZone>>;
  /** Names of the TSIG keys to make, and their algorithms. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Where to listen; an address of the calling network namespace. */
  readonly address?: string;
}

/** A running BIND of one test, of which nothing outlives `stop`. */
export interface Named {
  /** `address:port`. */
  readonly server: string;
  readonly port: number;
  /** Base64, by key name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** A file for `nsupdate -k` and `dig -k`, readable by its owner only. */
  keyFile(key: string): string;
  /** Freezes the server: it is there and says nothing. */
  freeze(): void;
  thaw(): void;
  /** Kills the server and starts it again on what it had written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts BIND on a free port in a directory of its own, with keys made for this run. */
export async function startNamed(options: NamedOptions): Promise<Named> {
  const directory = await mkdtemp(join(tmpdir(), "named-"));
  const address = options.address ?? "127.0.0.1";
  const port = await freePort(address);
  const secrets = await writeKeys(directory, options.keys ?? {});
  await writeZones(directory, options.zones);
  await writeFile(join(directory, "named.conf"), configuration(directory, `port ${port} { ${address}; }`, options));
  const start = () =>
    spawn("/usr/sbin/named", ["-f", "-g", "-n", "1", "-c", join(directory, "named.conf")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
  let child = start();
  await running(child);
  return {
    server: `${address}:${port}`,
    port,
    secrets,
    keyFile: (key) => keyPath(directory, key),
    freeze: () => {
      child.kill("SIGSTOP");
      // The signal stops one thread after the other; until the last has stopped, there may still be an answer.
      while (!isStopped(child.pid ?? 0));
    },
    thaw: () => child.kill("SIGCONT"),
    restart: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
      child = start();
      await running(child);
    },
    stop: async () => {
      child.kill("SIGCONT");
      await end(child);
      await rm(directory, { recursive: true });
    },
  };
}

function isStopped(pid: number): boolean {
  const stats = readdirSync(`/proc/${pid}/task`).map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8"),
  );
  // The state follows the name of the program in brackets; T: stopped.
  return stats.every((stat) => stat.slice(stat.lastIndexOf(")") + 2).startsWith("T"));
}

function configuration(directory: string, listen: string, options: NamedOptions): string {
  const zones = Object.entries(options.zones).map(([name, { policy }]) => {
    const updates = policy === undefined ? "" : `update-policy { ${policy} };`;
    return `zone "${name}" { type primary; file "zones/${name}"; ${updates} };`;
  });
  const keys = Object.keys(options.keys ?? {}).map((key) => `include "${keyPath(directory, key)}";`);
  return `
    options {
      directory "${directory}"; pid-file "named.pid"; session-keyfile "session.key"; managed-keys-directory ".";
      listen-on ${listen}; listen-on-v6 { none; }; recursion no; dnssec-validation no; empty-zones-enable no;
      notify no; max-journal-size 1m; max-records-per-type 0; check-names primary ignore;
    };
    controls { };
    ${[...keys, ...zones].join("\n")}`;
}

function keyPath(directory: string, key: string): string {
  return join(directory, `${key}.key`);
}

async function writeKeys(directory: string, keys: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const [key, algorithm] of Object.entries(keys)) {
    const secret = randomBytes(32).toString("base64");
    secrets[key] = secret;
    const text = `key "${key}" { algorithm ${algorithm}; secret "${secret}"; };\n`;
    await writeFile(keyPath(directory, key), text, { mode: 0o600 });
  }
  return secrets;
}

async function writeZones(directory: string, zones: NamedOptions["zones"]): Promise<void> {
  await mkdir(join(directory, "zones"));
  for (const [name, { records = "" }] of Object.entries(zones)) {
    const text = `$TTL 600\n@ SOA ns.${name}. admin.${name}. 1 3600 600 86400 600\n NS ns.${name}.\nns A 127.0.0.1\n${records}\n`;
    await writeFile(join(directory, "zones", name), text);
  }
}

/** A port that nobody listens on now. */
export async function freePort(address = "127.0.0.1"): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const bound = server.address();
  server.close();
  await once(server, "close");
  if (bound === null || typeof bound === "string") throw new Error("a TCP server has no port");
  return bound.port;
}

async function running(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error("named was started without its log");
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    seen.push(line);
    if (!/ running$/.test(line)) continue;
    // The log goes on; unread, it would fill the pipe and stop the server.
    child.stderr.resume();
    return;
  }
  throw new Error(`named did not start:\n${seen.slice(-15).join("\n")}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
