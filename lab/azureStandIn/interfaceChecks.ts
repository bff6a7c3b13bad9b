import { keyOfId, type Properties } from "./armTypes.ts";
import { ipv4Number, ipv4Text, prefixRange, type Range } from "./formats.ts";
import { addressesIn, subnetPrefixes } from "./networkChecks.ts";
import { badRequest, type Refusal } from "./refusal.ts";
import type { Put } from "./request.ts";
import type { Store } from "./store.ts";
import { objectsAt, textAt } from "./values.ts";

/**
 * Azure keeps the first four addresses and the last of a subnet:
 * https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
 */
const keptAtStart = 4;

/**
 * What ARM refuses about the addresses of a network interface. Wording: hashicorp/terraform-provider-azurerm#15265 and
 * #4225, Azure/acs-engine-terraform#10; the codes of a wrong, reserved or taken address are not verified.
 */
export function interfaceRefusals(put: Put): Refusal[] {
  const configurations = objectsAt(put.body, "ipConfigurations");
  if (configurations.length === 0)
    return [badRequest(undefined, "ipConfigurations of a network interface are required.")];
  return configurations.flatMap((configuration, i) => {
    const address = textAt(configuration, "privateIPAddress");
    const fixed = configuration.privateIPAllocationMethod === "Static";
    if (configuration.privateIPAddressVersion === "IPv6") {
      return [badRequest(undefined, "The Azure stand-in knows no IPv6 addresses of network interfaces.")];
    }
    if (fixed && address === undefined) {
      const name = String(configuration.name);
      return [
        badRequest(
          "PrivateIPAddressMissing",
          `Private IP address is required when privateIPAllocationMethod is Static in IP configuration ${name}.`,
        ),
      ];
    }
    return address === undefined ? [] : addressRefusals(put, configurations.slice(0, i), configuration, address);
  });
}

function addressRefusals(put: Put, others: readonly Properties[], own: Properties, address: string): Refusal[] {
  const subnetId = textAt(own, "subnet.id") ?? "";
  const number = ipv4Number(address);
  const ranges = rangesOf(put.store, subnetId);
  const range = ranges.find(({ first, last }) => number !== undefined && first <= number && number <= last);
  if (number === undefined || !range) {
    return [
      badRequest(
        "PrivateIPAddressNotInSubnet",
        `Private static IP address ${address} does not belong to the range of subnet ${subnetId}.`,
      ),
    ];
  }
  if (number < range.first + keptAtStart || number === range.last) {
    return [
      badRequest(
        "PrivateIPAddressInReservedRange",
        `Private static IP address ${address} falls within reserved IP range of subnet ${subnetId}.`,
      ),
    ];
  }
  const owner = others.some((other) => addressesIn({ ipConfigurations: [other] }, subnetId).includes(address))
    ? put.id
    : takenIn(put, subnetId).get(address);
  if (owner === undefined) return [];
  return [
    badRequest(
      "PrivateIPAddressIsAllocated",
      `IP configuration ${String(own.name)} is using the private IP address ${address} which is already allocated to resource ${owner}.`,
    ),
  ];
}

/** A free address for each IP configuration that asks for any; one that it has already it keeps. */
export function withAddresses(put: Put): Properties[] {
  const old = objectsAt(put.before?.properties, "ipConfigurations");
  const given = new Set(objectsAt(put.body, "ipConfigurations").flatMap((c) => textAt(c, "privateIPAddress") ?? []));
  return objectsAt(put.body, "ipConfigurations").map((configuration) => {
    if (textAt(configuration, "privateIPAddress") !== undefined) return configuration;
    const subnetId = textAt(configuration, "subnet.id") ?? "";
    const [kept] = addressesIn({ ipConfigurations: old.filter((o) => o.name === configuration.name) }, subnetId);
    const address = kept !== undefined && !given.has(kept) ? kept : freeAddress(put, subnetId, given);
    given.add(address);
    return { ...configuration, privateIPAddress: address };
  });
}

function freeAddress(put: Put, subnetId: string, given: ReadonlySet<string>): string {
  const taken = takenIn(put, subnetId);
  for (const { first, last } of rangesOf(put.store, subnetId)) {
    for (let number = first + keptAtStart; number < last; number++) {
      const address = ipv4Text(number);
      if (!taken.has(address) && !given.has(address)) return address;
    }
  }
  throw new Error(`Azure stand-in: subnet ${subnetId} is full`);
}

function rangesOf(store: Store, subnetId: string): Range[] {
  return subnetPrefixes(store.get(subnetId)?.properties ?? {}).flatMap((text) => prefixRange(text) ?? []);
}

/** The addresses of a subnet that other network interfaces have, with the interface. */
function takenIn({ store, id }: Put, subnetId: string): Map<string, string> {
  const users = store.users(subnetId).filter((user) => keyOfId(user) !== keyOfId(id));
  return new Map(
    users.flatMap((user) => addressesIn(store.get(user)?.properties, subnetId).map((a) => [a, user] as const)),
  );
}
