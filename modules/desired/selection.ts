import type { Facts } from "../topology/model.ts";
import { desiredItems } from "./desired.ts";
import type { ActivationObject, Item, SrvRecord } from "./item.ts";

/** Servers that an estate may be provisioned without; what needs them is left out and listed. */
export const parts = ["rfc2136", "activeDirectory", "ssh"] as const;
export type Part = (typeof parts)[number];

/** What a stack declares, and what its configuration leaves out of it. */
export interface Selection {
  readonly items: readonly Item[];
  /** A sentence for each part that is left out. */
  readonly leftOut: readonly string[];
}

/** The items of the scope without those that need servers which this estate does not have. */
export function selectItems(facts: Facts, scope: readonly string[], leaveOut: readonly Part[]): Selection {
  const all = desiredItems(facts, scope);
  const without = (part: Part, needs: (item: Item) => boolean) => (leaveOut.includes(part) ? all.filter(needs) : []);
  const records = without("rfc2136", (item) => isRfc2136Record(facts, item)) as readonly SrvRecord[];
  const objects = without("activeDirectory", isActivationObject) as readonly ActivationObject[];
  const out = new Set<Item>([...records, ...objects]);
  return {
    items: all.filter((item) => !out.has(item)),
    leftOut: [
      ...sentence(
        "rfc2136",
        "SRV records in zone",
        Map.groupBy(records, (record) => record.zone),
      ),
      ...sentence(
        "activeDirectory",
        "activation objects in forest",
        Map.groupBy(objects, (object) => object.forest),
      ),
    ],
  };
}

/** Whether an item is a record that is owned alone, in a zone that takes updates by RFC 2136. */
export function isRfc2136Record(facts: Facts, item: Item): item is SrvRecord {
  return item.kind === "srv" && facts.zones.some((zone) => zone.name === item.zone && zone.provider === "rfc2136");
}

/** Whether an item is an activation object. */
export function isActivationObject(item: Item): item is ActivationObject {
  return item.kind === "activationObject";
}

function sentence(part: Part, what: string, groups: ReadonlyMap<string, readonly Item[]>): readonly string[] {
  return [...groups].map(([name, items]) => `${part}: ${what} ${name} (${items.length})`);
}
