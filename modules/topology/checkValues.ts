import type { Report } from "./draft.ts";
import { ipv4Number, networkOf, rangeOf } from "./ipv4.ts";
import type { Path } from "./places.ts";

/** Reports an IPv4 address that is none. */
export function checkAddress(report: Report, path: Path, address: string): void {
  if (ipv4Number(address) === undefined)
    report(path, `got ${JSON.stringify(address)}; write four numbers from 0 to 255 without leading zeros`);
}

/** Reports an IPv4 prefix that is none, or that names a host within its network. */
export function checkPrefix(report: Report, path: Path, prefix: string): void {
  const network = networkOf(prefix);
  if (network === undefined) report(path, `got ${JSON.stringify(prefix)}; write an IPv4 prefix such as 10.10.0.0/16`);
  else if (network !== prefix) report(path, `got ${JSON.stringify(prefix)}, which has host bits set; write ${network}`);
}

/** Reports a day that no calendar has. */
export function checkDate(report: Report, path: Path, date: string): void {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date))
    report(path, `got ${JSON.stringify(date)}; write a day of the calendar as YYYY-MM-DD`);
}

/** A virtual network as the file writes it. */
interface NetworkEntry {
  readonly addressSpace?: string;
  readonly prefix?: string;
}

/** Reports prefixes of a virtual network that is made which are wrong, or do not fit into each other. */
export function checkNetwork(report: Report, path: Path, network: NetworkEntry): void {
  const { addressSpace, prefix } = network;
  if (addressSpace === undefined || prefix === undefined) return;
  checkPrefix(report, [...path, "addressSpace"], addressSpace);
  checkPrefix(report, [...path, "prefix"], prefix);
  const outer = rangeOf(addressSpace);
  const inner = rangeOf(prefix);
  if (outer && inner && (inner.first < outer.first || inner.last > outer.last))
    report(
      [...path, "prefix"],
      `got ${JSON.stringify(prefix)}, which is not within ${addressSpace}; write a part of it`,
    );
}
