import type { Gap } from "../plan/forestContact.ts";
import { type HostList, hostIndex } from "../plan/hostLists.ts";
import { entryOf } from "../plan/perFacts.ts";
import { hostContact, thatAreFound, thatServe } from "../plan/usage.ts";
import type { Cohort, Facts, Site } from "../topology/model.ts";
import { memory } from "./periods.ts";
import { nowhere, type Pool, type Route, type Stage } from "./route.ts";

/** The routes of an estate, and the pools that they lead through so far. */
export interface RouteFinder {
  /** The route of a cohort for KMS. */
  readonly routeOf: (site: Site, cohort: Cohort) => Route;
  readonly pools: readonly Pool[];
}

/** The pools of one list of hosts, lowest rank first, and the routes that begin beside the machines with this one. */
interface Lane {
  readonly gap: Gap;
  readonly pinned: boolean;
  readonly pools: readonly Pool[];
  readonly routes: Map<Lane, Route>;
}

/**
 * Finds the hosts that cohorts may use and find, in the order in which their machines try them: hosts that remember them
 * before those that they meet too seldom, then by the priority of the records. Records mean nothing to machines that are
 * set to a host.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2782 for priority
 */
export function routeFinder(facts: Facts): RouteFinder {
  const pools: Pool[] = [];
  const lanes = new Map<HostList, Lane[]>();
  const laneOf = (list: HostList, gap: Gap, pinned: boolean): Lane => {
    const known = entryOf(lanes, list, noLanes);
    for (const lane of known) if (lane.gap === gap && lane.pinned === pinned) return lane;
    const its = poolsOf(facts, list, gap === "never" ? 0 : gap, pinned, pools.length);
    const lane: Lane = { gap, pinned, pools: its, routes: new Map() };
    pools.push(...its);
    known.push(lane);
    return lane;
  };
  const routeOf = (site: Site, cohort: Cohort): Route => {
    const { beside, elsewhere, gap } = hostContact(facts, site, cohort);
    const pinned = cohort.pinnedTo.length > 0;
    const near = laneOf(thatAreFound(facts, thatServe(facts, beside, cohort), site, cohort), 0, pinned);
    const far = laneOf(thatAreFound(facts, thatServe(facts, elsewhere, cohort), site, cohort), gap, pinned);
    const known = near.routes.get(far);
    if (known) return known;
    const route = routeThrough(near, far);
    near.routes.set(far, route);
    return route;
  };
  return { routeOf, pools };
}

const noLanes = (): Lane[] => [];

/** More than any priority, which has 16 bits. */
const afterAllPriorities = 0x1_0000;

function poolsOf(facts: Facts, list: HostList, gap: number, pinned: boolean, firstId: number): readonly Pool[] {
  const { order } = hostIndex(facts);
  const behind = gap > memory ? afterAllPriorities : 0;
  const byRank = Map.groupBy(list, ({ records }) => (pinned ? 0 : records.priority + behind));
  const ranks = [...byRank].sort(([a], [b]) => a - b);
  return ranks.map(([rank, hosts], i) => {
    const weights = hosts.map(({ records }) => (pinned ? 0 : records.weight));
    return {
      ...{ id: firstId + i, rank, gap, weights },
      hosts: hosts.map((host) => order.get(host) ?? -1),
      weight: weights.reduce((a, b) => a + b, 0),
      weighted: weights.filter((weight) => weight > 0).length,
    };
  });
}

/** Merges two lanes, both in the order of their ranks. */
function routeThrough({ pools: near }: Lane, { pools: far, pinned }: Lane): Route {
  const stages: Stage[] = [];
  const left = [...near, ...far].sort((a, b) => a.rank - b.rank);
  while (left[0] !== undefined) {
    const { rank } = left[0];
    const next = left.findIndex((pool) => pool.rank !== rank);
    stages.push(stageOf(left.splice(0, next < 0 ? left.length : next)));
  }
  return stages.length === 0 ? nowhere : { stages, pinned };
}

function stageOf(pools: readonly Pool[]): Stage {
  let [hosts, weight, weighted] = [0, 0, 0];
  for (const pool of pools) {
    hosts += pool.hosts.length;
    weight += pool.weight;
    weighted += pool.weighted;
  }
  return { pools, hosts, weight, asked: weight > 0 ? weighted : hosts };
}
