import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Played } from "./fakeEngine.ts";
import { folderOf } from "./folder.ts";

/** Locks of a stack as a file backend of Pulumi keeps them. */
export interface Locks {
  readonly files: readonly string[];
  /** An `up` that finds the stack locked by them. */
  readonly refused: Played;
  /** A `cancel` that takes them away. */
  readonly cancelled: Played;
  /** How many of them are still there. */
  left(): number;
}

interface Lock {
  readonly pid: number;
  readonly hostname?: string;
  readonly timestamp?: string;
}

/** Locks of this machine, taken in 2026, in a folder that goes away at the end of the test. */
export async function locksOf(...locks: readonly Lock[]): Promise<Locks> {
  const named = locks.map((lock) => ({
    name: `${randomUUID()}.json`,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: "2026-06-01T09:00:00.123456789Z",
    ...lock,
  }));
  const dir = await folderOf(Object.fromEntries(named.map(({ name, ...lock }) => [name, JSON.stringify(lock)])));
  const files = named.map(({ name }) => path.join(dir, name));
  const lines = named.map(
    ({ username, hostname: host, pid, timestamp }, i) =>
      `\n  ${pathToFileURL(files[i] ?? "")}?no_tmp_dir=true: created by ${username}@${host} (pid ${pid}) at ${timestamp.slice(0, 19)}Z`,
  );
  const text = `error: the stack is currently locked by ${files.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`;
  return {
    files,
    refused: { exitCode: 1, stderr: `${text}${lines.join("")}\n` },
    cancelled: { removes: files },
    left: () => files.filter((file) => existsSync(file)).length,
  };
}
