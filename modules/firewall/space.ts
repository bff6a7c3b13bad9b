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

/** What is in the first and not in the second; both are walked through once. */
export function subtract(space: Space, cut: Space): Space {
  const rest: Interval[] = [];
  const hole = (i: number): Interval => cut[i] ?? beyond;
  let next = 0;
  for (const { first, last } of space) {
    while (hole(next).last < first) next += 1;
    let from = first;
    for (let i = next; hole(i).first <= last; i += 1) {
      if (from < hole(i).first) rest.push({ first: from, last: hole(i).first - 1 });
      from = hole(i).last + 1;
    }
    if (from <= last) rest.push({ first: from, last });
  }
  return rest;
}

/** Ends every walk. */
const beyond: Interval = { first: Number.POSITIVE_INFINITY, last: Number.POSITIVE_INFINITY };

/** What is in both. */
export function intersect(a: Space, b: Space): Space {
  return subtract(a, subtract(a, b));
}

/** True for the empty set. */
export function isEmpty(space: Space): boolean {
  return space.length === 0;
}
