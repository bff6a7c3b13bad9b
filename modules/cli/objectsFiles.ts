import { mkdir, open, readFile, realpath, rename, rm } from "node:fs/promises";
import path from "node:path";
import { CliError } from "./io.ts";

/** The sealed backups of a folder: `<folder>/<forest>/<name>.sealed`. */
export function backupFile(folder: string, forest: string, name: string): string {
  return path.join(folder, safeName(forest), `${safeName(name)}.sealed`);
}

/** A name that is a file's name on every system: what could mean something there is written as `%xx`. */
function safeName(name: string): string {
  const octets = (text: string) => [...Buffer.from(text)].map((octet) => `%${octet.toString(16).padStart(2, "0")}`);
  const plain = name.replace(/[^\p{L}\p{N} ._()-]/gu, (character) => octets(character).join(""));
  // No `.`, no `..`, no hidden file, and nothing that Windows would cut off.
  return plain.replace(/^\.|[. ]$/g, (character) => octets(character).join(""));
}

/** The text of a file; undefined where there is none. @throws {CliError} Where it cannot be read. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new CliError(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Writes a file for its owner alone, in one step: a reader sees the old text, or the new one, whenever this ends.
 *
 * @throws {CliError} Where it cannot be written; what was there is still there then.
 */
export async function writePrivately(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const target = await realpath(file).catch(() => file);
    await replace(target, text);
  } catch (error) {
    throw new CliError(`cannot write ${file}: ${(error as Error).message}`, { cause: error });
  }
}

async function replace(target: string, text: string): Promise<void> {
  const draft = `${target}.${process.pid}.tmp`;
  // A draft of this process id can only be left of one that was killed.
  await rm(draft, { force: true });
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(text);
      // Renamed before its octets are on the disk, a power cut could leave an empty file in place of the old one.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
