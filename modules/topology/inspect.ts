import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  visit,
  type YAMLMap,
} from "yaml";

/** What one walk through a document gathers. */
export interface Inspection {
  /** Names that a map holds already. */
  readonly repeated: readonly Scalar[];
  /** Aliases of anchors that are not set before. */
  readonly lost: readonly Alias[];
  /** Merge keys of which something else than a map is merged. */
  readonly wrongMerges: readonly Scalar[];
  /** Scalars that are texts, names among them. */
  readonly texts: readonly Scalar<string>[];
  /** What each alias stands for. The YAML library would walk through the whole document for each of them. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/** Walks once through everything that is written in a document. */
export function inspect(document: Document): Inspection {
  const texts: Scalar<string>[] = [];
  const repeated: Scalar[] = [];
  const lost: Alias[] = [];
  const merges: Pair[] = [];
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target === undefined) lost.push(alias);
      else targets.set(alias, target);
    },
    Pair: (_, pair) => {
      if (isMergeKey(pair.key)) merges.push(pair);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isMap(node)) repeated.push(...repeatedNames(node));
      if (isScalar<string>(node) && typeof node.value === "string") texts.push(node);
    },
  });
  const wrongMerges = merges.filter((pair) => !mergesMaps(pair, targets)).map((pair) => pair.key as Scalar);
  return { repeated, lost, wrongMerges, texts, targets };
}

/** The YAML library compares each name with each other one, which takes seconds for ten thousand. */
function repeatedNames(map: YAMLMap): Scalar[] {
  const names = new Set<unknown>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    if (names.has(key.value)) return [key];
    names.add(key.value);
    return [];
  });
}

const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && key.value === "<<" && (key.type === undefined || key.type === Scalar.PLAIN);

/** One map, or a list of maps, each perhaps by an alias. */
function mergesMaps({ value }: Pair, targets: ReadonlyMap<Alias, Node>): boolean {
  const resolved = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node);
  const source = resolved(value);
  return (isSeq(source) ? source.items : [source]).every((item) => isMap(resolved(item)));
}
