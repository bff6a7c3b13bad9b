import type { Cohort, Facts, KmsHostFacts, Site, SiteKind } from "../topology/model.ts";
import { type AdbaConditions, adbaConditions, adbaEffective } from "./adba.ts";
import { type AskedHost, mostAsked } from "./demand.ts";
import { forestContact, type Gap } from "./forestContact.ts";
import { type HostList, hostIndex, noHosts, select } from "./hostLists.ts";
import { kmsThreshold, longestContactGap } from "./thresholds.ts";
import { hostContact, isCentral, isForKms, mayUse, thatAreFound, thatServe } from "./usage.ts";

/** What one place of KMS hosts, the core or the cohort's own site, offers to a cohort. */
export interface KmsConditions {
  /** Some host there is asked by enough machines, and the cohort meets it often enough. */
  readonly ok: boolean;
  /** The machines also find such a host by themselves, so that they will ask it. */
  readonly finds: boolean;
  /** The cohort meets a host there at all: TCP 1688 and RPC are open to it. */
  readonly path: boolean;
  /** Of the hosts there that the cohort may use, the one that most machines ask; by name among equals. */
  readonly best: AskedHost | null;
  /** Gap between two contacts, days; hosts of the own site are always there. */
  readonly contact: Gap;
}

/** Everything on which the rows depend, derived for one cohort. */
export interface Conditions {
  readonly site: Site;
  readonly cohort: Cohort;
  /** Whose rows apply: a lab decides as an isolated site. */
  readonly decidesAs: SiteKind;
  readonly adba: AdbaConditions;
  readonly adbaEffective: boolean;
  /** Hosts that the cohort may use. */
  readonly hosts: readonly KmsHostFacts[];
  /** Machines that must ask one host. */
  readonly threshold: number;
  readonly central: KmsConditions;
  readonly local: KmsConditions;
  /** A host, whatever its keys, is met at least every 180 days. */
  readonly meetsHost: boolean;
  /** No internet, no host at another site that they meet, no forest that they meet. */
  readonly fullyIsolated: boolean;
}

/** The kind of site whose rows, in whose order, a kind decides by: a lab is treated as an isolated network. */
export function decidesAs(kind: SiteKind): SiteKind {
  return kind === "lab" ? "isolated" : kind;
}

/**
 * Derives what the rows, and the rules about declared methods, need to know of one cohort.
 *
 * A declared method changes none of it: with a declared MAK the numbers say what the cohort could have instead.
 */
export function conditionsOf(facts: Facts, site: Site, cohort: Cohort): Conditions {
  const { beside, elsewhere, gap } = hostContact(facts, site, cohort);
  const isCore = site.kind === "core";
  const ownCore = isCore ? hostsOfSite(elsewhere, site) : noHosts;
  const adba = adbaConditions(facts, site, cohort);
  return {
    site,
    cohort,
    decidesAs: decidesAs(site.kind),
    adba,
    adbaEffective: adbaEffective(site, cohort, adba),
    hosts: mayUse(facts, site, cohort),
    threshold: kmsThreshold[cohort.product],
    central: offer(facts, site, cohort, { hosts: centralHosts(facts, elsewhere), gap }),
    local: offer(facts, site, cohort, { hosts: isCore ? ownCore : beside, gap: 0 }),
    meetsHost: beside.length > 0 || (elsewhere.length > 0 && isOftenEnough(gap)),
    fullyIsolated: elsewhere.length === ownCore.length && !cohort.internet && !meetsForest(facts, site, cohort),
  };
}

/** What the hosts of one place, all of which a cohort meets, offer to it. */
function offer(facts: Facts, site: Site, cohort: Cohort, met: { hosts: HostList; gap: Gap }): KmsConditions {
  const usable = isForKms(cohort) ? thatServe(facts, met.hosts, cohort) : noHosts;
  const found = thatAreFound(facts, usable, site, cohort);
  const best = mostAsked(facts, site, cohort, usable);
  const bestFound = found === usable ? best : mostAsked(facts, site, cohort, found);
  const inTime = isOftenEnough(met.gap);
  return {
    ok: inTime && isAsked(best, cohort),
    finds: inTime && isAsked(bestFound, cohort),
    path: met.hosts.length > 0,
    best,
    contact: met.gap,
  };
}

function isAsked(host: AskedHost | null, { product }: Cohort): boolean {
  return host !== null && host.demand >= kmsThreshold[product];
}

function centralHosts(facts: Facts, hosts: HostList): HostList {
  const { core } = hostIndex(facts);
  return hosts === core ? core : select(hosts, "central", (host) => isCentral(facts, host));
}

function hostsOfSite(hosts: HostList, { name }: Site): HostList {
  return select(hosts, `at ${name}`, (host) => host.site === name);
}

function isOftenEnough(gap: Gap): boolean {
  return gap !== "never" && gap <= longestContactGap;
}

function meetsForest(facts: Facts, site: Site, cohort: Cohort): boolean {
  return facts.forests.some(({ name }) => {
    const { ldap, dns, gap } = forestContact(site, cohort, name);
    return ldap && dns && gap !== "never";
  });
}
