import { mkdir, readdir, symlink } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { checkout } from "./estate.ts";

/** Copies the files of the checkout that git has or would take, committed or not, into an empty folder. */
export async function cloneInto(dir: string): Promise<void> {
  const listed = await execa("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: checkout });
  const tar = ["--null", "--ignore-failed-read", "--warning=none", "-T", "-", "-cf", "-"];
  const packed = await execa("tar", tar, { cwd: checkout, input: listed.stdout, encoding: "buffer" });
  await execa("tar", ["-xf", "-", "-C", dir], { input: packed.stdout });
}

/**
 * Stands in for `npm ci`: links every package that the checkout has installed, and the program of the clone itself.
 *
 * The folder is real and only its entries are links, so that the clone's own program is found as its own.
 */
export async function linkPackages(dir: string): Promise<void> {
  const from = path.join(checkout, "node_modules");
  const into = path.join(dir, "node_modules");
  const bin = path.join(into, ".bin");
  await mkdir(bin, { recursive: true });
  const packages = (await readdir(from)).filter((name) => !name.startsWith("."));
  await Promise.all(packages.map((name) => symlink(path.join(from, name), path.join(into, name))));
  const programs = (await readdir(path.join(from, ".bin"))).filter((name) => name !== "activation");
  await Promise.all(programs.map((name) => symlink(path.join(from, ".bin", name), path.join(bin, name))));
  await symlink(path.join("..", "..", "modules", "cli", "activation.mjs"), path.join(bin, "activation"));
}
