/** Turns parsed JSON into a value of a type. `path` names the place in messages. */
export type Decode<T> = (value: unknown, path: string) => T;

/** A value that is not what it should be. The message names the place, never the value. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
}

function mismatch(path: string, wanted: string): never {
  throw new Mismatch(`${path} is not ${wanted}`);
}

/** Longest text that is taken: no name or description of Windows comes near it. */
const longest = 1024;

/** Texts of the machine, which end up in reports: without control characters. */
export const text: Decode<string> = (value, path) => {
  if (typeof value !== "string" || value.length > longest) return mismatch(path, "a text");
  return value.replace(/\p{Cc}/gu, "\uFFFD");
};

/** A text of a certain form. */
export function matching(form: RegExp, wanted: string): Decode<string> {
  return (value, path) => (typeof value === "string" && form.test(value) ? value : mismatch(path, wanted));
}

export const flag: Decode<boolean> = (value, path) =>
  typeof value === "boolean" ? value : mismatch(path, "true or false");

/** A whole number from `least` on. */
export function whole(least: number): Decode<number> {
  return (value, path) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= least
      ? value
      : mismatch(path, "a whole number");
}

/** A counter of Windows licensing, for which -1 and its unsigned form mean that there is none. */
export const counter: Decode<number | null> = (value, path) =>
  value === null || value === -1 || value === 4_294_967_295 ? null : whole(0)(value, path);

export function oneOf<const T extends string | number>(...allowed: readonly T[]): Decode<T> {
  return (value, path) => allowed.find((one) => one === value) ?? mismatch(path, `one of ${allowed.join(", ")}`);
}

export function nullable<T>(decode: Decode<T>): Decode<T | null> {
  return (value, path) => (value === null ? null : decode(value, path));
}

/** A list, also in the form {value, Count} in which Windows PowerShell writes some of them. */
export function list<T>(decode: Decode<T>): Decode<readonly T[]> {
  return (value, path) => {
    const items = isWrapped(value) ? value.value : value;
    if (!Array.isArray(items)) return mismatch(path, "a list");
    return items.map((item, place) => decode(item, `${path}[${place}]`));
  };
}

function isWrapped(value: unknown): value is { readonly value: unknown } {
  return typeof value === "object" && value !== null && "value" in value && "Count" in value;
}

/** An object with these fields; others are left out. */
export function fields<T extends object>(shape: { readonly [K in keyof T]: Decode<T[K]> }): Decode<T> {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return mismatch(path, "an object");
    const given = new Map<string, unknown>(Object.entries(value));
    const decoded = Object.entries<Decode<unknown>>(shape).map(([name, decode]) => [
      name,
      decode(given.get(name), `${path}.${name}`),
    ]);
    return Object.fromEntries(decoded) as T;
  };
}
