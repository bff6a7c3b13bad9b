import type { Facts, KmsHostFacts } from "../topology/model.ts";
import { entryOf, perFacts } from "./perFacts.ts";

// Cohorts that meet the same hosts share one array, so that what is worked out for a list of hosts is worked out once,
// however many cohorts there are.

/** KMS hosts of one Facts object in the order of its file. Equal selections from one list are one array. */
export type HostList = readonly KmsHostFacts[];

/** No host. */
export const noHosts: HostList = [];

/** The hosts of an estate by what the plan asks for. */
export interface HostIndex {
  readonly byName: ReadonlyMap<string, KmsHostFacts>;
  readonly bySite: ReadonlyMap<string, HostList>;
  /** Hosts at core sites. */
  readonly core: HostList;
  readonly coreSites: ReadonlySet<string>;
  /** Position in the file. */
  readonly order: ReadonlyMap<KmsHostFacts, number>;
  /** Lists that sites name, by their names. */
  readonly named: Map<string, HostList>;
}

/** The index of an estate. */
export const hostIndex: (facts: Facts) => HostIndex = perFacts((facts) => {
  const coreSites = new Set(facts.sites.filter((site) => site.kind === "core").map((site) => site.name));
  return {
    byName: new Map(facts.kmsHosts.map((host) => [host.name, host])),
    bySite: Map.groupBy(facts.kmsHosts, (host) => host.site),
    core: facts.kmsHosts.filter((host) => coreSites.has(host.site)),
    coreSites,
    order: new Map(facts.kmsHosts.map((host, i) => [host, i])),
    named: new Map(),
  };
});

/** The hosts with these names; unknown names name none. */
export function namedHosts(index: HostIndex, names: readonly string[]): HostList {
  return entryOf(index.named, names.join("\n"), () => {
    const found = new Set(names.flatMap((name) => index.byName.get(name) ?? []));
    return [...found].sort((a, b) => position(index, a) - position(index, b));
  });
}

/** The hosts of two lists that share none. */
export function joined(index: HostIndex, few: HostList, many: HostList): HostList {
  if (few.length === 0) return many;
  if (many.length === 0) return few;
  return entryOf(
    entryOf(joins, few, () => new WeakMap()),
    many,
    () => {
      const all = [...many];
      for (const host of few) all.splice(placeOf(index, all, host), 0, host);
      return all;
    },
  );
}

const joins = new WeakMap<HostList, WeakMap<HostList, HostList>>();

/** Where a host belongs in a list, by halving. */
function placeOf(index: HostIndex, list: HostList, host: KmsHostFacts): number {
  const at = position(index, host);
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (position(index, list[middle] ?? host) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function position(index: HostIndex, host: KmsHostFacts): number {
  return index.order.get(host) ?? 0;
}

/** The hosts of a list without some of its own. */
export function without(list: HostList, some: HostList): HostList {
  if (some.length === 0) return list;
  if (some === list) return noHosts;
  return entryOf(
    entryOf(rests, list, () => new WeakMap()),
    some,
    () => list.filter((host) => !some.includes(host)),
  );
}

const rests = new WeakMap<HostList, WeakMap<HostList, HostList>>();

/** The hosts of a list that pass a test. Tests with one name must be one test, because the answer is kept under it. */
export function select(list: HostList, test: string, passes: (host: KmsHostFacts) => boolean): HostList {
  const known = selections.get(list)?.get(test);
  if (known !== undefined || list.length === 0) return known ?? noHosts;
  const found = list.filter(passes);
  const selected = found.length === 0 ? noHosts : found.length === list.length ? list : found;
  entryOf(selections, list, () => new Map()).set(test, selected);
  return selected;
}

const selections = new WeakMap<HostList, Map<string, HostList>>();

/** The names of the hosts of a list. */
export function namesOf(list: HostList): readonly string[] {
  return entryOf(names, list, () => list.map(({ name }) => name));
}

const names = new WeakMap<HostList, readonly string[]>();
