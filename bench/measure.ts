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
