import type { Properties } from "./armTypes.ts";

/** How the engine writes a value that is not known in a preview. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is an object with named members. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted path, or undefined. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((now: unknown, key) => (isObject(now) ? now[key] : undefined), value);
}

/** The text at a dotted path, or undefined when there is none; an empty text counts as none, as ARM has it. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The members of the list of objects at a dotted path. */
export function objectsAt(value: unknown, path: string): Properties[] {
  const found = at(value, path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The texts of the list at a dotted path. */
export function textsAt(value: unknown, path: string): string[] {
  const found = at(value, path);
  return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
}

/** A copy without the value at a dotted path. */
export function without(value: Properties, path: string): Properties {
  const [key = "", ...rest] = path.split(".");
  const { [key]: found, ...others } = value;
  if (rest.length === 0 || found === undefined) return others;
  return { ...others, [key]: isObject(found) ? without(found, rest.join(".")) : found };
}

/** Whether two values are equal; a member that is undefined counts as absent. */
export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (isObject(a) && isObject(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((k) => same(a[k], b[k]));
  return a === b;
}

/** A copy in which every value that is unknown in the preview stays as it is and undefined members are gone. */
export function plain(value: Properties): Properties {
  return JSON.parse(JSON.stringify(value)) as Properties;
}
