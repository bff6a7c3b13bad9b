/** Whether a text can only be JSON, or YAML in its form, as far as its first character says. */
export function isJsonObject(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** The value of a JSON text; undefined where it is no JSON. Of a name that is there twice the last one counts. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Strings of a JSON text, with the colon behind those that are names. */
const strings = /"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)/g;

/** Whether every name of a JSON text is still there in its value: no object holds one twice. */
export function jsonNames(text: string, value: unknown): boolean {
  let names = 0;
  for (const [, colon] of text.matchAll(strings)) if (colon === ":") names++;
  const rest = [value];
  while (rest.length > 0) {
    const node = rest.pop();
    if (node === null || typeof node !== "object") continue;
    const values = Object.values(node);
    if (!Array.isArray(node)) names -= values.length;
    for (const inner of values) rest.push(inner);
  }
  return names === 0;
}
