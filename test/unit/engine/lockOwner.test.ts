import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { isGone } from "../../../modules/engine/lockOwner.ts";

const longAgo = new Date("2020-01-01");
const now = () => new Date();

async function running(file: string, args: readonly string[], options = {}): Promise<ChildProcess> {
  const child = spawn(file, args, { stdio: "ignore", ...options });
  await once(child, "spawn");
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function dead(): Promise<number> {
  const child = await running("sleep", ["60"]);
  child.kill("SIGKILL");
  await once(child, "exit");
  return child.pid ?? 0;
}

const pidOf = ({ pid }: ChildProcess): number => pid ?? 0;

const canMakeContainers =
  spawnSync("unshare", ["--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "true"]).status === 0;

describe("the process that took a lock", () => {
  it("is gone where no process has its number", async () => {
    expect(await isGone({ pid: await dead(), since: now() })).toBe(true);
  });

  it("is there where a process of its number began before the lock was taken", async () => {
    expect(await isGone({ pid: process.pid, since: now() })).toBe(false);
    // Somebody else's process, about which only its existence may be known.
    expect(await isGone({ pid: 1, since: now() })).toBe(false);
  });

  describe.skipIf(process.platform !== "linux")("on Linux", () => {
    it("is gone where its number was given to another process since", async () => {
      expect(await isGone({ pid: pidOf(await running("sleep", ["60"])), since: longAgo })).toBe(true);
    });

    it("counts as there where that other process is an engine, or the times are too close to tell", async () => {
      const child = await running("sleep", ["60"]);
      expect(await isGone({ pid: pidOf(child), since: new Date(Date.now() - 10_000) })).toBe(false);
      const dir = await mkdtemp(path.join(tmpdir(), "lock-owner-"));
      onTestFinished(() => rm(dir, { recursive: true }));
      await symlink("/usr/bin/sleep", path.join(dir, "pulumi"));
      const engine = await running(path.join(dir, "pulumi"), ["60"]);
      await pause(50);
      expect(await readFile(`/proc/${engine.pid}/comm`, "utf8")).toBe("pulumi\n");
      expect(await isGone({ pid: pidOf(engine), since: longAgo })).toBe(false);
    });

    it("is gone where it is dead and its parent has not asked about it yet", async () => {
      // The shell becomes a `sleep`, which never asks about the child that it inherits.
      const parent = await running("sh", ["-c", "sleep 0.05 & exec sleep 60"]);
      const zombie = await childOf(pidOf(parent), " Z ");
      expect(await isGone({ pid: zombie, since: now() })).toBe(true);
    });

    it.skipIf(!canMakeContainers)("counts as there while a process in a container has its number", async () => {
      const number = await dead();
      const since = new Date(Date.now() + 1000);
      // The next process of the container gets the number after this one.
      const program = `echo ${number - 1} > /proc/sys/kernel/ns_last_pid; sleep 60 & wait`;
      const inside = ["--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "sh", "-c", program];
      expect(await isGone({ pid: number, since })).toBe(true);
      const container = await running("unshare", ["--kill-child", ...inside]);
      const shell = await childOf(pidOf(container), " S ");
      await childOf(shell, " S ");
      expect(await isGone({ pid: number, since })).toBe(false);
    });

    it.skipIf(!canMakeContainers)("is not known in a container that has the machine's name", async () => {
      const module = path.join(import.meta.dirname, "../../../modules/engine/lockOwner.ts");
      const number = await dead();
      const program = `import(${JSON.stringify(module)}).then(async ({ isGone }) => {
        console.log(await isGone({ pid: ${number}, since: new Date() }));
      })`;
      const gone = (...namespaces: string[]) =>
        execFileSync(
          "unshare",
          [
            "--user",
            "--map-root-user",
            "--pid",
            "--fork",
            "--mount-proc",
            ...namespaces,
            process.execPath,
            "-e",
            program,
          ],
          { encoding: "utf8" },
        ).trim();
      expect(gone()).toBe("false");
      expect(gone("--uts")).toBe("true"); // a name of its own
    });
  });
});

/** The child of a process, once it is in a state. */
async function childOf(parent: number, state: string): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      if (stat.includes(`)${state}${parent} `)) return Number(pid);
    }
    await pause(20);
  }
  throw new Error(`process ${parent} has no child in state${state}`);
}
