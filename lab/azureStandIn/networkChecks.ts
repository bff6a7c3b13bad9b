import type { Properties } from "./armTypes.ts";
import { keyOfId } from "./armTypes.ts";
import { ipv4Number, prefixRange, type Range } from "./formats.ts";
import { badRequest, type Refusal } from "./refusal.ts";
import type { Put } from "./request.ts";
import { objectsAt, textAt, textsAt } from "./values.ts";

interface Prefix extends Range {
  readonly text: string;
  /** The subnet that has it; undefined for the network itself. */
  readonly subnet: string | undefined;
}

/** The smallest subnet of Azure: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
const longestSubnetPrefix = 29;

/** The IPv4 prefixes of a subnet. */
export function subnetPrefixes(subnet: Properties): string[] {
  const one = textAt(subnet, "addressPrefix");
  return [...(one === undefined ? [] : [one]), ...textsAt(subnet, "addressPrefixes")];
}

/**
 * What ARM refuses about the addresses of a network and its subnets, whichever of them is being changed.
 * Wording: MicrosoftDocs/azure-docs#123869, hashicorp/terraform-provider-azurerm#334.
 */
export function networkRefusals(put: Put): Refusal[] {
  const network = String(put.whole.name);
  const space = textsAt(put.whole, "addressSpace.addressPrefixes");
  const subnets = objectsAt(put.whole, "subnets").map((s) => ({
    name: String(s.name),
    prefixes: subnetPrefixes(s),
  }));
  const written = [...space, ...subnets.flatMap(({ prefixes }) => prefixes)];
  const wrong = written.flatMap((text) => notationRefusal(network, text) ?? []);
  if (wrong.length > 0) return wrong;
  const own = space.map((text) => prefixOf(text, undefined));
  const taken = subnets.flatMap(({ name, prefixes }) => prefixes.map((text) => prefixOf(text, name)));
  return [
    ...(space.length === 0 ? [missing(`addressSpace.addressPrefixes of virtual network '${network}'`)] : []),
    ...subnets
      .filter(({ prefixes }) => prefixes.length === 0)
      .map(({ name }) => missing(`addressPrefix of subnet '${name}'`)),
    ...overlaps(own).map(([a, b]) =>
      badRequest(undefined, `Address space ${a.text} of virtual network '${network}' overlaps with ${b.text}.`),
    ),
    ...taken.flatMap((prefix) => placeRefusal(network, own, prefix) ?? []),
    ...overlaps(taken).map(([a, b]) => ({
      status: 400,
      code: "NetcfgSubnetRangesOverlap",
      message: `Subnet '${a.subnet}' is not valid because its IP address range overlaps with that of an existing subnet '${b.subnet}' in virtual network '${network}'.`,
    })),
    ...doubleNames(subnets.map(({ name }) => name)),
    ...strandedRefusals(put),
  ];
}

function notationRefusal(network: string, text: string): Refusal | undefined {
  const range = prefixRange(text);
  if (range?.canonical === text) return undefined;
  const hint = range ? `For the given prefix length, the address prefix should be ${range.canonical}.` : "";
  const message = `The address prefix ${text} in resource ${network} has an invalid CIDR notation. ${hint}`.trimEnd();
  return badRequest(undefined, message);
}

function prefixOf(text: string, subnet: string | undefined): Prefix {
  const range = prefixRange(text);
  if (!range) throw new Error(`${text} is no prefix`);
  return { ...range, text, subnet };
}

function placeRefusal(network: string, space: readonly Prefix[], prefix: Prefix): Refusal | undefined {
  if (Number(prefix.text.split("/")[1]) > longestSubnetPrefix) {
    return badRequest(
      undefined,
      `Subnet '${prefix.subnet}' has prefix ${prefix.text}; the smallest subnet is a /${longestSubnetPrefix}.`,
    );
  }
  if (space.some(({ first, last }) => first <= prefix.first && prefix.last <= last)) return undefined;
  const message = `Subnet '${prefix.subnet}' is not valid because its IP address range is outside the IP address range of virtual network '${network}'.`;
  return badRequest("NetcfgSubnetRangeOutsideVnet", message);
}

function overlaps(prefixes: readonly Prefix[]): [Prefix, Prefix][] {
  return prefixes.flatMap((a, i) =>
    prefixes.slice(i + 1).flatMap((b): [Prefix, Prefix][] => (a.first <= b.last && b.first <= a.last ? [[b, a]] : [])),
  );
}

function doubleNames(names: readonly string[]): Refusal[] {
  const twice = names.filter((name, i) => names.findIndex((n) => n.toLowerCase() === name.toLowerCase()) < i);
  return twice.map((name) => badRequest(undefined, `Two subnets of one virtual network are called '${name}'.`));
}

/** Subnets that would go, or lose addresses, while network interfaces use them. */
function strandedRefusals({ store, before, whole, type }: Put): Refusal[] {
  if (!before) return [];
  const old = type.listedIn === undefined ? objectsAt(before.properties, "subnets") : [before.properties];
  const kept = new Map(objectsAt(whole, "subnets").map((s) => [keyOfId(String(s.id)), s]));
  return old.flatMap((subnet) => {
    const id = String(subnet.id);
    const now = kept.get(keyOfId(id));
    const users = store.users(id);
    if (!now) return users.length > 0 ? [subnetInUse(String(subnet.name), users)] : [];
    const ranges = subnetPrefixes(now).flatMap((text) => prefixRange(text) ?? []);
    const lost = users.filter((user) => addressesIn(store.get(user)?.properties, id).some((a) => !within(ranges, a)));
    return lost.map((user) => ({
      status: 400,
      code: undefined,
      message: `A prefix of subnet ${String(subnet.name)} has active allocations and cannot be deleted: ${user}.`,
    }));
  });
}

/** Subnets, or networks with subnets, that are in use cannot be deleted. */
export function subnetInUse(name: string, users: readonly string[]): Refusal {
  const message = `Subnet ${name} is in use by ${users.join(", ")} and cannot be deleted.`;
  return badRequest("InUseSubnetCannotBeDeleted", message);
}

/** The private addresses that a network interface has in a subnet. */
export function addressesIn(networkInterface: Properties | undefined, subnetId: string): string[] {
  return objectsAt(networkInterface, "ipConfigurations")
    .filter((configuration) => keyOfId(textAt(configuration, "subnet.id") ?? "") === keyOfId(subnetId))
    .flatMap((configuration) => textAt(configuration, "privateIPAddress") ?? []);
}

function within(ranges: readonly Range[], address: string): boolean {
  const number = ipv4Number(address) ?? -1;
  return ranges.some(({ first, last }) => first <= number && number <= last);
}

function missing(what: string): Refusal {
  return badRequest(undefined, `${what} is required.`);
}
