import { isKms } from "../plan/machineSettings.ts";
import { publishedDomains, zoneOf } from "../plan/usage.ts";
import { shown } from "../plan/words.ts";
import type { KmsHostFacts } from "../topology/model.ts";
import { type Asker, askersOf } from "./askers.ts";
import { cohortOfSite, listNames, type PlannedCohort, plannedCohorts, usesKms, who } from "./cohorts.ts";
import { perWorld } from "./perWorld.ts";
import { type EstateRule, ownRule, type Report, type World } from "./rule.ts";

const discovery = "https://learn.microsoft.com/windows-server/get-started/common-troubleshooting-procedures-kms-dns";

/** DNS-SRV-09. */
export const publishesForItsClients: EstateRule = {
  id: "DNS-SRV-09",
  severity: "mandatory",
  over: "estate",
  summary: "A KMS host that publishes itself does so in its own domain and wherever machines look for it alone.",
  source: discovery,
  reads: ["kmsHosts.*.records", "kmsHosts.*.fqdn", "sites.*.suffixes", "sites"],
  remedy: "List all these domains in DnsDomainPublishList on the host, and as its records.domains.",
  check: (world) => {
    const looking = plannedCohorts(world).filter(
      (planned) => usesKms(planned) && planned.cohort.pinnedTo.length === 0 && isLeftToHosts(world, planned),
    );
    const pairs = looking.flatMap((planned) => planned.decision.hosts.map((host) => ({ host, planned })));
    const byHost = Map.groupBy(pairs, ({ host }) => host);
    return world.facts.kmsHosts
      .filter(({ records }) => records.publishedBy === "host")
      .flatMap((host) => {
        const clients = (byHost.get(host.name) ?? []).map(({ planned }) => planned);
        return [...withoutHome(world, host), ...withoutClients(world, host, clients)];
      });
  },
};

const hostsByName = perWorld(({ facts }) => new Map(facts.kmsHosts.map((host) => [host.name, host])));

/** All hosts that the cohort may use publish themselves; where the toolkit publishes one, DNS-SRV-01 asks it to. */
function isLeftToHosts(world: World, { decision }: PlannedCohort): boolean {
  const hosts = hostsByName(world);
  return decision.hosts.every((name) => hosts.get(name)?.records.publishedBy === "host");
}

/**
 * The pages disagree whether a host with a list still publishes in its own domain, so the list has to hold it.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-create-host
 */
function withoutHome({ facts }: World, host: KmsHostFacts): Report[] {
  const home = host.fqdn.slice(host.fqdn.indexOf(".") + 1);
  const listed = publishedDomains(facts, host);
  if (listed.includes(home)) return [];
  const message = `${host.name} at site ${host.site} publishes itself in ${listed.map(shown).join(", ") || "no domain"} and not in ${shown(home)}, its own domain; list ${shown(home)} in DnsDomainPublishList too, and as kmsHosts.${host.name}.records.domains`;
  return [{ subject: `kmsHosts.${host.name}`, message }];
}

function withoutClients(world: World, host: KmsHostFacts, clients: readonly PlannedCohort[]): Report[] {
  const domainsOf = (name: string) => {
    const one = hostsByName(world).get(name);
    return one === undefined ? [] : publishedDomains(world.facts, one);
  };
  const isPublished = (suffix: string, { decision }: PlannedCohort) =>
    decision.hosts.some((name) => domainsOf(name).includes(suffix));
  const missing = clients.flatMap((planned) =>
    planned.site.suffixes.filter((suffix) => !isPublished(suffix, planned)).map((suffix) => ({ suffix, planned })),
  );
  if (missing.length === 0) return [];
  const suffixes = listNames([...new Set(missing.map(({ suffix }) => shown(suffix)))]);
  const cohorts = listNames([...new Set(missing.map(({ planned }) => cohortOfSite(planned)))]);
  const message = `${host.name} at site ${host.site} publishes itself, and not in ${suffixes}, where ${cohorts} look for it; list it in DnsDomainPublishList on the host, and as kmsHosts.${host.name}.records.domains`;
  return [{ subject: `kmsHosts.${host.name}`, message }];
}

/** DNS-SRV-10. */
export const prioritiesCount: EstateRule = {
  id: "DNS-SRV-10",
  severity: "advisory",
  over: "estate",
  summary: "Machines that are to follow priorities and weights of KMS hosts do not cache the host that answered last.",
  source: "https://learn.microsoft.com/office/volume-license-activation/configure-dns-to-activate-office-by-using-kms",
  reads: ["kmsHosts.*.records", "sites.*.cohorts.*.hostCaching", "sites"],
  remedy:
    "Disable the cache on the machines (slmgr /ckhc) and state hostCaching: false, or give the hosts one priority and weight.",
  check: (world) => {
    const caching = askersOf(world).filter(
      ({ cohort, finds }) => cohort.hostCaching && cohort.pinnedTo.length === 0 && new Set(finds.map(rank)).size > 1,
    );
    return [...Map.groupBy(caching, ({ finds }) => finds.map(({ name }) => name).join(" ")).values()].flatMap(
      cachingReport,
    );
  },
};

function rank({ records: { priority, weight } }: KmsHostFacts): string {
  return `${priority} ${weight}`;
}

function cachingReport(askers: readonly Asker[]): Report[] {
  const hosts = askers[0]?.finds ?? [];
  const [first] = hosts;
  if (first === undefined) return [];
  const total = askers.reduce((sum, { cohort }) => sum + cohort.count, 0);
  const names = listNames(hosts.map(({ name }) => name));
  const message = `${names} have different priorities or weights, and ${total} machines (${listNames(askers.map(cohortOfSite))}) keep the host that last answered them (the default of Windows), so they follow neither; disable that on the machines (slmgr /ckhc) and state hostCaching: false, or give the hosts one priority and weight`;
  return [{ subject: `kmsHosts.${first.name}`, message }];
}

/** DNS-SRV-12. */
export const workgroupFindsHosts: EstateRule = {
  id: "DNS-SRV-12",
  severity: "advisory",
  over: "estate",
  summary: "Workgroup machines that use KMS have a DNS suffix in which to look, or are set to a host.",
  source: discovery,
  reads: ["sites.*.suffixes", "sites.*.cohorts.*.joined", "sites.*.cohorts.*.pinnedTo", "sites"],
  remedy: "State the suffix that the machines get (DHCP option 15), or set them to a host (pinnedTo).",
  check: (world) =>
    plannedCohorts(world)
      .filter(({ site, cohort, decision }) => {
        const looks = cohort.joined === null && cohort.pinnedTo.length === 0 && site.suffixes.length === 0;
        return looks && isKms(decision.method) && decision.hosts.length > 0;
      })
      .map((planned) => ({
        subject: planned.subject,
        message: `${who(planned)} is in no domain and has no DNS suffix in which to look for ${listNames(planned.decision.hosts)}; give the machines a suffix (DHCP option 15) and state it as sites.${planned.site.name}.suffixes, or set them to a host (pinnedTo)`,
      })),
};

/** ZONE-01. */
export const suffixesHaveZones: EstateRule = {
  id: "ZONE-01",
  severity: "advisory",
  over: "estate",
  summary: "Every DNS suffix for which the toolkit is to publish a KMS host lies in a zone of the file.",
  source: ownRule,
  reads: ["sites.*.suffixes", "zones", "kmsHosts.*.records"],
  remedy: "Declare the zone, or say that nobody publishes the host and see to the record where it is kept.",
  check: (world) => {
    const { facts } = world;
    const wanted = facts.kmsHosts
      .filter(({ records }) => records.publishedBy === "toolkit")
      .flatMap((host) => publishedDomains(facts, host).map((suffix) => ({ suffix, host: host.name })));
    return [...Map.groupBy(wanted, ({ suffix }) => suffix)]
      .filter(([suffix]) => zoneOf(facts, suffix) === undefined)
      .flatMap(([suffix, pairs]) =>
        zoneReport(
          world,
          suffix,
          pairs.map(({ host }) => host),
        ),
      );
  },
};

function zoneReport(world: World, suffix: string, hosts: readonly string[]): Report[] {
  const users = plannedCohorts(world).filter(
    ({ site, decision }) => site.suffixes.includes(suffix) && decision.hosts.some((host) => hosts.includes(host)),
  );
  const sites = [...new Set(users.map(({ site }) => site.name))];
  const message = `${shown(suffix)}, where machines of ${listNames(sites)} look for ${listNames(hosts)}, lies in no zone of the file, so no record is declared there; declare the zone, or state records: { publishedBy: none } for a host whose record is kept elsewhere`;
  return sites.slice(0, 1).map((site) => ({ subject: `sites.${site}`, message }));
}
