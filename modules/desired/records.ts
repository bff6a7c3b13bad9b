import { publishedDomains, zoneOf } from "../plan/usage.ts";
import type { Facts, Zone } from "../topology/model.ts";
import type { AddressRecord, SrvRecord } from "./item.ts";
import { srvName } from "./names.ts";
import { holdsShared } from "./scope.ts";

/**
 * The SRV records of the hosts that the toolkit publishes, and the kept records of Azure sets, which are owned whole.
 *
 * A domain without a zone gives no record (a rule speaks of it). RFC 2136 records belong to the site of their host,
 * Azure private records to no site.
 */
export function srvRecords(facts: Facts, scope: readonly string[]): readonly SrvRecord[] {
  const shared = holdsShared(facts, scope);
  const sites = new Map(facts.kmsHosts.map((host) => [host.name, host.site]));
  const azure = new Set(azureZones(facts).map((zone) => zone.name));
  const records = publishedRecords(facts);
  const declared = records.filter(({ zone, host }) =>
    azure.has(zone) ? shared : host !== null && scope.includes(sites.get(host) ?? ""),
  );
  return shared ? [...declared, ...keptRecords(facts, records)] : declared;
}

function azureZones(facts: Facts): readonly Zone[] {
  return facts.zones.filter((zone) => zone.provider === "azurePrivate");
}

/** Of the whole file, so that a set that several stacks share has one TTL. */
function publishedRecords(facts: Facts): readonly SrvRecord[] {
  const records: SrvRecord[] = facts.kmsHosts
    .filter((host) => host.records.publishedBy === "toolkit")
    .flatMap((host) =>
      publishedDomains(facts, host).flatMap((domain) => {
        const zone = zoneOf(facts, domain);
        if (zone === undefined) return [];
        const { priority, weight, ttl } = host.records;
        const place = { kind: "srv" as const, zone: zone.name, name: srvName(domain), target: host.fqdn };
        return [{ ...place, port: host.port, priority, weight, ttl, host: host.name, public: false }];
      }),
    );
  const ttls = new Map<string, number>();
  for (const { name, ttl } of records) ttls.set(name, Math.min(ttl, ttls.get(name) ?? ttl));
  // The records of one set have one TTL (https://www.rfc-editor.org/rfc/rfc2181#section-5.2): the shortest wish wins.
  return records.map((record) => ({ ...record, ttl: ttls.get(record.name) ?? record.ttl }));
}

/**
 * A kept record is written back when its Azure set is written, and only then: a set that we do not own is left alone.
 *
 * The file gives name, target and port of it; priority and weight are 0, as those of a KMS host that publishes itself.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-create-host
 */
function keptRecords(facts: Facts, records: readonly SrvRecord[]): readonly SrvRecord[] {
  const kept = azureZones(facts).flatMap((zone) => zone.keep.map((record) => ({ ...record, zone: zone.name })));
  return kept.flatMap(({ zone, name, target, port }) => {
    const set = records.filter((record) => record.zone === zone && record.name === name);
    const own = set.some((record) => record.target === target && record.port === port);
    const ttl = set[0]?.ttl;
    if (ttl === undefined || own) return [];
    const host = facts.kmsHosts.find((candidate) => candidate.fqdn === target)?.name ?? null;
    return [{ kind: "srv", zone, name, target, port, priority: 0, weight: 0, ttl, host, public: false }];
  });
}

/** The address records of hosts whose name lies in an Azure private zone; elsewhere the joined machine registers itself. */
export function addressRecords(facts: Facts, scope: readonly string[]): readonly AddressRecord[] {
  if (!holdsShared(facts, scope)) return [];
  return facts.kmsHosts.flatMap(({ fqdn, address, records }) => {
    const zone = zoneOf(facts, fqdn);
    if (zone?.provider !== "azurePrivate") return [];
    return [{ kind: "address", zone: zone.name, name: fqdn, address, ttl: records.ttl }];
  });
}
