import { perFacts } from "../plan/perFacts.ts";
import type { Facts, KmsHostFacts } from "../topology/model.ts";
import { prefixSpace, privateAddresses } from "./addresses.ts";
import type { Network } from "./matchRule.ts";
import { intersect, isEmpty, nothing, type Space, spaceOf, union } from "./space.ts";

/**
 * What the facts say about the virtual network of a KMS host.
 *
 * The prefixes of its site that hold its address are surely inside: whoever reaches a private address from there comes
 * from the network itself or through its gateway, and the tag VirtualNetwork counts both. Every other private address
 * and declared network may be inside by peering, gateway or route.
 */
export function networkOf(facts: Facts, host: KmsHostFacts): Network {
  const own = networksOfSites(facts).get(host.site) ?? [];
  const address = prefixSpace(host.address) ?? nothing;
  const inside = own
    .map((prefix) => prefixSpace(prefix) ?? nothing)
    .filter((space) => !isEmpty(intersect(space, address)));
  return { inside: spaceOf(inside.flat()), perhapsInside: perhapsInside(facts) };
}

const networksOfSites = perFacts((facts) => new Map(facts.sites.map(({ name, networks }) => [name, networks])));

const perhapsInside = perFacts((facts) => union(privateAddresses, declaredNetworks(facts)));

/** The IPv4 networks of all sites together. */
export const declaredNetworks: (facts: Facts) => Space = perFacts((facts) =>
  spaceOf(facts.sites.flatMap(({ networks }) => networks.flatMap((prefix) => prefixSpace(prefix) ?? []))),
);
