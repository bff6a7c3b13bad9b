import type { Csvlk, Facts, Product } from "../topology/model.ts";
import type { CohortChange, HostChange, HostKeySpending, MakSpending } from "./change.ts";
import { keepsKey } from "./machineKey.ts";

/** What changes of hosts and activation objects take from each KMS host key; only of keys that something is taken from. */
export function hostKeySpending(before: Facts, after: Facts, hosts: readonly HostChange[]): readonly HostKeySpending[] {
  const objects = newObjects(before, after);
  return after.keys
    .filter((key): key is Csvlk => key.type === "csvlk")
    .map((key): HostKeySpending => {
      const activated = hosts.filter(({ activates }) => activates.includes(key.name)).map(({ host }) => host);
      return {
        type: "csvlk",
        key: key.name,
        activations: activated.length,
        hosts: activated,
        computers: usedBefore(before, key) + key.hostsElsewhere + activated.length,
        limit: key.hostLimit,
        objects: objects.get(key.name) ?? [],
      };
    })
    .filter(({ activations, objects: made }) => activations > 0 || made.length > 0);
}

/** Hosts of the older file that used this very key: of the same name and group. */
function usedBefore(before: Facts, key: Csvlk): number {
  const isSame = before.keys.some((old) => old.type === "csvlk" && old.name === key.name && old.group === key.group);
  return isSame ? before.kmsHosts.filter((host) => host.keys.includes(key.name)).length : 0;
}

/** Objects to be made from each key, `forest/object`: those that the older file lacks or makes from another key. */
function newObjects(before: Facts, after: Facts): ReadonlyMap<string, readonly string[]> {
  const made = (facts: Facts) =>
    facts.forests.flatMap((forest) =>
      forest.activationObjects.map(({ name, key, origin }) => ({ id: `${forest.name}/${name}`, key, origin })),
    );
  const old = new Set(made(before).map(({ id, key }) => JSON.stringify([id, key])));
  const drawn = made(after).filter(({ origin }) => origin === "online" || origin === "phone");
  const fresh = drawn.filter(({ id, key }) => !old.has(JSON.stringify([id, key])));
  return new Map([...Map.groupBy(fresh, ({ key }) => key)].map(([key, group]) => [key, group.map(({ id }) => id)]));
}

/** What machines that are new to a MAK take from the MAKs of their product. */
export function makSpending(after: Facts, cohorts: readonly CohortChange[]): readonly MakSpending[] {
  return (["client", "server", "office"] as const)
    .map((product) => ({ product, activations: newToMak(product, cohorts) }))
    .filter(({ activations }) => activations > 0)
    .map(({ product, activations }) => {
      const keys = after.keys.flatMap((key) => (key.type === "mak" && key.product === product ? [key] : []));
      const remaining = keys.reduce((sum, key) => sum + key.remaining, 0);
      return { type: "mak", product, keys: keys.map((key) => key.name), activations, remaining };
    });
}

function newToMak(product: Product, cohorts: readonly CohortChange[]): number {
  return cohorts.reduce((sum, { before, after }) => {
    if (after?.method !== "mak" || after.product !== product) return sum;
    const stay = before !== null && keepsKey(before, after) ? Math.min(before.count, after.count) : 0;
    return sum + after.count - stay;
  }, 0);
}
