import { kmsThreshold } from "../plan/thresholds.ts";
import type { Application } from "../topology/model.ts";
import type { Group } from "./group.ts";
import { memory } from "./periods.ts";
import { type Pool, type Standing, standing } from "./route.ts";

/** What adds up at a host for one application, before any rounding and cap. */
export interface Sums {
  ids: number;
  /** Ids of machines that have no other host of the best priority. */
  certainIds: number;
  plannedIds: number;
  staleIds: number;
  /** Machines that the host does not remember. */
  seldom: number;
  threshold: number;
  plannedThreshold: number;
  clients: boolean;
}

/** What a pool is asked for: by machines that divide by weights, for each unit of weight, and by those that divide evenly, for each host. */
export interface Load {
  readonly byWeight: Sums;
  readonly evenly: Sums;
  /** What machines need that come only after the loss of other hosts. */
  standbyThreshold: number;
  standbyClients: boolean;
}

/** The place of a pool or a host, by its own place, and of an application in lists that have both. */
export function cellOf(place: number, application: Application): number {
  return place * 2 + (application === "office" ? 1 : 0);
}

/** Nothing. */
export function noSums(): Sums {
  return {
    ids: 0,
    certainIds: 0,
    plannedIds: 0,
    staleIds: 0,
    seldom: 0,
    threshold: 0,
    plannedThreshold: 0,
    clients: false,
  };
}

/** What every pool is asked for while nothing is lost, by `cellOf`; nothing where nobody ever asks it. */
export function loadsOf(pools: readonly Pool[], groups: readonly Group[]): readonly (Load | undefined)[] {
  const loads: (Load | undefined)[] = Array.from({ length: pools.length * 2 });
  for (const group of groups) {
    if (group.forest !== null) continue;
    const now = standing(group.route);
    for (const { pools: its } of group.route.stages) {
      for (const pool of its) {
        const cell = cellOf(pool.id, group.application);
        const load = loads[cell] ?? noLoad();
        loads[cell] = load;
        addTo(load, pool, group, now);
      }
    }
  }
  return loads;
}

function noLoad(): Load {
  return { byWeight: noSums(), evenly: noSums(), standbyThreshold: 0, standbyClients: false };
}

function addTo(load: Load, pool: Pool, group: Group, now: Standing): void {
  if (now.stage?.pools.includes(pool) !== true) {
    load.standbyThreshold = Math.max(load.standbyThreshold, kmsThreshold[group.product]);
    load.standbyClients ||= group.product === "client";
    return;
  }
  const { byWeight, evenly } = now.split;
  const [sums, share] = byWeight > 0 ? [load.byWeight, byWeight] : [load.evenly, evenly];
  const remembered = pool.gap <= memory ? share : 0;
  sums.ids += group.ids * remembered;
  sums.staleIds += group.staleIds * remembered;
  sums.seldom += group.machines * (share - remembered);
  if (now.stage.hosts === 1) sums.certainIds += group.ids * remembered;
  sums.threshold = Math.max(sums.threshold, kmsThreshold[group.product]);
  sums.clients ||= group.product === "client";
  if (!group.planned) return;
  sums.plannedIds += group.ids * remembered;
  sums.plannedThreshold = Math.max(sums.plannedThreshold, kmsThreshold[group.product]);
}
