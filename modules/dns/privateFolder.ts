import { readFileSync, readlinkSync, rmSync } from "node:fs";
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Memory that has names: what is written there is on no disk. */
const memory = "/dev/shm";
const prefix = "activation-kerberos";

/**
 * Lends a folder in memory that only this user may enter, and removes it with all its content: after the use, when
 * this process exits, or, where it was killed, when the next process lends one.
 *
 * @throws Where this system has no /dev/shm.
 */
export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  await removeLeftFolders();
  const folder = await mkdtemp(join(memory, `${prefix}-${thisProcess()}-`));
  lent.add(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    lent.delete(folder);
  }
}

const lent = new Set<string>();

process.on("exit", () => {
  for (const folder of lent) rmSync(folder, { recursive: true, force: true });
});

let swept: Promise<void> | undefined;

/** Removes what processes left that were killed; once in this process, and nothing where there is no /dev/shm. */
export function removeLeftFolders(): Promise<void> {
  swept ??= sweep();
  return swept;
}

async function sweep(): Promise<void> {
  const left = (await readdir(memory)).filter(isLeftOver).map((name) => join(memory, name));
  await Promise.all(left.map(removeOwn));
}

/** True for a folder of ours whose process is gone. A process of another container cannot be looked up, so that its folders stay. */
function isLeftOver(name: string): boolean {
  const [, namespace, pid, started] = /^activation-kerberos-(\d+)-(\d+)-(\d+)-\w+$/.exec(name) ?? [];
  return namespace === pidNamespace() && pid !== undefined && startOf(pid) !== started;
}

async function removeOwn(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) return;
  await rm(folder, { recursive: true, force: true });
}

/** A process id comes again; together with the moment of its start it does not, until the machine starts anew. */
function thisProcess(): string {
  return `${pidNamespace()}-${process.pid}-${startOf("self")}`;
}

function pidNamespace(): string {
  return readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
}

/** When a process started, in clock ticks since the machine did; undefined where it is gone (proc_pid_stat(5), field 22). */
function startOf(pid: string): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in brackets, which may hold blanks and brackets of its own.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
