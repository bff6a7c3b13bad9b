import { fileURLToPath } from "node:url";

/** The checkout. */
export const root: string = fileURLToPath(new URL("..", import.meta.url));

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** What one step cost one process. */
export interface Cost {
  /** CPU milliseconds of all threads, user and system. */
  readonly cpu: number;
  /** Megabytes by which the heap has grown, garbage included. */
  readonly heap: number;
}

/** Things that are measured against each other: each does its work once and answers the milliseconds that count. */
export type Contenders<Name extends string> = Readonly<Record<Name, () => Promise<number>>>;

/** Milliseconds of every run, by contender. */
export type Times<Name extends string> = Readonly<Record<Name, readonly number[]>>;

/**
 * Runs all contenders in turns, so that a busy moment of the machine hits each.
 *
 * @param unmeasured - Turns at the beginning that fill caches and are not counted.
 */
export async function alternate<Name extends string>(
  contenders: Contenders<Name>,
  runs: number,
  { unmeasured }: { readonly unmeasured: number } = { unmeasured: 1 },
): Promise<Times<Name>> {
  const entries = Object.entries(contenders) as [Name, () => Promise<number>][];
  const times = Object.fromEntries(entries.map(([name]) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = -unmeasured; run < runs; run++) {
    for (const [name, once] of entries) {
      const taken = await once();
      if (run >= 0) times[name].push(taken);
    }
  }
  return times;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What is compared in one row: names in Markdown, medians in milliseconds. */
export interface Comparison {
  readonly what: string;
  readonly own: number;
  readonly against: string;
  readonly other: number;
  /** Highest ratio that the project allows itself; undefined: none. */
  readonly goal?: number;
}

export const comparisonTitles = ["What", "Median", "Against", "Median", "Ratio", "Goal"] as const;

/** The cells of one row under `comparisonTitles`. */
export function comparisonRow({ what, own, against, other, goal }: Comparison): readonly string[] {
  const ratio = own / other;
  const shown = ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2);
  return [what, milliseconds(own), against, milliseconds(other), `${shown}x`, goal === undefined ? "" : `${goal}x`];
}

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString("en")} ms`;
}
