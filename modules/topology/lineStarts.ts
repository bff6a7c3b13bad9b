import type { Place } from "./problem.ts";

/** Lines and columns of a file's text. The YAML library's own counter loses count behind a syntax error. */
export class LineStarts {
  readonly #file: string;
  readonly #starts: readonly number[];

  constructor(text: string, file: string) {
    const starts = [0];
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
    this.#starts = starts;
    this.#file = file;
  }

  /** The place of an offset. */
  at(offset: number): Place {
    let line = 0;
    // The last start that is not behind the offset lies in [line, end).
    for (let end = this.#starts.length; end - line > 1; ) {
      const middle = (line + end) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) line = middle;
      else end = middle;
    }
    return { file: this.#file, line: line + 1, column: offset - (this.#starts[line] ?? 0) + 1 };
  }
}
