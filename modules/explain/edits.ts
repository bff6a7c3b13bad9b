import { shown } from "../plan/words.ts";
import type { Cohort, Facts, Forest, KmsHostFacts, Site } from "../topology/model.ts";

// Candidate edits of the facts: what the file would say if something were different. All are pure; an edit of something
// that is not there changes nothing.

/** Names one cohort. */
export interface At {
  readonly site: string;
  readonly cohort: string;
}

/** The facts with one site changed. */
export function editSite(facts: Facts, name: string, edit: (site: Site) => Site): Facts {
  return { ...facts, sites: facts.sites.map((site) => (site.name === name ? edit(site) : site)) };
}

/** The facts with one cohort changed. */
export function editCohort(facts: Facts, at: At, edit: (cohort: Cohort) => Cohort): Facts {
  return editSite(facts, at.site, (site) => ({
    ...site,
    cohorts: site.cohorts.map((cohort) => (cohort.name === at.cohort ? edit(cohort) : cohort)),
  }));
}

/** The facts with one KMS host changed. */
export function editHost(facts: Facts, name: string, edit: (host: KmsHostFacts) => KmsHostFacts): Facts {
  return { ...facts, kmsHosts: facts.kmsHosts.map((host) => (host.name === name ? edit(host) : host)) };
}

/** The facts with one forest changed. */
export function editForest(facts: Facts, name: string, edit: (forest: Forest) => Forest): Facts {
  return { ...facts, forests: facts.forests.map((forest) => (forest.name === name ? edit(forest) : forest)) };
}

/** Domain controllers that a site names and that lie in a domain of a forest, as people write them. */
export function controllersOf({ domainControllers }: Site, { domains }: Forest): readonly string[] {
  return domainControllers.filter((name) => domains.some((domain) => name.endsWith(`.${domain}`))).map(shown);
}

/** A name that nothing in the list has: the wanted one, else the wanted one with a number. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const numbers = Array.from(taken, (_, i) => `${wanted}-${i + 2}`);
  return numbers.find((name) => !taken.includes(name)) ?? `${wanted}-${taken.length + 2}`;
}

/** A site and a cohort of the facts by their names. */
export function find(facts: Facts, at: At): { readonly site: Site; readonly cohort: Cohort } | undefined {
  const site = facts.sites.find(({ name }) => name === at.site);
  const cohort = site?.cohorts.find(({ name }) => name === at.cohort);
  return site && cohort && { site, cohort };
}
