import { metHosts } from "../plan/usage.ts";
import { rangeOf } from "../topology/ipv4.ts";
import type { Facts, KmsHostFacts, Site } from "../topology/model.ts";
import { listNames, plannedCohorts } from "./cohorts.ts";
import { type EstateRule, ownRule, type Report, type World } from "./rule.ts";

/** REACH-01. */
export const everyHostIsUsed: EstateRule = {
  id: "REACH-01",
  severity: "advisory",
  over: "estate",
  summary: "Every KMS host can be used by some cohort.",
  source: ownRule,
  reads: ["sites.*.reaches", "sites", "kmsHosts.*.keys", "keys"],
  remedy: "State who reaches the host, give it a key for those who do, or take it out of the file.",
  check: (world) => {
    const used = new Set(plannedCohorts(world).flatMap(({ decision }) => decision.hosts));
    const idle = world.facts.kmsHosts.filter(({ name }) => !used.has(name));
    if (idle.length === 0) return [];
    const met = hostsMet(world);
    return idle.map((host) => {
      const why = met.has(host)
        ? "can count none of the machines that reach it, by its keys or its system; give it a key for them"
        : "is reached by no machines of the file; state who reaches it (reaches.kms)";
      const message = `${host.name} at site ${host.site} ${why}, or take it out of the file`;
      return { subject: `kmsHosts.${host.name}`, message };
    });
  },
};

function hostsMet(world: World): ReadonlySet<KmsHostFacts> {
  // Cohorts that meet the same hosts share one list.
  const lists = new Set(plannedCohorts(world).map(({ site, cohort }) => metHosts(world.facts, site, cohort)));
  return new Set([...lists].flat());
}

/** NET-01. */
export const networksAreApart: EstateRule = {
  id: "NET-01",
  severity: "mandatory",
  over: "estate",
  summary: "No two sites have the same network or parts of one, unless both are cut off.",
  source: ownRule,
  reads: ["sites.*.networks", "sites.*.reaches", "sites.*.kind"],
  remedy: "Correct the networks, so that an address says at which site a machine is.",
  check: ({ facts }) => {
    const ranges = rangesOf(facts);
    return [...ranges.flatMap(sharedReports), ...nestedReports(ranges)];
  },
};

/** One prefix, and the sites that state it. */
interface Range {
  readonly prefix: string;
  readonly first: number;
  readonly last: number;
  readonly sites: readonly Site[];
}

/** Outer prefixes before those that lie within them. */
function rangesOf(facts: Facts): Range[] {
  const stated = facts.sites.flatMap((site) => [...new Set(site.networks)].map((prefix) => ({ site, prefix })));
  return [...Map.groupBy(stated, ({ prefix }) => prefix)]
    .flatMap(([prefix, pairs]) => {
      const range = rangeOf(prefix);
      return range === undefined ? [] : [{ prefix, ...range, sites: pairs.map(({ site }) => site) }];
    })
    .sort((a, b) => a.first - b.first || b.last - a.last);
}

function sharedReports({ prefix, sites }: Range): Report[] {
  const [first, second] = sites;
  if (first === undefined || second === undefined || sites.every(isCutOff)) return [];
  const names = listNames(sites.map(({ name }) => name));
  const message = `${prefix} is a network of ${names}: an address of it says nothing about the site, and nothing about who is let through to a KMS host; correct the networks of ${second.name} or ${first.name}`;
  return [{ subject: `sites.${second.name}`, message }];
}

/** Prefixes lie within each other or apart, so the ones that hold a prefix are on a stack of at most 33. */
function nestedReports(ranges: readonly Range[]): Report[] {
  const holding: Range[] = [];
  return ranges.flatMap((range) => {
    while ((holding.at(-1)?.last ?? Number.POSITIVE_INFINITY) < range.first) holding.pop();
    const pairs = holding.toReversed().flatMap((outer) => meetingPair(outer, range) ?? []);
    holding.push(range);
    return pairs.slice(0, 1).map(({ prefix, outer, inner }) => {
      const message = `network ${range.prefix} of ${inner.name} lies within ${prefix} of ${outer.name}, so rules and proofs for ${outer.name} take in machines of ${inner.name}; correct one of the two`;
      return { subject: `sites.${inner.name}`, severity: "advisory", message };
    });
  });
}

/** Two different sites, one of each prefix, of which at least one is not cut off. */
function meetingPair(
  { prefix, sites }: Range,
  range: Range,
): { readonly prefix: string; readonly outer: Site; readonly inner: Site } | null {
  if (sites.every(isCutOff) && range.sites.every(isCutOff)) return null;
  for (const outer of sites) {
    const inner = range.sites.find((site) => site !== outer);
    if (inner !== undefined) return { prefix, outer, inner };
  }
  return null;
}

/** Nothing gets in or out, so its addresses meet no others. */
function isCutOff({ kind, reaches, cohorts }: Site): boolean {
  const calls = cohorts.some(({ contact }) => typeof contact.kms === "number" || typeof contact.domain === "number");
  return kind !== "core" && reaches.kms === null && reaches.domain === null && !calls;
}
