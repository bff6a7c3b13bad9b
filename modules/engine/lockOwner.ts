import { readdir, readFile, readlink } from "node:fs/promises";

/** Who holds a lock of a stack: a process of this machine. */
export interface LockOwner {
  readonly pid: number;
  /** When the lock was taken. */
  readonly since: Date;
}

/** Ticks in a second of the times in /proc, proc_pid_stat(5): 100 wherever Node runs. */
const ticksPerSecond = 100;
/** A process that began so many milliseconds after a lock was taken did not take it; less may be the clock's doing. */
const clearlyLater = 60_000;
/** Numbers of the first namespaces of a machine, https://github.com/torvalds/linux/blob/master/include/linux/proc_ns.h */
const firstNamespaces = { pid: "pid:[4026531836]", uts: "uts:[4026531838]" };

/**
 * Whether the process that took a lock is no more. Where that is not certain the answer is no.
 *
 * A number is given again once its process has ended, so a living process of that number counts as the owner unless it
 * began after the lock was taken and is no engine. Where /proc is not there, each living process of that number counts.
 */
export async function isGone(owner: LockOwner): Promise<boolean> {
  if (process.platform !== "linux") return !exists(owner.pid);
  if (await isBlind()) return false;
  const suspects = await processesOfNumber(owner.pid);
  const answers = await Promise.all(suspects.map((pid) => mayBeOwner(pid, owner.since)));
  return !answers.includes(true);
}

/** In a container that goes by the name of its machine: the owner may be a process outside, which cannot be seen. */
async function isBlind(): Promise<boolean> {
  const [pid, uts] = await Promise.all(["pid", "uts"].map((kind) => readlink(`/proc/self/ns/${kind}`).catch(() => "")));
  return pid !== firstNamespaces.pid && (uts === firstNamespaces.uts || uts === "");
}

/** Processes that have a number, here or in a container of this machine; as they are numbered here. */
async function processesOfNumber(wanted: number): Promise<readonly number[]> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = all.map(async (here) => {
    const status = await readFile(`/proc/${here}/status`, "utf8").catch(() => "");
    const numbers = /^NSpid:\s+(.+)$/m.exec(status)?.[1]?.split(/\s+/) ?? [];
    return numbers.includes(`${wanted}`) ? [Number(here)] : [];
  });
  const inside = (await Promise.all(found)).flat();
  return exists(wanted) ? [...new Set([wanted, ...inside])] : inside;
}

async function mayBeOwner(pid: number, since: Date): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [, name, rest] = /^\d+ \((.*)\) (.+)$/s.exec(stat) ?? [];
  // Ended since it was found; or hidden from us, and then it is there.
  if (rest === undefined) return exists(pid);
  const fields = rest.split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return false; // dead, and only not yet asked about by its parent
  const boot = /^btime (\d+)$/m.exec(await readFile("/proc/stat", "utf8"))?.[1];
  const began = (Number(boot) + Number(fields[19]) / ticksPerSecond) * 1000;
  return name?.startsWith("pulumi") === true || !(began > since.getTime() + clearlyLater);
}

/** Whether there is a process of this number that this process can ask about. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
