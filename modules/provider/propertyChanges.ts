import { isDeepStrictEqual } from "node:util";
import type { Properties, PropertyChange } from "./resourceKind.ts";

/**
 * The top-level inputs in which two sets differ, by name.
 *
 * @param replacing - Inputs without which the resource would be another one.
 */
export function propertyChanges(
  olds: Properties,
  news: Properties,
  replacing: readonly string[],
): readonly PropertyChange[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  return names
    .filter((property) => !isDeepStrictEqual(olds[property], news[property]))
    .map((property) => ({ property, change: changeOf(olds, news, property), replace: replacing.includes(property) }));
}

function changeOf(olds: Properties, news: Properties, property: string): PropertyChange["change"] {
  if (olds[property] === undefined) return "add";
  return news[property] === undefined ? "remove" : "update";
}
