import type { SrvRecord } from "../desired/item.ts";
import { srvName } from "../desired/names.ts";
import { holdsShared } from "../desired/scope.ts";
import { publishedDomains, zoneOf } from "../plan/usage.ts";
import { shown } from "../plan/words.ts";
import type { Facts, KmsHostFacts } from "../topology/model.ts";
import { listNames, type PlannedCohort, plannedCohorts, usesKms } from "./cohorts.ts";
import { perWorld } from "./perWorld.ts";
import type { EstateRule, Report, World } from "./rule.ts";
import { isReadWhole } from "./unreadable.ts";

const hosting = "https://learn.microsoft.com/windows-server/get-started/kms-create-host";
const discovery = "https://learn.microsoft.com/windows-server/get-started/common-troubleshooting-procedures-kms-dns";

/** DNS-SRV-01. */
export const discoveryHasRecord: EstateRule = {
  id: "DNS-SRV-01",
  severity: "mandatory",
  over: "estate",
  summary: "Every DNS suffix in which a KMS cohort looks has an SRV record of a host that it may use.",
  source: discovery,
  reads: ["sites", "kmsHosts", "zones", "srv"],
  remedy: "Let a host publish in the suffix, or take the suffix off the site.",
  check: (world) => {
    const searching = plannedCohorts(world).filter(
      (planned) => usesKms(planned) && planned.cohort.pinnedTo.length === 0,
    );
    const declared = new Set(srvRecords(world).map(({ name, host }) => `${name} ${host}`));
    return [...Map.groupBy(searching, ({ site }) => site)].flatMap(([site, cohorts]) => {
      const usable = new Set(cohorts.flatMap(({ decision }) => decision.hosts));
      return site.suffixes
        .filter((suffix) => ![...usable].some((host) => declared.has(`${srvName(suffix)} ${host}`)))
        .flatMap((suffix) => missingRecord(world, suffix, cohorts, usable));
    });
  },
};

function missingRecord(
  world: World,
  suffix: string,
  cohorts: readonly PlannedCohort[],
  usable: ReadonlySet<string>,
): Report[] {
  const hosts = world.facts.kmsHosts.filter(({ name }) => usable.has(name));
  const site = cohorts[0]?.site.name;
  if (site === undefined || hosts.length === 0) return [];
  const who = `site ${site}: ${listNames(cohorts.map(({ cohort }) => cohort.name))} look for ${shown(srvName(suffix))}`;
  const why = absence(world, suffix, hosts);
  return why === null ? [] : [{ subject: `sites.${site}`, status: why.status, message: `${who}, ${why.text}` }];
}

/** Why a record is not among the items; null where this stack is not the one to declare it. */
function absence(
  world: World,
  suffix: string,
  hosts: readonly KmsHostFacts[],
): { readonly status: "fail" | "unknown"; readonly text: string } | null {
  const { facts, scope } = world;
  const zone = zoneOf(facts, suffix);
  const publishers = hosts.filter((host) => publishedDomains(facts, host).includes(suffix));
  const inScope = (host: KmsHostFacts) => scope.includes(host.site);
  const isOurs =
    zone?.provider === "azurePrivate"
      ? holdsShared(facts, scope)
      : (publishers.length > 0 ? publishers : hosts).some(inScope);
  if (!isOurs) return null;
  if (publishers.length === 0 && hosts.every(({ records }) => records.publishedBy === "host")) return null; // DNS-SRV-09
  const own = publishers.filter(({ records }) => records.publishedBy === "host").map(({ name }) => name);
  if (own.length > 0)
    return {
      status: "unknown",
      text: `which ${listNames(own)} must publish; activation drift looks whether it is there`,
    };
  if (zone === undefined)
    return {
      status: "unknown",
      text: `which lies in no zone of the file; declare the zone, or see to the record where it is kept`,
    };
  if (zone.provider === "rfc2136" && world.leftOut.includes("rfc2136"))
    return {
      status: "unknown",
      text: "which this stack leaves out; take rfc2136 off its configuration leaveOut, or see to the record yourself",
    };
  if (!isReadWhole(world, "srv"))
    return {
      status: "unknown",
      text: "and some records of this stack cannot be read yet; check again after the update",
    };
  return {
    status: "fail",
    text: `and no record of ${listNames(hosts.map(({ name }) => name))} is declared there; let the toolkit publish one (kmsHosts.${hosts[0]?.name}.records), or take ${shown(suffix)} off the site's suffixes`,
  };
}

/** DNS-SRV-02. */
export const targetsAreDeclared: EstateRule = {
  id: "DNS-SRV-02",
  severity: "mandatory",
  over: "estate",
  summary: "Every SRV record points to a KMS host of the file, or is a record that the zone keeps.",
  source:
    "https://learn.microsoft.com/troubleshoot/windows-server/licensing-and-activation/troubleshoot-activation-error-codes",
  reads: ["kmsHosts", "zones", "srv"],
  remedy: "Remove the record, declare the host, or keep the record with a reason.",
  check: (world) =>
    srvRecords(world)
      .filter((record) => hostAt(world, record) === undefined && !isKept(world.facts, record))
      .map((record) => ({
        subject: `zones.${record.zone}`,
        message: `${shown(record.name)} in zone ${record.zone} points to ${shown(record.target)}:${record.port}, which is no KMS host of the file; remove the record, declare the host, or list the record under zones.${record.zone}.keep with a reason`,
      })),
};

/** DNS-SRV-03. */
export const portsAgree: EstateRule = {
  id: "DNS-SRV-03",
  severity: "mandatory",
  over: "estate",
  summary: "Every SRV record gives the port that its KMS host listens on.",
  source: hosting,
  reads: ["kmsHosts", "srv"],
  remedy: "Give the record the port of the host.",
  check: (world) =>
    srvRecords(world).flatMap((record) => {
      const host = hostAt(world, record);
      if (host === undefined || host.port === record.port) return [];
      const message = `${shown(record.name)} in zone ${record.zone} gives port ${record.port}, and ${host.name} at site ${host.site} listens on ${host.port}; give both the same port`;
      return [{ subject: `kmsHosts.${host.name}`, message }];
    }),
};

/** DNS-SRV-05. */
export const recordsAreUnique: EstateRule = {
  id: "DNS-SRV-05",
  severity: "mandatory",
  over: "estate",
  summary: "No SRV record gives the same target and port twice under one name.",
  source: "https://www.rfc-editor.org/rfc/rfc2782",
  reads: ["kmsHosts", "zones", "srv"],
  remedy: "Keep one of the records.",
  check: (world) =>
    [...Map.groupBy(srvRecords(world), ({ zone, name, target, port }) => `${zone} ${name} ${target} ${port}`).values()]
      .filter((alike) => alike.length > 1)
      .flatMap((alike) =>
        alike.slice(0, 1).map(({ zone, name, target, port }) => ({
          subject: `zones.${zone}`,
          message: `${shown(name)} in zone ${zone} gives ${shown(target)}:${port} ${alike.length} times (priority ${alike.map(({ priority }) => priority).join(" and ")}), so nobody can say which of them counts; keep one`,
        })),
      ),
};

/** DNS-SRV-11. */
export const updatesAreSigned: EstateRule = {
  id: "DNS-SRV-11",
  severity: "mandatory",
  over: "estate",
  summary: "No zone takes updates from anybody.",
  source: "https://www.rfc-editor.org/rfc/rfc3007",
  reads: ["zones"],
  remedy: "Sign updates with TSIG or GSS-TSIG, and let the server refuse others.",
  check: ({ facts }) =>
    facts.zones
      .filter(({ signing }) => signing === "none")
      .map(({ name, server }) => ({
        subject: `zones.${name}`,
        message: `zone ${name} on ${server} takes updates from anybody, so anybody can send clients to a host of theirs; sign updates (zones.${name}.signing: tsig or gssTsig) and let the server refuse others`,
      })),
};

function srvRecords({ items }: World): readonly SrvRecord[] {
  return items.filter((item) => item.kind === "srv").filter(({ name }) => name.startsWith(srvName("")));
}

const hostsByFqdn = perWorld(({ facts }) => new Map(facts.kmsHosts.map((host) => [host.fqdn, host])));

function hostAt(world: World, { target }: SrvRecord): KmsHostFacts | undefined {
  return hostsByFqdn(world).get(target);
}

function isKept(facts: Facts, { zone, name, target, port }: SrvRecord): boolean {
  const kept = facts.zones.find((one) => one.name === zone)?.keep ?? [];
  return kept.some((record) => record.name === name && record.target === target && record.port === port);
}
