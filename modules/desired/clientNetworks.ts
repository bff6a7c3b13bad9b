import { mayUse } from "../plan/usage.ts";
import type { Facts } from "../topology/model.ts";

/** For each KMS host, the networks of the sites with a cohort that may use it, in the order of the file. */
export function clientNetworks(facts: Facts): ReadonlyMap<string, ReadonlySet<string>> {
  const networks = new Map(facts.kmsHosts.map((host) => [host.name, new Set<string>()]));
  for (const site of facts.sites) {
    const used = new Set(site.cohorts.flatMap((cohort) => mayUse(facts, site, cohort)));
    for (const host of used) for (const network of site.networks) networks.get(host.name)?.add(network);
  }
  return networks;
}
