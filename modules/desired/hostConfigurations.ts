import { publishedDomains } from "../plan/usage.ts";
import type { Facts, KmsHostFacts, Topology } from "../topology/model.ts";
import { clientNetworks } from "./clientNetworks.ts";
import { withoutDot } from "./names.ts";
import { hostsInScope } from "./scope.ts";

/** How a KMS host that exists should be set up. */
export interface HostConfiguration {
  /** Name of the host in the file. */
  readonly host: string;
  /** `configure`: it is set up; `verify`: it is only read and compared. */
  readonly manage: "configure" | "verify";
  /** Full name of the host, without final dot: what the machine must call itself. */
  readonly fqdn: string;
  /** TCP port that the host listens on. */
  readonly port: number;
  /** The host publishes its own SRV records. */
  readonly publishing: boolean;
  /** Where it publishes, without final dot; empty: in its home zone alone. */
  readonly publishList: readonly { readonly domain: string; readonly priority: number; readonly weight: number }[];
  /** Primary DNS suffix of the host, without final dot. */
  readonly homeZone: string;
  /** Minutes that the host hands out to its clients. */
  readonly activationMinutes: number;
  readonly renewalMinutes: number;
  readonly lowPriority: boolean;
  /** IPv4 prefixes that may ask the host. */
  readonly allowedNetworks: readonly string[];
  readonly keys: readonly { readonly name: string; readonly lastFive: string | null }[];
}

/** The existing hosts of the scope that can be reached over SSH. */
export function hostConfigurations(
  { facts, provisioning }: Topology,
  scope: readonly string[],
): readonly HostConfiguration[] {
  const reached = new Set(provisioning.existingHosts.flatMap(({ host, ssh }) => (ssh === null ? [] : [host])));
  const networks = clientNetworks(facts);
  return hostsInScope(facts, scope)
    .filter(({ name }) => reached.has(name))
    .map((host) => configurationOf(facts, host, [...(networks.get(host.name) ?? [])]));
}

function configurationOf(facts: Facts, host: KmsHostFacts, allowedNetworks: readonly string[]): HostConfiguration {
  const fqdn = withoutDot(host.fqdn);
  const homeZone = fqdn.replace(/^[^.]+\./, "");
  return {
    host: host.name,
    manage: host.manage ?? "verify",
    fqdn,
    port: host.port,
    publishing: host.records.publishedBy === "host",
    publishList: publishList(facts, host, homeZone),
    homeZone,
    activationMinutes: host.intervals.activation,
    renewalMinutes: host.intervals.renewal,
    lowPriority: host.lowPriority !== null,
    allowedNetworks,
    keys: host.keys.map((name) => ({ name, lastFive: lastFiveOf(facts, name) })),
  };
}

/**
 * A list replaces the home zone, so that zone is always in it; a host that publishes there alone, with the default
 * priority and weight, needs none.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-create-host
 */
function publishList(facts: Facts, host: KmsHostFacts, homeZone: string): HostConfiguration["publishList"] {
  const { publishedBy, priority, weight } = host.records;
  if (publishedBy !== "host") return [];
  const domains = [...new Set([homeZone, ...publishedDomains(facts, host).map(withoutDot)])];
  if (domains.length === 1 && priority === 0 && weight === 0) return [];
  return domains.map((domain) => ({ domain, priority, weight }));
}

function lastFiveOf(facts: Facts, name: string): string | null {
  const key = facts.keys.find((candidate) => candidate.name === name);
  return key?.type === "csvlk" ? key.lastFive : null;
}
