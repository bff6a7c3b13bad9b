import type { Application, Cohort, Facts, KmsHostFacts, Method, Site } from "../topology/model.ts";
import { adbaConditions, adbaEffective, plannedActivationType } from "./adba.ts";
import type { HostDemand, NotCounted } from "./decision.ts";
import { type HostList, noHosts, without } from "./hostLists.ts";
import { entryOf, perFacts, perFactsAndKeys } from "./perFacts.ts";
import { applicationOf, applicationsOf, hostContact, thatAreFound, thatServe } from "./usage.ts";

type Silence = NotCounted["why"];

/**
 * Why a cohort never asks any KMS host; null where it does. Machines of another channel, not activated ones and those
 * with another declared method or `VLActivationType` stay silent; ADBA takes the rest of those whom it serves first.
 */
export function silence(facts: Facts, site: Site, cohort: Cohort): Silence | null {
  if (cohort.channel !== "volume") return "channel";
  if (!cohort.activate) return "not-activated";
  if (cohort.method !== null && !methodsThatAsk.has(cohort.method)) return "declared";
  if (adbaEffective(site, cohort, adbaConditions(facts, site, cohort))) return "adba";
  const type = plannedActivationType(site, cohort);
  return type === "any" || type === "kms" ? null : "declared";
}

const methodsThatAsk: ReadonlySet<Method> = new Set(["adba", "kms-central", "kms-local"]);

/** What cohorts add to each host of the list that they share: those that ask it, and those that stay silent to it. */
interface Tally {
  /** Different client machine ids. */
  demand: number;
  machines: number;
  readonly silent: NotCounted[];
}

type Tallies = Map<HostList, Tally>;

/** One for each list of hosts that some cohort meets, so that many cohorts and many hosts need no pass each over the others. */
const tallies = perFacts((facts): Readonly<Record<Application, Tallies>> => {
  const all: Record<Application, Tallies> = { windows: new Map(), office: new Map() };
  for (const site of facts.sites) {
    for (const cohort of site.cohorts) count(all[applicationOf(cohort.product)], facts, site, cohort);
  }
  return all;
});

function count(into: Tallies, facts: Facts, site: Site, cohort: Cohort): void {
  const silent = silence(facts, site, cohort);
  const entry = { site: site.name, cohort: cohort.name, count: cohort.count, why: silent ?? "undiscovered" };
  const { beside, elsewhere } = hostContact(facts, site, cohort);
  for (const met of [beside, elsewhere]) {
    const serving = thatServe(facts, met, cohort);
    const asked = silent === null ? thatAreFound(facts, serving, site, cohort) : noHosts;
    const rest = without(serving, asked);
    if (asked.length > 0) {
      const tally = entryOf(into, asked, newTally);
      tally.demand += cohort.clientIds;
      tally.machines += cohort.count;
    }
    if (rest.length > 0) entryOf(into, rest, newTally).silent.push(entry);
  }
}

function newTally(): Tally {
  return { demand: 0, machines: 0, silent: [] };
}

type Totals = ReadonlyMap<KmsHostFacts, Omit<HostDemand, "host" | "application">>;

const totals = perFacts((facts): Readonly<Record<Application, Totals>> => {
  const { windows, office } = tallies(facts);
  return { windows: totalsOf(windows), office: totalsOf(office) };
});

/** The tallies of each host added up; hosts that the same lists hold share the sum. */
function totalsOf(all: Tallies): Totals {
  const tallied = [...all.values()];
  const heldBy = new Map<KmsHostFacts, number[]>();
  [...all.keys()].forEach((hosts, i) => {
    for (const host of hosts) entryOf(heldBy, host, () => []).push(i);
  });
  const sums = new Map<string, ReturnType<typeof sumOf>>();
  const sumFor = (held: readonly number[]) =>
    entryOf(sums, held.join(" "), () => sumOf(held.flatMap((i) => tallied[i] ?? [])));
  return new Map([...heldBy].map(([host, held]) => [host, sumFor(held)]));
}

function sumOf(held: readonly Tally[]): Omit<HostDemand, "host" | "application"> {
  return {
    demand: held.reduce((sum, { demand }) => sum + demand, 0),
    machines: held.reduce((sum, { machines }) => sum + machines, 0),
    notCounted: held.flatMap(({ silent }) => silent),
  };
}

const nothing = { demand: 0, machines: 0, notCounted: [] } as const;

/**
 * Client machine ids that each KMS host will really see, for each application that its keys serve, in the order of the
 * file.
 *
 * An upper bound: machines that may ask several hosts are counted by each of them.
 */
export const hostDemands: (facts: Facts) => readonly HostDemand[] = perFacts((facts) =>
  facts.kmsHosts.flatMap((host) =>
    applicationsOf(facts, host).map((application) => ({
      host: host.name,
      application,
      ...(totals(facts)[application].get(host) ?? nothing),
    })),
  ),
);

/** A host, and what it counts of one application. */
export interface AskedHost {
  readonly host: string;
  /** Different client machine ids. */
  readonly demand: number;
  readonly machines: number;
}

/** Of a list, the host that most machines ask; by name among equals, so that no order of the file matters. */
const mostAskedOf = perFactsAndKeys((facts, hosts: HostList, application: Application): AskedHost | null =>
  hosts.reduce<AskedHost | null>((best, host) => {
    const { demand, machines } = totals(facts)[application].get(host) ?? nothing;
    return moreAsked(best, { host: host.name, demand, machines });
  }, null),
);

function moreAsked(a: AskedHost | null, b: AskedHost | null): AskedHost | null {
  if (a === null || b === null) return a ?? b;
  if (a.demand !== b.demand) return a.demand > b.demand ? a : b;
  return a.host < b.host ? a : b;
}

/**
 * Of hosts that a cohort may use, the one that most machines would ask if the cohort were free to: its own machines
 * count where only its declared method keeps them from asking. So a declared MAK does not argue for itself. Machines
 * that are set to use certain hosts ask no others. Null where there is no host.
 */
export function mostAsked(facts: Facts, site: Site, cohort: Cohort, usable: HostList): AskedHost | null {
  const application = applicationOf(cohort.product);
  const found = thatAreFound(facts, usable, site, cohort);
  const most = mostAskedOf(facts, cohort.pinnedTo.length > 0 ? found : usable, application);
  if (!isHeldBack(facts, site, cohort)) return most;
  const asked = mostAskedOf(facts, found, application);
  return moreAsked(asked && withOwn(asked, cohort), most);
}

function withOwn({ host, demand, machines }: AskedHost, { clientIds, count: own }: Cohort): AskedHost {
  return { host, demand: demand + clientIds, machines: machines + own };
}

/** Whether nothing but its declared method keeps a cohort from asking KMS hosts. */
function isHeldBack(facts: Facts, site: Site, cohort: Cohort): boolean {
  if (cohort.method === null || silence(facts, site, cohort) === null) return false;
  return silence(facts, site, { ...cohort, method: null }) === null;
}
