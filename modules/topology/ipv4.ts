import ipaddr from "ipaddr.js";

/** A prefix as numbers of an address, for comparison. */
export interface Ipv4Range {
  readonly first: number;
  readonly last: number;
}

/** An IPv4 address as an unsigned number, or undefined where it is none. */
export function ipv4Number(address: string): number | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return undefined;
  return ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The prefix with its host bits cleared, or undefined where it is no IPv4 prefix. */
export function networkOf(prefix: string): string | undefined {
  if (!isPrefix(prefix)) return undefined;
  return `${ipaddr.IPv4.networkAddressFromCIDR(prefix)}/${prefix.split("/")[1]}`;
}

/** First and last address of a prefix, or undefined where it is no IPv4 prefix. */
export function rangeOf(prefix: string): Ipv4Range | undefined {
  if (!isPrefix(prefix)) return undefined;
  const first = ipv4Number(ipaddr.IPv4.networkAddressFromCIDR(prefix).toString());
  const last = ipv4Number(ipaddr.IPv4.broadcastAddressFromCIDR(prefix).toString());
  return first === undefined || last === undefined ? undefined : { first, last };
}

const isPrefix = (prefix: string): boolean => {
  const [address = "", length = ""] = prefix.split("/");
  return ipaddr.IPv4.isValidFourPartDecimal(address) && /^(?:[0-9]|[12][0-9]|3[0-2])$/.test(length);
};
