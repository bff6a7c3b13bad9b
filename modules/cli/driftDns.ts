import type { Item, SrvRecord } from "../desired/item.ts";
import { DnsError } from "../dns/dnsError.ts";
import { readSrvSets, type SrvQuestion, type SrvReading } from "../dns/readSets.ts";
import type { Reading } from "../drift/drift.ts";
import { zoneOf } from "../plan/usage.ts";
import type { Facts, Zone } from "../topology/model.ts";
import type { Environment } from "./environment.ts";

/** What clients look up. */
const label = "_vlmcs._tcp.";

/** The SRV set of every name where somebody may look, as the zone's own server has it; a reading for each set. */
export async function dnsReadings(environment: Environment, declared: readonly Item[]): Promise<readonly Reading[]> {
  const { facts } = environment.topology;
  if (environment.leftOut.includes("rfc2136")) return [];
  const zones = facts.zones.filter((zone) => zone.provider === "rfc2136");
  const questions = zones.flatMap((zone) =>
    ownersIn(zone, facts, declared).map((name): Question => ({ zone, name, server: zone.server ?? "" })),
  );
  return (await readSrvSets(questions)).map((reading) => readingOf(reading, environment));
}

interface Question extends SrvQuestion {
  readonly zone: Zone;
}

/** Owner names to read in a zone: of declared records, of suffixes that machines search, and of the zone itself. */
function ownersIn(zone: Zone, facts: Facts, declared: readonly Item[]): readonly string[] {
  const suffixes = facts.sites.flatMap((site) => site.suffixes).filter((suffix) => zoneOf(facts, suffix) === zone);
  const records = declared.filter((item): item is SrvRecord => item.kind === "srv" && item.zone === zone.name);
  const owners = [...records.map((record) => record.name), ...suffixes.map((s) => label + s), label + zone.apex];
  return [...new Set(owners)].sort();
}

function readingOf({ question, outcome }: SrvReading<Question>, environment: Environment): Reading {
  const { zone, name } = question;
  if (outcome instanceof DnsError)
    return { area: "dns", key: `${name} at ${zone.server}`, unreadable: outcome.message };
  return {
    area: "dns",
    covers: (item) => item.kind === "srv" && item.name === name,
    items: outcome
      .map((value): SrvRecord => {
        const host = environment.topology.facts.kmsHosts.find((h) => h.fqdn === value.target)?.name ?? null;
        return { kind: "srv", zone: zone.name, name, ...value, host, public: false };
      })
      .filter((record) => isOurBusiness(record, environment, zone)),
  };
}

/** Records that the file leaves alone, of hosts that publish themselves, and of hosts of another stack are no drift. */
function isOurBusiness(record: SrvRecord, { topology, scope }: Environment, zone: Zone): boolean {
  const kept = zone.keep.some(
    (keep) => keep.name === record.name && keep.target === record.target && keep.port === record.port,
  );
  const host = topology.facts.kmsHosts.find((h) => h.name === record.host);
  return !kept && (host === undefined || (scope.includes(host.site) && host.records.publishedBy !== "host"));
}
