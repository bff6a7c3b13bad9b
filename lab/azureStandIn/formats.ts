import ipaddr from "ipaddr.js";

/** A range of IPv4 addresses as numbers, both ends included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The number of an IPv4 address in dotted form, or undefined when the text is none. */
export function ipv4Number(text: string): number | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  return ipaddr.IPv4.parse(text)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The dotted form of an IPv4 address. */
export function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** The addresses of an IPv4 prefix; `canonical` is the prefix with its host bits cleared. */
export function prefixRange(text: string): (Range & { readonly canonical: string }) | undefined {
  const [address = "", bits = ""] = text.split("/");
  const number = ipv4Number(address);
  if (number === undefined || !/^(\d|[12]\d|3[0-2])$/.test(bits)) return undefined;
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1, canonical: `${ipv4Text(first)}/${bits}` };
}

/** An address, a prefix, or a range written first-last, of IPv4 or IPv6. */
export function isAddressRange(text: string): boolean {
  const ends = text.split("-");
  if (ends.length === 2) return ends.every((end) => ipaddr.isValid(end));
  return ipaddr.isValidCIDR(text) || (ipaddr.isValid(text) && !/^\d+$/.test(text));
}

function isPortRange(text: string): boolean {
  if (text === "*") return true;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return false;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last && last <= 65535;
}

const label = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})";
const domainName = new RegExp(`^(?=.{1,254}$)${label}(\\.${label})*\\.?$`);

/** Formats that the table of rules uses. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  portRange: isPortRange,
  ipv4Address: (text) => ipv4Number(text) !== undefined,
  domainName: (text) => domainName.test(text),
};
