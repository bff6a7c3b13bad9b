import { createHash } from "node:crypto";
import type { HostSettings, PublishEntry } from "./hostSettings.ts";

/**
 * What `DnsDomainPublishList` has to hold: with the machine's own zone in it, because a list replaces the default; empty
 * where the machine publishes in its own zone only.
 */
export function wantedPublishList({ publishList, homeZone }: HostSettings): readonly PublishEntry[] {
  const entries = publishList.map((entry) => ({ ...entry, domain: plainDomain(entry.domain) }));
  if (entries.length === 0 || homeZone === null) return entries;
  const home = plainDomain(homeZone);
  if (entries.some(({ domain }) => domain === home)) return entries;
  return [...entries, { domain: home, priority: 0, weight: 0 }];
}

const plainDomain = (domain: string): string => domain.toLowerCase().replace(/\.$/, "");

/** Networks as Windows gives them back: masks as lengths, single addresses without /32, each once, sorted by octets. */
export function normaliseNetworks(networks: readonly string[]): readonly string[] {
  return [...new Set(networks.map(normaliseNetwork))].sort();
}

function normaliseNetwork(network: string): string {
  const [address = "", length = "32"] = network.split("/");
  const bits = length.includes(".") ? maskLength(length) : length;
  return bits === "32" ? address : `${address}/${bits}`;
}

/** Number of ones in a mask such as 255.255.0.0. */
function maskLength(mask: string): string {
  const ones = mask.split(".").map((octet) => Number(octet).toString(2).replaceAll("0", "").length);
  return String(ones.reduce((sum, count) => sum + count, 0));
}

/** As the script computes `remoteHash`. */
export function networksHash(networks: readonly string[]): string {
  return createHash("sha256").update(normaliseNetworks(networks).join(",")).digest("hex").slice(0, 16);
}
