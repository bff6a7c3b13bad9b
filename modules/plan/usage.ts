import { keyActivates, keyHostableOn } from "../topology/csvlk.ts";
import type { Application, Cohort, Csvlk, Facts, KmsHostFacts, Product, Site, Zone } from "../topology/model.ts";
import { type ProductVersion, productVersion, productVersions } from "../topology/products.ts";
import type { Gap } from "./forestContact.ts";
import { type HostIndex, type HostList, hostIndex, joined, namedHosts, noHosts, select } from "./hostLists.ts";
import { perFacts, perFactsAndKeys } from "./perFacts.ts";

/** The count of a KMS host that a product adds to: client and server share one, Office has its own. */
export function applicationOf(product: Product): Application {
  return product === "office" ? "office" : "windows";
}

/** Whether a host stands at a core site. */
export function isCentral(facts: Facts, host: KmsHostFacts): boolean {
  return hostIndex(facts).coreSites.has(host.site);
}

/** KMS hosts that stand beside the machines of a site: its own, which outside the core they always meet. */
function hostsBeside(index: HostIndex, site: Site): HostList {
  return site.kind === "core" ? noHosts : (index.bySite.get(site.name) ?? noHosts);
}

/** KMS hosts elsewhere that a site reaches; from a core site every host of the core is one of them. */
function hostsElsewhere(index: HostIndex, site: Site): HostList {
  const stated = site.reaches.kms;
  const own = site.kind === "core" ? index.core : noHosts;
  if (stated === null || !stated.over.includes("tcp1688") || !stated.over.includes("rpc")) return own;
  if (stated.hosts === "core") return index.core;
  const isBeside = (name: string) => site.kind !== "core" && index.byName.get(name)?.site === site.name;
  const named = stated.hosts.filter((name) => !isBeside(name));
  return namedHosts(index, [...own.map(({ name }) => name), ...named]);
}

/**
 * KMS hosts that a site reaches, in the order of the file: those declared at the site, from a core site every host of
 * the core, and those that `reaches.kms` names with both TCP 1688 and RPC.
 */
export function reachedHosts(facts: Facts, site: Site): HostList {
  const index = hostIndex(facts);
  return joined(index, hostsBeside(index, site), hostsElsewhere(index, site));
}

/** KMS hosts that the machines of a cohort meet at all: two lists that share none, and how often they meet the second. */
export interface HostContact {
  /** Hosts of the cohort's own site outside the core, which are always there. */
  readonly beside: HostList;
  /** Hosts of the core, the own site's too, and of other sites. */
  readonly elsewhere: HostList;
  /** Gap between two contacts with hosts elsewhere. */
  readonly gap: Gap;
}

/**
 * What a cohort reaches of what its site reaches. A stated number also states the path, to the core unless the site
 * says more; `never`, stated or by default at disconnected sites, leaves only the hosts beside it.
 */
export function hostContact(facts: Facts, site: Site, cohort: Cohort): HostContact {
  const index = hostIndex(facts);
  const stated = cohort.contact.kms;
  const statesPath = typeof stated === "number" && site.reaches.kms === null;
  const elsewhere = statesPath ? index.core : hostsElsewhere(index, site);
  const hasPath = site.kind !== "disconnected" && elsewhere.length > 0;
  const gap = stated ?? (hasPath ? 0 : "never");
  return { beside: hostsBeside(index, site), elsewhere: gap === "never" ? noHosts : elsewhere, gap };
}

/** KMS hosts that the machines of a cohort meet, whatever their keys, in the order of the file. */
export function metHosts(facts: Facts, site: Site, cohort: Cohort): HostList {
  const { beside, elsewhere } = hostContact(facts, site, cohort);
  return joined(hostIndex(facts), beside, elsewhere);
}

const hostKeys = perFacts(
  (facts): ReadonlyMap<string, Csvlk> =>
    new Map(facts.keys.flatMap((key) => (key.type === "csvlk" ? [[key.name, key] as const] : []))),
);

/** Whether a key, by its name in the file, activates an operating system or Office. */
export function keyCovers(facts: Facts, key: string, os: string): boolean {
  const found = hostKeys(facts).get(key);
  return found !== undefined && keyActivates(found.group, os);
}

/**
 * What hosts of one version of Windows activate with the same keys. A key that may not be installed there activates
 * nothing, so Azure Edition serves nobody; a host on a client Windows counts no servers.
 */
const servedBy = perFactsAndKeys((facts, keys: string, hostOs: string): ReadonlySet<string> => {
  const installed = keys.split("\n").filter((key) => isHostable(facts, key, hostOs));
  const onClient = productVersion(hostOs)?.product === "client";
  const serves = (version: ProductVersion) =>
    (version.product !== "server" || !onClient) && installed.some((key) => keyCovers(facts, key, version.id));
  return new Set(productVersions.filter(serves).map(({ id }) => id));
});

function isHostable(facts: Facts, key: string, hostOs: string): boolean {
  const found = hostKeys(facts).get(key);
  return found !== undefined && keyHostableOn(found.group, hostOs);
}

function served(facts: Facts, host: KmsHostFacts): ReadonlySet<string> {
  return servedBy(facts, host.keys.join("\n"), host.os);
}

/** The applications that a host can count with the keys that it carries. */
export function applicationsOf(facts: Facts, host: KmsHostFacts): readonly Application[] {
  const found = new Set([...served(facts, host)].map((os) => applicationOf(productVersion(os)?.product ?? "client")));
  return (["windows", "office"] as const).filter((application) => found.has(application));
}

/** The hosts of a list whose keys cover what a cohort runs. */
export function thatServe(facts: Facts, hosts: HostList, { os }: Cohort): HostList {
  return hosts.length === 0 ? noHosts : listsThatServe(facts, hosts, os);
}

const listsThatServe = perFactsAndKeys(
  (facts, hosts: HostList, os: string): HostList => select(hosts, `serve ${os}`, (host) => served(facts, host).has(os)),
);

/** KMS hosts that a cohort meets and whose keys cover it, whatever its channel: those that could count it. */
export function hostsThatServe(facts: Facts, site: Site, cohort: Cohort): HostList {
  const { beside, elsewhere } = hostContact(facts, site, cohort);
  return joined(hostIndex(facts), thatServe(facts, beside, cohort), thatServe(facts, elsewhere, cohort));
}

/** Whether machines may use KMS at all: they are volume licensed and to be activated. */
export function isForKms({ channel, activate }: Cohort): boolean {
  return channel === "volume" && activate;
}

/**
 * KMS hosts that a cohort may use, in the order of the file: it meets them, their keys cover it, it is volume licensed
 * and activated. Its method does not matter, because KMS is what machines fall back to when ADBA fails.
 */
export function mayUse(facts: Facts, site: Site, cohort: Cohort): HostList {
  return isForKms(cohort) ? hostsThatServe(facts, site, cohort) : noHosts;
}

const published = perFacts((facts): ReadonlyMap<string, ReadonlySet<string>> => {
  const domains = new Map(facts.kmsHosts.map((host) => [host.name, new Set<string>()]));
  for (const site of facts.sites) {
    const users = new Set(site.cohorts.flatMap((cohort) => mayUse(facts, site, cohort)));
    for (const host of users) for (const suffix of site.suffixes) domains.get(host.name)?.add(suffix);
  }
  for (const host of facts.kmsHosts) {
    const declared = declaredDomains(host);
    if (declared) domains.set(host.name, new Set(declared));
  }
  return domains;
});

/** Domains that the host's own declaration settles; undefined where the cohorts that may use it do. */
function declaredDomains(host: KmsHostFacts): readonly string[] | undefined {
  const { publishedBy, domains } = host.records;
  if (publishedBy === "none") return [];
  if (domains !== null) return domains;
  return publishedBy === "host" ? [host.fqdn.slice(host.fqdn.indexOf(".") + 1)] : undefined;
}

/**
 * DNS domains, absolute, in which the SRV record of a host is declared: `records.domains`, else what the toolkit needs
 * (each suffix of each cohort that may use the host) or what a host does by itself (its own domain).
 */
export function publishedDomains(facts: Facts, host: KmsHostFacts): readonly string[] {
  return [...(published(facts).get(host.name) ?? [])];
}

/** Whether the machines of a cohort find a host: they are pinned to it, or its record lies in a suffix that they search. */
export function discovers(facts: Facts, site: Site, cohort: Cohort, host: KmsHostFacts): boolean {
  if (cohort.pinnedTo.length > 0) return cohort.pinnedTo.includes(host.name);
  const domains = published(facts).get(host.name);
  return site.suffixes.some((suffix) => domains?.has(suffix) === true);
}

/** Domains that the declarations of hosts settle. */
const settledDomains = perFacts(
  (facts): ReadonlySet<string> => new Set(facts.kmsHosts.flatMap((host) => declaredDomains(host) ?? [])),
);

/**
 * KMS hosts that a cohort may use and finds (`discovers`), in the order of the file: those that its machines ask.
 */
export function foundHosts(facts: Facts, site: Site, cohort: Cohort): HostList {
  if (!isForKms(cohort)) return noHosts;
  const { beside, elsewhere } = hostContact(facts, site, cohort);
  const found = (hosts: HostList) => thatAreFound(facts, thatServe(facts, hosts, cohort), site, cohort);
  return joined(hostIndex(facts), found(beside), found(elsewhere));
}

/**
 * The hosts of a list that a cohort finds, given that it may use them all: a record that the toolkit publishes where it
 * is needed is found in every suffix, the others only in the domains that their hosts declare.
 */
export function thatAreFound(facts: Facts, usable: HostList, site: Site, { pinnedTo }: Cohort): HostList {
  if (pinnedTo.length > 0) return pinned(usable, pinnedTo);
  if (site.suffixes.length === 0) return noHosts;
  const isEverywhere = select(usable, "settled", isSettled).length === 0;
  return isEverywhere ? usable : recordedIn(facts, usable, site.suffixes);
}

function pinned(usable: HostList, names: readonly string[]): HostList {
  return select(usable, `pinned to\n${names.join("\n")}`, (host) => names.includes(host.name));
}

function isSettled(host: KmsHostFacts): boolean {
  return declaredDomains(host) !== undefined;
}

function recordedIn(facts: Facts, usable: HostList, suffixes: readonly string[]): HostList {
  const searched = suffixes.filter((suffix) => settledDomains(facts).has(suffix));
  return select(usable, `recorded in ${searched.join(" ")}`, (host) => {
    const domains = declaredDomains(host);
    return domains === undefined || searched.some((suffix) => domains.includes(suffix));
  });
}

/** The longest zone of the file that holds a domain (absolute); undefined where none does. */
export function zoneOf(facts: Facts, domain: string): Zone | undefined {
  return facts.zones
    .filter((zone) => domain === zone.apex || domain.endsWith(`.${zone.apex}`))
    .reduce<Zone | undefined>((best, zone) => (best && best.apex.length >= zone.apex.length ? best : zone), undefined);
}
