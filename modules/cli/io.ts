/** Everything that a command may do to the world around it, so that a test can be that world. */
export interface Io {
  /** The text of a file. @throws {CliError} Where it cannot be read, in words for the user. */
  readFile(path: string): Promise<string>;
  /** Replaces a file in one step: a reader sees the old text or the new one. @throws {CliError} */
  writeFile(path: string, text: string): Promise<void>;
  /** The result: stdout, or the file that `--output` names. */
  write(text: string): void;
  /** Problems: stderr. */
  writeError(text: string): void;
  /** What is going on: stderr, silent with `--quiet`. */
  progress(text: string): void;
  /** True where the result goes to a terminal. */
  readonly isTerminal: boolean;
  /** True where the result may hold escape sequences for colour. */
  readonly colour: boolean;
  /** Columns of the terminal; null: no lines are broken. */
  readonly columns: number | null;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
}

/** A failure that we word ourselves: printed without a stack, exit code 2. */
export class CliError extends Error {
  override readonly name = "CliError";
}
