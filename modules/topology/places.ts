import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Place, Places } from "./problem.ts";

/** Keys and indices from the document root. */
export type Path = readonly (string | number)[];

/** Which part of a map's entry is meant: what stands before the colon, or what stands behind it. */
export type Part = "key" | "value";

/** `sites.plant.networks[0]`; the document itself is `(file)`. */
export function formatPath(path: Path): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return text === "" ? "(file)" : text.replace(/^\./, "");
}

/** Positions of everything in one YAML document. Aliases and merge keys lead to where a thing is written. */
export class DocumentPlaces implements Places {
  readonly #document: Document;
  readonly #lineStarts: readonly number[];
  readonly #file: string;

  /** `text` is what the document was read from. */
  constructor(document: Document, text: string, file: string) {
    this.#document = document;
    // The library's own line counter loses count behind a syntax error.
    this.#lineStarts = [0, ...[...text.matchAll(/\n/g)].map((newLine) => newLine.index + 1)];
    this.#file = file;
  }

  atOffset(offset: number): Place {
    const line = this.#lineStarts.findLastIndex((start) => start <= offset);
    return { file: this.#file, line: line + 1, column: offset - (this.#lineStarts[line] ?? 0) + 1 };
  }

  /** The place of a path, or of the nearest thing above it that the document has. */
  at(path: Path, part: Part = "value"): Place {
    let node = this.#resolve(this.#document.contents);
    let offset = startOf(this.#document.contents);
    for (const [i, step] of path.entries()) {
      const entry = this.#entry(node, step);
      if (entry === undefined) break;
      const wantsKey = entry.key !== undefined && (part === "key" || i < path.length - 1 || entry.value === null);
      offset = startOf(wantsKey ? entry.key : entry.value) ?? offset;
      node = this.#resolve(entry.value);
    }
    return this.atOffset(offset ?? 0);
  }

  /** The path of the innermost thing that holds an offset of the text. */
  pathAt(offset: number): Path {
    const path: (string | number)[] = [];
    for (let node = this.#document.contents as Node | null | undefined; ; ) {
      const inner = entriesOf(node).find((entry) => entry.step !== "" && holds(entry, offset));
      if (inner === undefined) return path;
      path.push(inner.step);
      node = inner.value;
    }
  }

  of(subject: string): Place {
    return this.at(this.#pathOf(subject), "key");
  }

  /** Reads a dotted path against the document, whose names (zones, forests) may hold dots themselves. */
  #pathOf(subject: string): Path {
    const path: (string | number)[] = [];
    let node = this.#resolve(this.#document.contents);
    let rest = subject;
    while (rest !== "") {
      const [whole, index] = /^\[(\d+)\]\.?/.exec(rest) ?? [];
      const step = whole === undefined ? this.#longestKey(node, rest) : Number(index);
      if (step === undefined) return path;
      path.push(step);
      rest = rest.slice(whole?.length ?? String(step).length).replace(/^\./, "");
      node = this.#resolve(this.#entry(node, step)?.value);
    }
    return path;
  }

  #longestKey(node: Node | null | undefined, rest: string): string | undefined {
    return this.#pairs(node)
      .map((pair) => nameOf(pair))
      .filter((key) => key !== "" && (rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`)))
      .sort((a, b) => b.length - a.length)[0];
  }

  #entry(node: Node | null | undefined, step: string | number): Entry | undefined {
    if (isSeq(node)) {
      const value = typeof step === "number" ? node.items[step] : undefined;
      return value === undefined ? undefined : { step, key: undefined, value: value as Node };
    }
    const pair = this.#pairs(node).find((candidate) => nameOf(candidate) === String(step));
    return pair && { step, key: pair.key as Node, value: pair.value as Node | null };
  }

  /** Own pairs first, then those of merged maps, as YAML's merge keys want it. */
  #pairs(node: Node | null | undefined): Pair[] {
    if (!isMap(node)) return [];
    const merged = node.items
      .filter((pair) => nameOf(pair) === "<<")
      .flatMap((pair) => {
        const value = this.#resolve(pair.value as Node | null);
        return isSeq(value) ? value.items.map((item) => this.#resolve(item as Node)) : [value];
      });
    return [...node.items, ...merged.flatMap((map) => this.#pairs(map))];
  }

  #resolve(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }
}

interface Entry {
  readonly step: string | number;
  readonly key: Node | undefined;
  readonly value: Node | null;
}

const startOf = (node: Node | null | undefined): number | undefined => node?.range?.[0];

/** From the beginning of its name to the end of its value, with a tag or comment between them. */
const holds = ({ key, value }: Entry, offset: number): boolean => {
  const start = startOf(key ?? value) ?? Number.POSITIVE_INFINITY;
  return start <= offset && offset < (value?.range?.[1] ?? key?.range?.[1] ?? 0);
};

const nameOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : "");

function entriesOf(node: Node | null | undefined): Entry[] {
  if (isMap(node))
    return (node as YAMLMap).items.map((pair) => ({
      step: nameOf(pair),
      key: pair.key as Node,
      value: pair.value as Node | null,
    }));
  if (isSeq(node)) return node.items.map((item, i) => ({ step: i, key: undefined, value: item as Node }));
  return [];
}
