import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { LineStarts } from "./lineStarts.ts";
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
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #lines: LineStarts;
  /** Pairs by name of the maps that somebody has asked for. */
  readonly #named = new Map<YAMLMap, ReadonlyMap<string, Pair>>();

  /** `targets` says what each alias of the document stands for, `lines` is of the text that it was read from. */
  constructor(document: Document, targets: ReadonlyMap<Alias, Node>, lines: LineStarts) {
    this.#document = document;
    this.#targets = targets;
    this.#lines = lines;
  }

  atOffset(offset: number): Place {
    return this.#lines.at(offset);
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
      const step = whole === undefined ? this.#longestName(node, rest) : Number(index);
      if (step === undefined) return path;
      path.push(step);
      rest = rest.slice(whole?.length ?? String(step).length).replace(/^\./, "");
      node = this.#resolve(this.#entry(node, step)?.value);
    }
    return path;
  }

  /** The longest beginning of a dotted path that names something in a map. */
  #longestName(node: Node | null | undefined, rest: string): string | undefined {
    const pairs = this.#pairs(node);
    for (
      let end = rest.length;
      end > 0;
      end = Math.max(rest.lastIndexOf(".", end - 1), rest.lastIndexOf("[", end - 1))
    ) {
      const name = rest.slice(0, end);
      if (pairs.has(name)) return name;
    }
    return undefined;
  }

  #entry(node: Node | null | undefined, step: string | number): Entry | undefined {
    if (isSeq(node)) {
      const value = typeof step === "number" ? node.items[step] : undefined;
      return value === undefined ? undefined : { step, key: undefined, value: value as Node };
    }
    const pair = this.#pairs(node).get(String(step));
    return pair && { step, key: pair.key as Node, value: pair.value as Node | null };
  }

  /** Own pairs before those of merged maps, as YAML's merge keys want it. */
  #pairs(node: Node | null | undefined): ReadonlyMap<string, Pair> {
    if (!isMap(node)) return none;
    const known = this.#named.get(node);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    this.#named.set(node, pairs);
    const add = (pair: Pair): void => {
      const name = nameOf(pair);
      if (name !== "" && !pairs.has(name)) pairs.set(name, pair);
    };
    node.items.forEach(add);
    for (const pair of node.items.filter((candidate) => nameOf(candidate) === "<<")) {
      const value = this.#resolve(pair.value as Node | null);
      const maps = isSeq(value) ? value.items.map((item) => this.#resolve(item as Node)) : [value];
      for (const map of maps) this.#pairs(map).forEach(add);
    }
    return pairs;
  }

  #resolve(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? this.#targets.get(node) : node;
  }
}

const none: ReadonlyMap<string, Pair> = new Map();

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
