import { perFacts } from "../plan/perFacts.ts";
import { mayUse } from "../plan/usage.ts";
import type { Facts, KmsHostFacts, Site } from "../topology/model.ts";
import type { Flow } from "./matchRule.ts";

/** What the file says about traffic from one site to one KMS host. */
export interface DeclaredFlow {
  /** `open` where a cohort of the site may use the host; `shut` where the site must not reach it. */
  readonly intent: Flow["intent"];
  readonly site: Site;
  readonly host: KmsHostFacts;
}

/** For each host, by name, the sites with a cohort that may use it. */
const users = perFacts((facts): ReadonlyMap<string, ReadonlySet<Site>> => {
  const sites = new Map(facts.kmsHosts.map((host) => [host.name, new Set<Site>()]));
  for (const site of facts.sites)
    for (const cohort of site.cohorts) for (const { name } of mayUse(facts, site, cohort)) sites.get(name)?.add(site);
  return sites;
});

/**
 * The flows to one KMS host: from every site of which a cohort may use it, and, to be shut, from every isolated or lab
 * site to which the host neither belongs nor is named by its `reaches`. In the order of the sites.
 */
export function declaredFlows(facts: Facts, host: KmsHostFacts): readonly DeclaredFlow[] {
  const used = users(facts).get(host.name);
  return facts.sites.flatMap((site): DeclaredFlow[] => {
    if (used?.has(site) === true) return [{ intent: "open", site, host }];
    const closed = site.kind === "isolated" || site.kind === "lab";
    return closed && !belongs(facts, site, host) ? [{ intent: "shut", site, host }] : [];
  });
}

function belongs(facts: Facts, site: Site, host: KmsHostFacts): boolean {
  const named = site.reaches.kms?.hosts ?? [];
  if (host.site === site.name) return true;
  return named === "core"
    ? facts.sites.some(({ name, kind }) => name === host.site && kind === "core")
    : named.includes(host.name);
}
