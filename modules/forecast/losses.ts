import type { Facts, KmsHostFacts } from "../topology/model.ts";
import { type AskersOfPool, askersByPool } from "./askers.ts";
import { Judge } from "./fate.ts";
import type { Group } from "./group.ts";
import type { Ledger, Place } from "./ledger.ts";
import type { Loss } from "./outlook.ts";
import { addOutcome, type Draft, noOutcomes, type Outcomes, partOf } from "./part.ts";
import { daysLeft, forestRenewal, renewalDays } from "./periods.ts";
import { type Pool, standing, standingWithout } from "./route.ts";

/**
 * What follows from the loss of each host and of each forest, in the order of the file. Only machines that the plan has
 * rely on them count: those that get a MAK lose nothing.
 */
export function lossesOf(
  facts: Facts,
  pools: readonly Pool[],
  groups: readonly Group[],
  ledger: Ledger,
): readonly Loss[] {
  const byForest = Map.groupBy(
    groups.filter(({ planned }) => planned),
    ({ forest }) => forest,
  );
  const scene = { facts, askers: askersByPool(pools, byForest.get(null) ?? [], ledger), ledger };
  return [
    ...facts.kmsHosts.map((host, place) => lossOfHost(scene, host, place)),
    ...facts.forests.map(({ name }) => lossOfForest(scene, name, byForest.get(name) ?? [])),
  ];
}

/** Everything that all losses of an estate need. */
interface Scene {
  readonly facts: Facts;
  readonly askers: readonly (readonly AskersOfPool[])[];
  readonly ledger: Ledger;
}

function lossOfHost(scene: Scene, { name, intervals }: KmsHostFacts, place: number): Loss {
  const { facts, ledger } = scene;
  const hits = hitsOf(scene, place);
  for (const { ofPool, weight } of hits) moveOn(ledger, ofPool, weight);
  const judge = new Judge(ledger, place);
  const outcomes = noOutcomes();
  for (const hit of hits) addRisks(outcomes, hit, judge);
  const kept = hits.flatMap(({ ofPool }) => [...ofPool.kept.drafts.values()]);
  const days = daysOf(outcomes, renewalDays(intervals.renewal));
  return finished(facts, ledger, { lost: { host: name }, place, drafts: [...outcomes.drafts.values(), ...kept], days });
}

/** What becomes of those of whom the loss may take something. */
function addRisks(outcomes: Outcomes, { ofPool, pool, weight }: Hit, judge: Judge): void {
  for (const { route, atRisk } of ofPool.atRisk) {
    const after = standingWithout(weight, route);
    for (const { group, fallingNow } of atRisk) {
      addOutcome(outcomes, { group, after, falling: judge.falling(group, after), fallingNow, gap: pool.gap }, pool);
    }
  }
}

interface Hit extends Place {
  readonly ofPool: AskersOfPool;
}

/** Who asks a host. */
function hitsOf({ askers, ledger }: Scene, host: number): readonly Hit[] {
  const hits: Hit[] = [];
  for (const { pool, weight } of ledger.places[host] ?? []) {
    for (const ofPool of askers[pool.id] ?? []) {
      if (weight > 0 || !ofPool.byWeight) hits.push({ pool, weight, ofPool });
    }
  }
  return hits;
}

/** Machines go from the hosts that they asked to those that they ask without one of that weight. */
function moveOn(ledger: Ledger, { all }: AskersOfPool, weight: number): void {
  for (const { route, before, windows, office } of all) {
    const after = standingWithout(weight, route);
    ledger.move(-windows, "windows", before);
    ledger.move(-office, "office", before);
    ledger.move(windows, "windows", after);
    ledger.move(office, "office", after);
  }
}

/** Machines that lose their forest turn to the KMS hosts that they may use, and are counted there. */
function lossOfForest({ facts, ledger }: Scene, forest: string, groups: readonly Group[]): Loss {
  for (const { route, ids, application } of groups) ledger.move(ids, application, standing(route));
  const judge = new Judge(ledger, null);
  const outcomes = noOutcomes();
  for (const group of groups) {
    const after = standing(group.route);
    addOutcome(outcomes, { group, after, falling: judge.falling(group, after), fallingNow: 0, gap: group.forestGap });
  }
  const days = daysOf(outcomes, forestRenewal);
  return finished(facts, ledger, { lost: { forest }, place: null, drafts: [...outcomes.drafts.values()], days });
}

function daysOf({ longestGap }: Outcomes, renewal: number): number | null {
  return longestGap === null ? null : daysLeft(renewal, longestGap);
}

interface Found {
  readonly lost: Loss["lost"];
  /** Place of a lost host in the file. */
  readonly place: number | null;
  readonly drafts: readonly Draft[];
  readonly days: number | null;
}

function finished(facts: Facts, ledger: Ledger, { lost, place, drafts, days }: Found): Loss {
  const parts = drafts.map((draft) => partOf(facts, ledger, draft, place));
  ledger.clear();
  const fallen = new Set(parts.flatMap(({ product, falling }) => (falling > 0 ? [product] : [])));
  const products = (["client", "server", "office"] as const).filter((product) => fallen.has(product));
  return { lost, products, meets: products.length === 0, firstDeactivation: days, parts };
}
