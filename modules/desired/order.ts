import { type Item, keyOf } from "./item.ts";

/** Items in the order of their keys, by code units, so that it is the same on every machine. */
export function sortedByKey(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b))));
}
