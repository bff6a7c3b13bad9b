import { Judge } from "./fate.ts";
import type { Group } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { addOutcome, noOutcomes, type Outcomes } from "./part.ts";
import { type Pool, type Route, type Standing, standing } from "./route.ts";

/** Machines of one route that go on asking. */
export interface Asker {
  readonly route: Route;
  /** Whom they ask while nothing is lost. */
  readonly before: Standing;
  /** Their client machine ids, for each application. */
  readonly windows: number;
  readonly office: number;
  /** Groups of whom a loss may take something, with the machines that nothing keeps activated even now. */
  readonly atRisk: readonly { readonly group: Group; readonly fallingNow: number }[];
}

/** Who asks the hosts of a pool, by their weights or evenly. */
export interface AskersOfPool {
  /** These pass by a host without a weight. */
  readonly byWeight: boolean;
  readonly all: Asker[];
  readonly atRisk: Asker[];
  /**
   * Parts of the loss of any one host of the pool: groups who have another host, and whose hosts all count enough now.
   * Losses only raise what the hosts that are left count, so that nobody of these falls out.
   */
  readonly kept: Outcomes;
}

/** Who asks each pool, by its id, while nothing is lost. */
export function askersByPool(
  pools: readonly Pool[],
  groups: readonly Group[],
  ledger: Ledger,
): readonly (readonly AskersOfPool[])[] {
  const askers: AskersOfPool[][] = pools.map(() => []);
  const judge = new Judge(ledger, null);
  for (const [route, ofRoute] of Map.groupBy(groups, (group) => group.route)) {
    const asker = askerOf(route, ofRoute, judge);
    const kept = ofRoute.filter((group) => !asker.atRisk.some((one) => one.group === group));
    for (const pool of asker.before.stage?.pools ?? []) addAsker(askers[pool.id] ?? [], asker, kept, pool);
  }
  return askers;
}

function askerOf(route: Route, groups: readonly Group[], judge: Judge): Asker {
  const before = standing(route);
  const hasOther = !route.pinned && (before.stage?.asked ?? 0) > 1;
  const judged = groups.map((group) => ({ group, fallingNow: judge.falling(group, before) }));
  const atRisk = judged.filter(({ fallingNow }) => !hasOther || fallingNow > 0);
  return { route, before, windows: idsOf(groups, "windows"), office: idsOf(groups, "office"), atRisk };
}

function addAsker(ofPools: AskersOfPool[], asker: Asker, kept: readonly Group[], pool: Pool): void {
  const byWeight = asker.before.split.byWeight > 0;
  let ofPool = ofPools.find((one) => one.byWeight === byWeight);
  if (ofPool === undefined) {
    ofPool = { byWeight, all: [], atRisk: [], kept: noOutcomes() };
    ofPools.push(ofPool);
  }
  ofPool.all.push(asker);
  if (asker.atRisk.length > 0) ofPool.atRisk.push(asker);
  const after = asker.before;
  for (const group of kept) addOutcome(ofPool.kept, { group, after, falling: 0, fallingNow: 0, gap: pool.gap }, pool);
}

function idsOf(groups: readonly Group[], application: Group["application"]): number {
  return groups.reduce((sum, group) => sum + (group.application === application ? group.ids : 0), 0);
}
