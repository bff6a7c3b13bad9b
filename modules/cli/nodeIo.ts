import { readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { CliError, type Io } from "./io.ts";

/** The `Io` of a real process. */
export function nodeIo(): Io {
  const isTerminal = process.stdout.isTTY === true;
  return {
    readFile: (path) => readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => refuse("read", path, error)),
    writeFile: (path, text) =>
      replaceFile(path, text).catch((error: NodeJS.ErrnoException) => refuse("write", path, error)),
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    progress: (text) => void process.stderr.write(text),
    isTerminal,
    // https://no-color.org: set and not empty.
    colour: isTerminal && !process.env.NO_COLOR,
    columns: (isTerminal && process.stdout.columns) || null, // a terminal without a size says 0
    today: new Date().toISOString().slice(0, 10),
  };
}

/** Writes beside the target and renames; what is no plain file (a pipe, /dev/stdout) is written to directly. */
async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const isPlain = await stat(target).then(
    (found) => found.isFile(),
    () => true,
  );
  if (!isPlain) return writeFile(target, text);
  const draft = `${target}.${process.pid}.tmp`;
  await writeFile(draft, text, { flag: "wx" })
    .then(() => rename(draft, target))
    .catch(async (error: unknown) => {
      await rm(draft, { force: true });
      throw error;
    });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder; check the path",
  EISDIR: "it is a folder; name a file in it",
  EACCES: "permission denied; check who may use it",
  EEXIST: "a draft of it is in the way; remove the .tmp file beside it",
  ENOSPC: "the disk is full",
};

function refuse(verb: "read" | "write", path: string, error: NodeJS.ErrnoException): never {
  throw new CliError(`cannot ${verb} ${path}: ${reasons[error.code ?? ""] ?? error.message}`, { cause: error });
}
