import fc from "fast-check";
import { stringify } from "yaml";

/** One way to damage a text; numbers are taken modulo what there is. */
type Mutation = (text: string) => string;

const at = fc.nat({ max: 100_000 });
const short = fc.nat({ max: 40 });

/** Another character, of any kind, in place of one. */
const flip = fc.record({ at, to: fc.oneof(fc.nat({ max: 127 }), fc.nat({ max: 0xffff })) }).map(
  ({ at, to }): Mutation =>
    (text) => {
      const i = at % (text.length + 1);
      return text.slice(0, i) + String.fromCharCode(to) + text.slice(i + 1);
    },
);

/** One bit of a character. */
const flipBit = fc.record({ at, bit: fc.nat({ max: 7 }) }).map(
  ({ at, bit }): Mutation =>
    (text) => {
      const i = at % (text.length + 1);
      return text.slice(0, i) + String.fromCharCode((text.charCodeAt(i) || 0) ^ (1 << bit)) + text.slice(i + 1);
    },
);

const cut = fc.record({ at, length: short }).map(
  ({ at, length }): Mutation =>
    (text) => {
      const i = at % (text.length + 1);
      return text.slice(0, i) + text.slice(i + length);
    },
);

const repeat = fc.record({ at, length: short, to: at }).map(
  ({ at, length, to }): Mutation =>
    (text) => {
      const i = at % (text.length + 1);
      const j = to % (text.length + 1);
      return text.slice(0, j) + text.slice(i, i + length) + text.slice(j);
    },
);

const marks = [
  "&a ",
  "*a",
  "<<: ",
  "? ",
  "!t ",
  "|",
  ">-",
  "%",
  "---\n",
  "...\n",
  "\t",
  "\0",
  "\u2028",
  "\uD800",
  "'",
  '"',
  "{",
  "]",
  "\r",
];
const insert = fc.record({ at, mark: fc.constantFrom(...marks) }).map(
  ({ at, mark }): Mutation =>
    (text) => {
      const i = at % (text.length + 1);
      return text.slice(0, i) + mark + text.slice(i);
    },
);

const onLines = (change: (lines: string[], a: number, b: number) => string[]) =>
  fc.record({ a: at, b: at }).map(
    ({ a, b }): Mutation =>
      (text) => {
        const lines = text.split("\n");
        return change(lines, a % lines.length, b % lines.length).join("\n");
      },
  );

const swapLines = onLines((lines, a, b) => lines.with(a, lines[b] ?? "").with(b, lines[a] ?? ""));
const dropLine = onLines((lines, a) => lines.toSpliced(a, 1));
const repeatLine = onLines((lines, a, b) => lines.toSpliced(b, 0, lines[a] ?? ""));
const shiftLine = onLines((lines, a, b) => lines.with(a, " ".repeat(b % 9) + (lines[a] ?? "").trimStart()));

/** A text damaged in one to four places. */
export const damaged = (bases: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...bases),
      fc.array(fc.oneof(flip, flipBit, cut, repeat, insert, swapLines, dropLine, repeatLine, shiftLine), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([base, mutations]) => mutations.reduce((text, mutation) => mutation(text), base));

const oddNames = ["", "constructor", "__proto__", "toString", "hq", "version", "<<", "a.b", "0", "é", "x".repeat(70)];
const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "never",
  "30d",
  "999999d",
  "constructor",
  "__proto__",
  "core",
  "D30",
  "a..b",
  ".",
  "10.0.0.0/33",
  "2026-02-30",
  [],
  [[]],
  {},
  { hosts: [] },
  ["core"],
  { vault: "x", config: "y" },
  "\\",
  "\u0000",
  "x".repeat(300),
];

type Parent = Record<string, unknown>;

/** One change to a tree; numbers are taken modulo what there is. */
interface Change {
  readonly node: number;
  readonly other: number;
  readonly kind: "replace" | "drop" | "copy" | "rename";
  readonly value: unknown;
  readonly name: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  node: at,
  other: at,
  kind: fc.constantFrom("replace", "drop", "copy", "rename"),
  value: fc.oneof(fc.constantFrom(...oddValues), fc.jsonValue({ maxDepth: 1 })),
  name: fc.constantFrom(...oddNames),
});

function apply(root: unknown, { node, other, kind, value, name }: Change): void {
  const slots = slotsIn(root);
  const [parent, key] = slots[node % slots.length] ?? [{}, ""];
  const [from, fromKey] = slots[other % slots.length] ?? [{}, ""];
  if (kind === "replace") set(parent, key, structuredClone(value));
  if (kind === "copy") set(parent, key, structuredClone(from[fromKey]));
  if (kind === "rename" && !Array.isArray(parent)) set(parent, name, parent[key]);
  if (kind === "rename" || kind === "drop") delete parent[key];
}

/** A value with parts of its tree replaced, dropped, repeated or renamed, written as YAML or JSON. */
export const restructured = (bases: readonly unknown[]): fc.Arbitrary<string> =>
  fc
    .record({
      base: fc.constantFrom(...bases),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
      write: fc.constantFrom(
        (value: unknown) => stringify(value),
        (value: unknown) => stringify(value, { collectionStyle: "flow" }),
        (value: unknown) => JSON.stringify(value),
        (value: unknown) => JSON.stringify(value, null, "\t"),
      ),
    })
    .map(({ base, changes, write }) => {
      const root = structuredClone(base);
      for (const one of changes) apply(root, one);
      return write(root);
    });

/** An assignment would set the prototype where the name is `__proto__`. */
const set = (parent: Parent, name: string, value: unknown): void => {
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true });
};

/** Every place in a tree, as its parent and its name there. */
function slotsIn(node: unknown): [Parent, string][] {
  if (node === null || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([key, value]): [Parent, string][] => [[node as Parent, key], ...slotsIn(value)]);
}
