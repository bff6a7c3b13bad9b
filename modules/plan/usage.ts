import { keyActivates } from "../topology/csvlk.ts";
import type { Application, Cohort, Csvlk, Facts, KmsHostFacts, Product, Site, Zone } from "../topology/model.ts";
import { type ProductVersion, productVersion, productVersions } from "../topology/products.ts";
import type { Gap } from "./forestContact.ts";
import { perFacts } from "./perFacts.ts";

/** The count of a KMS host that a product adds to: client and server share one, Office has its own. */
export function applicationOf(product: Product): Application {
  return product === "office" ? "office" : "windows";
}

interface HostIndex {
  readonly byName: ReadonlyMap<string, KmsHostFacts>;
  readonly bySite: ReadonlyMap<string, readonly KmsHostFacts[]>;
  readonly core: readonly KmsHostFacts[];
  readonly coreSites: ReadonlySet<string>;
  /** Position in the file. */
  readonly order: ReadonlyMap<KmsHostFacts, number>;
}

const hostIndex = perFacts((facts): HostIndex => {
  const coreSites = new Set(facts.sites.filter((site) => site.kind === "core").map((site) => site.name));
  return {
    byName: new Map(facts.kmsHosts.map((host) => [host.name, host])),
    bySite: Map.groupBy(facts.kmsHosts, (host) => host.site),
    core: facts.kmsHosts.filter((host) => coreSites.has(host.site)),
    coreSites,
    order: new Map(facts.kmsHosts.map((host, i) => [host, i])),
  };
});

/** Whether a host stands at a core site. */
export function isCentral(facts: Facts, host: KmsHostFacts): boolean {
  return hostIndex(facts).coreSites.has(host.site);
}

/**
 * KMS hosts that a site reaches, in the order of the file: those declared at the site, from a core site every host of
 * the core, and those that `reaches.kms` names with both TCP 1688 and RPC.
 */
export function reachedHosts(facts: Facts, site: Site): readonly KmsHostFacts[] {
  const index = hostIndex(facts);
  const own = site.kind === "core" ? index.core : (index.bySite.get(site.name) ?? []);
  const stated = statedHosts(index, site);
  return stated.length === 0 ? own : inOrder(index, [...own, ...stated]);
}

function statedHosts(index: HostIndex, site: Site): readonly KmsHostFacts[] {
  const stated = site.reaches.kms;
  if (stated === null || !stated.over.includes("tcp1688") || !stated.over.includes("rpc")) return [];
  if (stated.hosts === "core") return index.core;
  return stated.hosts.flatMap((name) => index.byName.get(name) ?? []);
}

function inOrder(index: HostIndex, hosts: readonly KmsHostFacts[]): readonly KmsHostFacts[] {
  return [...new Set(hosts)].sort((a, b) => (index.order.get(a) ?? 0) - (index.order.get(b) ?? 0));
}

/** KMS hosts that the machines of a cohort meet at all, and how often they meet those that are not beside them. */
export interface HostContact {
  readonly hosts: readonly KmsHostFacts[];
  /** Gap between two contacts with hosts that are central or elsewhere; hosts of the cohort's own site outside the core are always there. */
  readonly gap: Gap;
}

/**
 * What a cohort reaches of what its site reaches. A stated number also states the path, to the core unless the site
 * says more; `never`, stated or by default at disconnected sites, leaves only the site's own hosts.
 */
export function hostContact(facts: Facts, site: Site, cohort: Cohort): HostContact {
  const index = hostIndex(facts);
  const bySite = reachedHosts(facts, site);
  const isBeside = (host: KmsHostFacts) => host.site === site.name && site.kind !== "core";
  const stated = cohort.contact.kms;
  const statesPath = typeof stated === "number" && site.reaches.kms === null;
  const hosts = statesPath ? inOrder(index, [...bySite, ...index.core]) : bySite;
  const hasPath = site.kind !== "disconnected" && hosts.some((host) => !isBeside(host));
  const gap = stated ?? (hasPath ? 0 : "never");
  return { hosts: gap === "never" ? hosts.filter(isBeside) : hosts, gap };
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

/** What each host activates: its keys cover it, and a host on a client Windows counts no servers. */
const served = perFacts((facts): ReadonlyMap<string, ReadonlySet<string>> => {
  const serves = (host: KmsHostFacts, version: ProductVersion) =>
    (version.product !== "server" || productVersion(host.os)?.product !== "client") &&
    host.keys.some((key) => keyCovers(facts, key, version.id));
  const of = (host: KmsHostFacts) => productVersions.filter((version) => serves(host, version)).map(({ id }) => id);
  return new Map(facts.kmsHosts.map((host) => [host.name, new Set(of(host))]));
});

/** The applications that a host can count with the keys that it carries. */
export function applicationsOf(facts: Facts, host: KmsHostFacts): readonly Application[] {
  const versions = productVersions.filter((version) => served(facts).get(host.name)?.has(version.id));
  const found = new Set(versions.map((version) => applicationOf(version.product)));
  return (["windows", "office"] as const).filter((application) => found.has(application));
}

/** KMS hosts that a cohort meets and whose keys cover it, whatever its channel: those that could count it. */
export function hostsThatServe(facts: Facts, site: Site, cohort: Cohort): readonly KmsHostFacts[] {
  return hostContact(facts, site, cohort).hosts.filter((host) => served(facts).get(host.name)?.has(cohort.os));
}

/**
 * KMS hosts that a cohort may use, in the order of the file: it meets them, their keys cover it, it is volume licensed
 * and activated. Its method does not matter, because KMS is what machines fall back to when ADBA fails.
 */
export function mayUse(facts: Facts, site: Site, cohort: Cohort): readonly KmsHostFacts[] {
  if (cohort.channel !== "volume" || !cohort.activate) return [];
  return hostsThatServe(facts, site, cohort);
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

/** The longest zone of the file that holds a domain (absolute); undefined where none does. */
export function zoneOf(facts: Facts, domain: string): Zone | undefined {
  return facts.zones
    .filter((zone) => domain === zone.apex || domain.endsWith(`.${zone.apex}`))
    .reduce<Zone | undefined>((best, zone) => (best && best.apex.length >= zone.apex.length ? best : zone), undefined);
}
