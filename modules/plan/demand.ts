import type { Application, Cohort, Facts, KmsHostFacts, Site } from "../topology/model.ts";
import { adbaEffective, plannedActivationType } from "./adba.ts";
import type { HostDemand, NotCounted } from "./decision.ts";
import { perFacts } from "./perFacts.ts";
import { applicationOf, applicationsOf, discovers, hostsThatServe } from "./usage.ts";

type Silence = NotCounted["why"];

/**
 * Why a cohort never asks any KMS host; null where it does. Machines of another channel, not activated ones and those
 * with another declared method or `VLActivationType` stay silent; ADBA takes the rest of those whom it serves first.
 */
function silence(facts: Facts, site: Site, cohort: Cohort): Silence | null {
  if (cohort.channel !== "volume") return "channel";
  if (!cohort.activate) return "not-activated";
  if (cohort.method !== null && !["adba", "kms-central", "kms-local"].includes(cohort.method)) return "declared";
  if (adbaEffective(facts, site, cohort)) return "adba";
  const type = plannedActivationType(site, cohort);
  return type === "any" || type === "kms" ? null : "declared";
}

interface Count {
  demand: number;
  readonly notCounted: NotCounted[];
}

type Counts = ReadonlyMap<string, Readonly<Record<Application, Count>>>;

const counts = perFacts((facts): Counts => {
  const empty = () => ({ demand: 0, notCounted: [] });
  const all: Counts = new Map(facts.kmsHosts.map((host) => [host.name, { windows: empty(), office: empty() }]));
  for (const site of facts.sites) for (const cohort of site.cohorts) count(all, facts, site, cohort);
  return all;
});

/** Adds one cohort to the counts of all hosts that serve it. */
function count(all: Counts, facts: Facts, site: Site, cohort: Cohort): void {
  const silent = silence(facts, site, cohort);
  for (const host of hostsThatServe(facts, site, cohort)) {
    const total = all.get(host.name)?.[applicationOf(cohort.product)];
    const why = silent ?? (discovers(facts, site, cohort, host) ? null : "undiscovered");
    if (why !== null) total?.notCounted.push({ site: site.name, cohort: cohort.name, count: cohort.count, why });
    else if (total) total.demand += cohort.count;
  }
}

/**
 * Machines that will really ask each KMS host, for each application that its keys serve, in the order of the file.
 *
 * An upper bound: machines that may ask several hosts are counted by each of them.
 */
export const hostDemands: (facts: Facts) => readonly HostDemand[] = perFacts((facts) =>
  facts.kmsHosts.flatMap((host) =>
    applicationsOf(facts, host).map((application) => {
      const { demand, notCounted } = counts(facts).get(host.name)?.[application] ?? { demand: 0, notCounted: [] };
      return { host: host.name, application, demand, notCounted };
    }),
  ),
);

/**
 * Machines that would ask a host if this cohort were free to: the demand of its application, and the cohort's own
 * machines where only its declared method keeps them from asking. So a declared MAK does not argue for itself.
 */
export function demandWith(facts: Facts, site: Site, cohort: Cohort, host: KmsHostFacts): number {
  const demand = counts(facts).get(host.name)?.[applicationOf(cohort.product)].demand ?? 0;
  const undeclared = { ...cohort, method: null };
  const isFreed = silence(facts, site, cohort) !== null && silence(facts, site, undeclared) === null;
  return isFreed && discovers(facts, site, undeclared, host) ? demand + cohort.count : demand;
}
