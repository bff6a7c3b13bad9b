import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { isGone } from "./lockOwner.ts";
import type { Project } from "./project.ts";
import { cancelCommand, saysLocked } from "./remedies.ts";
import type { EngineRun } from "./run.ts";

/** One lock of a stack in a file backend, as its file describes it. */
interface Lock {
  /** Made for this one lock, and never used again. */
  readonly file: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

/**
 * Frees a stack for a run that found it locked, where every lock is of this machine and of a process that is no more:
 * a run that was killed. The engine's own `cancel` does it.
 *
 * Locks of a backend that is no folder are left alone: there another machine, or a container, may have our name.
 *
 * @param say - Told what is being done, before it is done.
 * @returns True where the stack is free now.
 */
export async function freeStaleLock(run: EngineRun, project: Project, say: (text: string) => void): Promise<boolean> {
  const files = lockFiles(run);
  const [first] = files;
  if (first === undefined || !(await areStale(files))) return false;
  // `cancel` takes away every lock that it finds. Two runs that free one stack would take each other's: so only one of
  // them may, and it looks again, since another may have been through with it.
  const claim = path.join(tmpdir(), `activation-cancel-${path.basename(first)}`);
  if (!(await claimed(claim))) return false;
  try {
    const locks = await areStale(files);
    if (!locks) return false;
    say(`${locks.map(described).join("\n")}\nfreeing the stack: ${cancelCommand(project.stack)} ...\n`);
    await execa("pulumi", ["cancel", "--yes", "--stack", project.stack, "--non-interactive"], {
      cwd: project.dir,
      reject: false,
      stdin: "ignore",
    });
    return (await Promise.all(files.map(readLock))).every((lock) => lock === "absent");
  } finally {
    await rm(claim, { force: true });
  }
}

/** The files of the locks that the engine names; none where it does not name all of them, or names something else. */
function lockFiles({ stderr }: EngineRun): readonly string[] {
  const count = Number(/currently locked by (\d+) lock/.exec(stderr)?.[1] ?? 0);
  if (!saysLocked(stderr) || count === 0) return [];
  const files = [...stderr.matchAll(/^\s*(file:\S+): created by .+@.+ \(pid \d+\) at \S+$/gm)].flatMap(
    ([, url = ""]) => {
      try {
        return [fileURLToPath(url)];
      } catch {
        return [];
      }
    },
  );
  return files.length === count ? files : [];
}

/** The locks, if each of them is left over; else false. */
async function areStale(files: readonly string[]): Promise<readonly Lock[] | false> {
  const locks: Lock[] = [];
  for (const file of files) {
    const lock = await readLock(file);
    if (typeof lock === "string" || lock.hostname !== hostname()) return false;
    if (!(await isGone({ pid: lock.pid, since: new Date(lock.timestamp) }))) return false;
    locks.push(lock);
  }
  return locks;
}

async function readLock(file: string): Promise<Lock | "absent" | "unreadable"> {
  try {
    const { pid, username, hostname: host, timestamp } = JSON.parse(await readFile(file, "utf8")) as Partial<Lock>;
    const known = Number.isInteger(pid) && typeof host === "string" && Number.isFinite(Date.parse(timestamp ?? ""));
    return known ? ({ file, pid, username, hostname: host, timestamp } as Lock) : "unreadable";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "absent" : "unreadable";
  }
}

async function claimed(claim: string): Promise<boolean> {
  return writeFile(claim, `${process.pid}\n`, { flag: "wx" }).then(
    () => true,
    () => false,
  );
}

function described({ pid, username, hostname: host, timestamp }: Lock): string {
  const since = new Date(timestamp).toISOString().slice(0, 19);
  return `a run of ${username} on this machine (${host}, process ${pid}, since ${since}Z) was killed and still holds the stack`;
}
