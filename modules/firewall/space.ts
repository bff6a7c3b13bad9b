/** Unsigned integers from `first` to `last`, both included. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** A set of unsigned integers: sorted intervals that neither overlap nor touch. */
export type Space = readonly Interval[];

export const nothing: Space = [];

/** Every TCP or UDP port. */
export const everyPort: Space = [{ first: 0, last: 65_535 }];

/** The set that some intervals, in any order, cover together. */
export function spaceOf(intervals: readonly Interval[]): Space {
  const merged: Interval[] = [];
  for (const next of intervals.toSorted((a, b) => a.first - b.first)) {
    const previous = merged.at(-1);
    if (previous === undefined || next.first > previous.last + 1) merged.push(next);
    else merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, next.last) };
  }
  return merged;
}

/** What is in either. */
export function union(a: Space, b: Space): Space {
  return spaceOf([...a, ...b]);
}

/** What is in the first and not in the second. */
export function subtract(space: Space, cut: Space): Space {
  return cut.reduce((rest, hole) => rest.flatMap((interval) => withoutHole(interval, hole)), space);
}

/** What is in both. */
export function intersect(a: Space, b: Space): Space {
  return subtract(a, subtract(a, b));
}

/** True for the empty set. */
export function isEmpty(space: Space): boolean {
  return space.length === 0;
}

function withoutHole(interval: Interval, hole: Interval): Space {
  if (hole.last < interval.first || hole.first > interval.last) return [interval];
  const before = { first: interval.first, last: hole.first - 1 };
  const after = { first: hole.last + 1, last: interval.last };
  return [before, after].filter((part) => part.first <= part.last);
}
