import ipaddr from "ipaddr.js";
import { type Space, spaceOf, subtract } from "./space.ts";

/** Every IPv4 address as an unsigned 32-bit number. */
export const everyAddress: Space = [{ first: 0, last: 2 ** 32 - 1 }];

/**
 * Where health probes of Azure load balancers come from, inside every virtual network.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
export const loadBalancerProbe = "168.63.129.16";

/**
 * Prefixes that the internet does not route. The three prefixes for documentation are left out: as the source of a
 * rule they stand for public addresses.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6890
 */
const notRouted = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  loadBalancerProbe,
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
];

/** The addresses of an IPv4 prefix or address; null where the text is neither. */
export function prefixSpace(text: string): Space | null {
  const cidr = text.includes("/") ? text : `${text}/32`;
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return null;
  const first = numberOf(ipaddr.IPv4.networkAddressFromCIDR(cidr));
  return [{ first, last: numberOf(ipaddr.IPv4.broadcastAddressFromCIDR(cidr)) }];
}

/** The addresses of some IPv4 prefixes together; null where one of them is no IPv4 prefix. */
export function prefixesSpace(texts: readonly string[]): Space | null {
  const spaces = texts.map(prefixSpace);
  return spaces.includes(null) ? null : spaceOf(spaces.flatMap((space) => space ?? []));
}

/** Addresses that the internet does not route: private, shared, link-local, reserved. */
export const privateAddresses: Space = spaceOf(notRouted.flatMap((prefix) => prefixSpace(prefix) ?? []));

/** Addresses that the internet routes. */
export const publicAddresses: Space = subtract(everyAddress, privateAddresses);

/** True for an IPv6 address or prefix. */
export function isIpv6(text: string): boolean {
  return ipaddr.IPv6.isValid(text) || ipaddr.IPv6.isValidCIDR(text);
}

/** Dotted form of an unsigned 32-bit number. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

function numberOf(address: { readonly octets: readonly number[] }): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
