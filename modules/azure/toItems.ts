import type { Item } from "../desired/item.ts";
import { kmsHostItem } from "../desired/kmsHosts.ts";
import { sortedByKey } from "../desired/order.ts";
import { hostsInScope } from "../desired/scope.ts";
import type { Facts } from "../topology/model.ts";
import { securityGroupItems } from "./firewallItems.ts";
import { azureHostItems } from "./hostItems.ts";
import { estateOf } from "./readState.ts";
import { activationObjectItem, azureSetItems, srvRecordItem } from "./recordItems.ts";
import { readEach, type StackResource, type Unreadable, unversioned } from "./stackResource.ts";

export type { StackResource } from "./stackResource.ts";

/** The items of a stack, and the resources among them that could not be read. */
export interface StackItems {
  /** Sorted by `keyOf`. */
  readonly items: readonly Item[];
  /** Not absent, only not known: whoever judges the items must say so. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads the items that the resources of a stack declare; resources of other types are passed over.
 *
 * Existing hosts have no resource: those of the stack's scope come from its Estate.
 *
 * @param facts - Default: those of the Estate in `resources`.
 */
export function readItems(resources: readonly StackResource[], facts?: Facts): StackItems {
  const estate = estateOf(resources);
  const known = facts ?? estate?.facts;
  const ofType = (type: string) => resources.filter((resource) => unversioned(resource.type) === type);
  const unreadable: Unreadable[] = [];
  const each = (type: string, read: (resource: StackResource) => readonly Item[]) =>
    readEach(ofType(type), unreadable, read);

  const groups = securityGroupItems(
    ofType("azure-native:network:NetworkSecurityGroup"),
    ofType("azure-native:network:SecurityRule"),
    known,
  );
  const hosts = azureHostItems(
    ofType("azure-native:compute:VirtualMachine"),
    ofType("azure-native:network:NetworkInterface"),
    known,
  );
  const existing = estate === undefined ? [] : hostsInScope(estate.facts, estate.scope);
  const items = [
    ...groups.items,
    ...hosts.items,
    ...existing.filter((host) => host.placement === "existing").map(kmsHostItem),
    ...each("azure-native:privatedns:PrivateRecordSet", (set) => azureSetItems(set, known, false)),
    ...each("azure-native:dns:RecordSet", (set) => azureSetItems(set, known, true)),
    ...each("activation:index:SrvRecord", (resource) => [srvRecordItem(resource, known)]),
    ...each("activation:index:ActivationObject", (resource) => [activationObjectItem(resource, known)]),
  ];
  return {
    items: sortedByKey(items),
    unreadable: [...groups.unreadable, ...hosts.unreadable, ...unreadable],
  };
}

/** The items of a stack. @throws where a resource cannot be read, naming each; `readItems` goes on instead. */
export function itemsOf(resources: readonly StackResource[], facts?: Facts): readonly Item[] {
  const { items, unreadable } = readItems(resources, facts);
  if (unreadable.length === 0) return items;
  const lines = unreadable.map(({ urn, reason }) => `${urn}: ${reason}`);
  throw new Error(["resources that cannot be read", ...lines].join("\n  "));
}
