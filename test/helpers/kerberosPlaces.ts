import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** Lends a keytab as a file, which is for this user only and is on no disk. */
export async function inKeytabFile(keytab: Buffer, use: (file: string) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp("/dev/shm/gss-test-");
  try {
    await writeFile(`${folder}/keytab`, keytab, { mode: 0o600 });
    await use(`${folder}/keytab`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Describes the lab's realm otherwise, until the test ends. */
export async function kerberosConfig(change: (text: string) => string): Promise<void> {
  const before = process.env.KRB5_CONFIG ?? "";
  const file = path.join(await folderOfTest(), "krb5.conf");
  await writeFile(file, change(await readFile(before, "utf8")));
  process.env.KRB5_CONFIG = file;
  onTestFinished(() => {
    process.env.KRB5_CONFIG = before;
  });
}

/** Puts shell scripts of these names, and nothing else, where programs are looked for, until the test ends. */
export async function programs(scripts: Readonly<Record<string, string>>): Promise<void> {
  const before = process.env.PATH;
  const bin = await folderOfTest();
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(bin, name), 0o755);
  }
  // What the scripts themselves use.
  for (const tool of ["tr", "stat"]) await symlink(`/usr/bin/${tool}`, path.join(bin, tool));
  process.env.PATH = bin;
  onTestFinished(() => {
    process.env.PATH = before;
  });
}

async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "kerberos-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Folders that a process has in memory for its tickets. */
export async function foldersInMemory(pid: number = process.pid): Promise<string[]> {
  return (await readdir("/dev/shm")).filter((name) => name.split("-").slice(0, 4).join("-").endsWith(`-${pid}`));
}

/** Names of this process's children. */
export async function children(): Promise<string[]> {
  const list = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  const names = list.split(" ").filter((pid) => pid.trim() !== "");
  return await Promise.all(names.map((pid) => readFile(`/proc/${pid}/comm`, "utf8").catch(() => ""))).then((all) =>
    all.map((name) => name.trim()),
  );
}

/** Looks again and again until something holds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}
