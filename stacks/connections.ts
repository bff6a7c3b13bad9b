import type { HostConfiguration } from "../modules/desired/hostConfigurations.ts";
import type { Item } from "../modules/desired/item.ts";
import { isActivationObject, isRfc2136Record } from "../modules/desired/selection.ts";
import type { ActivationProviderArgs } from "../modules/provider/providerArgs.ts";
import type { Topology } from "../modules/topology/model.ts";
import type { ZoneConnection } from "../modules/topology/provisioning.ts";
import { forestArgs } from "./forestArgs.ts";
import { hostArgs } from "./hostArgs.ts";
import type { From } from "./secretSource.ts";
import { type Rfc2136Connection, zoneArgs } from "./zoneArgs.ts";

/** What a stack declares of our own provider's resources. */
export interface OwnContent {
  readonly items: readonly Item[];
  readonly hosts: readonly HostConfiguration[];
}

/**
 * What our own provider needs to reach servers; undefined where nothing in this stack needs it.
 *
 * All connections of the file that are complete are given, used or not: the last record of a zone is removed through
 * the same provider that once made it.
 *
 * @param from - Its problems get a sentence for each thing that is missing or not supported for what this stack needs.
 */
export function connections(
  topology: Topology,
  { items, hosts }: OwnContent,
  from: From,
): ActivationProviderArgs | undefined {
  const usedZones = new Set(items.filter((item) => isRfc2136Record(topology.facts, item)).map((item) => item.zone));
  const usedForests = new Set(items.filter(isActivationObject).map((object) => object.forest));
  const { zones, forests, objects } = topology.provisioning;
  const args = {
    zones: complete(zones.filter(isRfc2136), {
      name: (zone) => zone.zone,
      used: usedZones,
      read: zoneArgs,
      from,
    }),
    forests: complete(forests, {
      name: (forest) => forest.forest,
      used: usedForests,
      read: (forest, its) => forestArgs(forest, objects, its),
      from,
    }),
    hosts: hostArgs(topology, from),
  };
  from.problems.push(
    ...withoutConnection(
      "forest",
      usedForests,
      forests.map((forest) => forest.forest),
    ),
  );
  return usedZones.size + usedForests.size + hosts.length === 0 ? undefined : args;
}

const isRfc2136 = (zone: ZoneConnection): zone is Rfc2136Connection => zone.provider === "rfc2136";

/** The arguments of each connection that is complete; what an unused one lacks is nobody's problem. */
function complete<C, A>(
  connections: readonly C[],
  how: {
    readonly name: (connection: C) => string;
    readonly used: ReadonlySet<string>;
    readonly read: (connection: C, from: From) => A | undefined;
    readonly from: From;
  },
): Record<string, A> {
  const entries: [string, A][] = [];
  for (const connection of connections) {
    const name = how.name(connection);
    const { source, problems } = how.from;
    const args = how.read(connection, { source, problems: how.used.has(name) ? problems : [] });
    if (args !== undefined) entries.push([name, args]);
  }
  return Object.fromEntries(entries);
}

function withoutConnection(what: string, used: ReadonlySet<string>, known: readonly string[]): readonly string[] {
  return [...used]
    .filter((name) => !known.includes(name))
    .map((name) => `${what}s.${name}: the ${what} has no connection, so its objects cannot be read; add one`);
}
