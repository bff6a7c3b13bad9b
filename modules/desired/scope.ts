import type { Facts, KmsHostFacts } from "../topology/model.ts";

/** Every site of the file: the scope of a stack that provisions it whole. */
export function wholeScope(facts: Facts): readonly string[] {
  return facts.sites.map((site) => site.name);
}

/**
 * Whether a stack with this scope provisions what belongs to no site (Azure private records, activation objects,
 * resource group, network): the scope holds the file's first core site or, in a file without one, its first site.
 */
export function holdsShared(facts: Facts, scope: readonly string[]): boolean {
  const home = facts.sites.find((site) => site.kind === "core") ?? facts.sites[0];
  return home !== undefined && scope.includes(home.name);
}

/** The KMS hosts that a stack with this scope provisions, in the order of the file. */
export function hostsInScope(facts: Facts, scope: readonly string[]): readonly KmsHostFacts[] {
  return facts.kmsHosts.filter((host) => scope.includes(host.site));
}
