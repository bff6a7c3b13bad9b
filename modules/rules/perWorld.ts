import type { World } from "./rule.ts";

/**
 * Makes a computation over the world run once for each World object, so that many rules share one pass over the file.
 *
 * The answer stays pure, because worlds are read-only.
 */
export function perWorld<T>(compute: (world: World) => T): (world: World) => T {
  const answers = new WeakMap<World, { readonly answer: T }>();
  return (world) => {
    const known = answers.get(world) ?? { answer: compute(world) };
    answers.set(world, known);
    return known.answer;
  };
}
