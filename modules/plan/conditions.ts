import type { Cohort, Facts, Forest, KmsHostFacts, Site, SiteKind } from "../topology/model.ts";
import { type AdbaConditions, adbaConditions, adbaEffective, adbaGapText } from "./adba.ts";
import { demandWith } from "./demand.ts";
import { forestContact, type Gap } from "./forestContact.ts";
import { kmsThreshold, longestContactGap } from "./thresholds.ts";
import { hostContact, isCentral, mayUse } from "./usage.ts";

/** What one place of KMS hosts, the core or the cohort's own site, offers to a cohort. */
interface KmsConditions {
  /** Some host there is asked by enough machines, and the cohort meets it often enough. */
  readonly ok: boolean;
  /** The cohort meets a host there at all: TCP 1688 and RPC are open to it. */
  readonly path: boolean;
  /** Of the hosts there that the cohort may use, the one that most machines ask; the first of the file among equals. */
  readonly best: { readonly host: string; readonly demand: number } | null;
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
  /** The first thing that ADBA lacks, as a clause. */
  readonly adbaGap: string | null;
  readonly adbaEffective: boolean;
  /** Hosts that the cohort may use. */
  readonly hosts: readonly KmsHostFacts[];
  /** Machines that must ask one host. */
  readonly threshold: number;
  readonly central: KmsConditions;
  readonly local: KmsConditions;
  /** A host, whatever its keys, is met at least every 180 days. */
  readonly meetsHost: boolean;
  readonly fullyIsolated: boolean;
}

/**
 * Derives what the rows, and the rules about declared methods, need to know of one cohort.
 *
 * A declared method changes none of it: with a declared MAK the numbers say what the cohort could have instead.
 */
export function conditionsOf(facts: Facts, site: Site, cohort: Cohort): Conditions {
  const hosts = mayUse(facts, site, cohort);
  const met = hostContact(facts, site, cohort);
  const central = (host: KmsHostFacts) => isCentral(facts, host);
  const beside = (host: KmsHostFacts) => host.site === site.name;
  const choose = (isThere: (host: KmsHostFacts) => boolean, contact: Gap): KmsConditions => {
    const best = mostAsked(facts, site, cohort, hosts.filter(isThere));
    const isAsked = best !== null && best.demand >= kmsThreshold[cohort.product];
    return { ok: isAsked && isOftenEnough(contact), path: met.hosts.some(isThere), best, contact };
  };
  const adba = adbaConditions(facts, site, cohort);
  return {
    site,
    cohort,
    decidesAs: site.kind === "lab" ? "isolated" : site.kind,
    adba,
    adbaGap: adbaGapText(facts, cohort, adba),
    adbaEffective: adbaEffective(facts, site, cohort),
    hosts,
    threshold: kmsThreshold[cohort.product],
    central: choose(central, met.gap),
    local: choose(beside, 0),
    meetsHost: met.hosts.some((host) => isOftenEnough(beside(host) && site.kind !== "core" ? 0 : met.gap)),
    fullyIsolated: isFullyIsolated(facts, site, cohort),
  };
}

function isOftenEnough(gap: Gap): boolean {
  return gap !== "never" && gap <= longestContactGap;
}

function mostAsked(
  facts: Facts,
  site: Site,
  cohort: Cohort,
  hosts: readonly KmsHostFacts[],
): { readonly host: string; readonly demand: number } | null {
  // Machines that are set to use certain hosts ask no others.
  const asked = cohort.pinnedTo.length > 0 ? hosts.filter((host) => cohort.pinnedTo.includes(host.name)) : hosts;
  return asked
    .map((host) => ({ host: host.name, demand: demandWith(facts, site, cohort, host) }))
    .reduce<{ host: string; demand: number } | null>(
      (best, one) => (best && best.demand >= one.demand ? best : one),
      null,
    );
}

/**
 * Whether the machines of a cohort are cut off: no internet, no host elsewhere that they meet, no forest that they meet.
 */
function isFullyIsolated(facts: Facts, site: Site, cohort: Cohort): boolean {
  const meets = (forest: Forest) => {
    const { ldap, dns, gap } = forestContact(site, cohort, forest.name);
    return ldap && dns && gap !== "never";
  };
  const elsewhere = hostContact(facts, site, cohort).hosts.some((host) => host.site !== site.name);
  return !cohort.internet && !elsewhere && !facts.forests.some(meets);
}
