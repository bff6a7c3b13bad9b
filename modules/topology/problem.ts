/** A position in an input file. */
export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** One thing wrong with an input file, placed so that an editor can jump to it. */
export interface Problem extends Place {
  /** Dotted path from the document root, for example `sites.plant.cohorts.lines.count`. */
  readonly path: string;
  /** What is wrong, the value got, and after a semicolon the remedy. */
  readonly message: string;
}

/** `file:line:col: path: message`, the form that editors and pipelines annotate. */
export function formatProblem(p: Problem): string {
  return `${p.file}:${p.line}:${p.column}: ${p.path}: ${p.message}`;
}

/** Thrown once per file, after every problem of its kind has been found. */
export class TopologyError extends Error {
  override readonly name = "TopologyError";
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super([`${file} is not a valid topology (${count})`, ...problems.map(formatProblem)].join("\n  "));
    this.problems = problems;
  }
}

/** Where the subjects of a topology stand in its file. */
export interface Places {
  /** The place of a subject (`sites.plant.cohorts.lines`), or of the nearest thing above it that the file has. */
  of(subject: string): Place;
}
