import type { Facts } from "../topology/model.ts";
import type { ActivationObject, Item } from "./item.ts";
import { kmsHostItem } from "./kmsHosts.ts";
import { sortedByKey } from "./order.ts";
import { addressRecords, srvRecords } from "./records.ts";
import { holdsShared, hostsInScope, wholeScope } from "./scope.ts";
import { securityGroups } from "./securityGroups.ts";

/**
 * What should exist: everything that a stack with this scope declares, sorted by `keyOf`.
 *
 * Demand and use are always those of the whole file. Host items and RFC 2136 records belong to the host's site; Azure
 * private records and activation objects belong to no site and are in the scope that holds the file's first core site.
 *
 * @param scope - Names of sites; default: all.
 */
export function desiredItems(facts: Facts, scope: readonly string[] = wholeScope(facts)): readonly Item[] {
  const hosts = hostsInScope(facts, scope);
  const items: readonly Item[] = [
    ...srvRecords(facts, scope),
    ...addressRecords(facts, scope),
    ...securityGroups(facts, hosts),
    ...hosts.map(kmsHostItem),
    ...activationObjects(facts, scope),
  ];
  return sortedByKey(items);
}

function activationObjects(facts: Facts, scope: readonly string[]): readonly ActivationObject[] {
  if (!holdsShared(facts, scope)) return [];
  return facts.forests.flatMap((forest) =>
    forest.activationObjects.map(({ name, key, origin }) => ({
      kind: "activationObject",
      forest: forest.name,
      name,
      key,
      origin,
    })),
  );
}
