import { perFacts } from "../plan/perFacts.ts";
import { isCentral, mayUse } from "../plan/usage.ts";
import type { Facts, KmsHostFacts, Site } from "../topology/model.ts";

/** What the file says about traffic to one KMS host: sites in the order of the file. */
export interface DeclaredFlows {
  /** A cohort of the site may use the host. */
  readonly open: readonly Site[];
  /** The site must not reach the host. */
  readonly shut: readonly Site[];
}

/** Sites by the names of the KMS hosts to which they may send something. */
type SitesOfHosts = ReadonlyMap<string, ReadonlySet<Site>>;

/** With a cohort that may use the host. */
const users = perFacts((facts): SitesOfHosts => {
  const sites = new Map(facts.kmsHosts.map((host) => [host.name, new Set<Site>()]));
  for (const site of facts.sites)
    for (const cohort of site.cohorts) for (const { name } of mayUse(facts, site, cohort)) sites.get(name)?.add(site);
  return sites;
});

/** Isolated and lab sites, which reach nothing but what is declared. */
const closedSites = perFacts((facts): readonly Site[] =>
  facts.sites.filter(({ kind }) => kind === "isolated" || kind === "lab"),
);

/** Closed sites to which the host belongs, or whose `reaches` names it. */
const acquaintances = perFacts((facts): SitesOfHosts => {
  const sites = new Map(facts.kmsHosts.map((host) => [host.name, new Set<Site>()]));
  const core = facts.kmsHosts.filter((host) => isCentral(facts, host)).map(({ name }) => name);
  const bySite = Map.groupBy(facts.kmsHosts, ({ site }) => site);
  for (const site of closedSites(facts)) {
    const named = site.reaches.kms?.hosts ?? [];
    const own = bySite.get(site.name) ?? [];
    for (const name of [...own.map((host) => host.name), ...(named === "core" ? core : named)])
      sites.get(name)?.add(site);
  }
  return sites;
});

/**
 * The flows to one KMS host: open from every site of which a cohort may use it, and shut from every other isolated or
 * lab site to which the host neither belongs nor is named by its `reaches`.
 */
export function declaredFlows(facts: Facts, { name }: KmsHostFacts): DeclaredFlows {
  const using = users(facts).get(name);
  const known = acquaintances(facts).get(name);
  return {
    open: [...(using ?? [])],
    shut: closedSites(facts).filter((site) => using?.has(site) !== true && known?.has(site) !== true),
  };
}
