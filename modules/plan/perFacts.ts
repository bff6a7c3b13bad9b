import type { Facts } from "../topology/model.ts";

/**
 * Makes a computation over the facts run once for each Facts object, for as long as that object lives.
 *
 * The answer stays pure, because facts are read-only; a thousand sites cost one pass instead of one pass each.
 */
export function perFacts<T>(compute: (facts: Facts) => T): (facts: Facts) => T {
  const answers = new WeakMap<Facts, { readonly answer: T }>();
  return (facts) => {
    const known = answers.get(facts) ?? { answer: compute(facts) };
    answers.set(facts, known);
    return known.answer;
  };
}
