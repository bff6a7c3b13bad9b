import { CliError, type Io } from "../../modules/cli/io.ts";

/** An `Io` in memory that remembers what a command did. */
export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  /** What was written, by path. */
  readonly written: ReadonlyMap<string, string>;
}

/** A pipe, in which the given files exist, on 2026-06-01. */
export function fakeIo(files: Readonly<Record<string, string>> = {}, overrides: Partial<Io> = {}): FakeIo {
  const [out, err, written] = [[] as string[], [] as string[], new Map<string, string>()];
  return {
    readFile: async (path) => {
      const text = files[path];
      if (text === undefined)
        throw new CliError(`cannot read ${path}: there is no such file or folder; check the path`);
      return text;
    },
    writeFile: async (path, text) => void written.set(path, text),
    write: (text) => void out.push(text),
    writeError: (text) => void err.push(text),
    progress: (text) => void err.push(text),
    isTerminal: false,
    colour: false,
    columns: null,
    today: "2026-06-01",
    ...overrides,
    out: () => out.join(""),
    err: () => err.join(""),
    written,
  };
}
