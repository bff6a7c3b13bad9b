import type { Facts } from "../topology/model.ts";

/**
 * Makes a computation over the facts run once for each Facts object, for as long as that object lives.
 *
 * The answer stays pure, because facts are read-only; a thousand sites cost one pass instead of one pass each.
 */
export function perFacts<T>(compute: (facts: Facts) => T): (facts: Facts) => T {
  const answers = new WeakMap<Facts, { readonly answer: T }>();
  return (facts) => {
    const known = answers.get(facts);
    if (known) return known.answer;
    const answer = compute(facts);
    answers.set(facts, { answer });
    return answer;
  };
}

/** The same for each pair of keys beside the facts. `undefined` is no answer: it would be computed again. */
export function perFactsAndKeys<A, B, T>(compute: (facts: Facts, a: A, b: B) => T): (facts: Facts, a: A, b: B) => T {
  const answers = perFacts(() => new Map<A, Map<B, T>>());
  return (facts, a, b) => {
    const known = answers(facts).get(a)?.get(b);
    if (known !== undefined) return known;
    const answer = compute(facts, a, b);
    entryOf(answers(facts), a, () => new Map<B, T>()).set(b, answer);
    return answer;
  };
}

/** A Map or a WeakMap. */
interface Entries<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** The value of a key, made where there is none yet. */
export function entryOf<K, V>(map: Entries<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
