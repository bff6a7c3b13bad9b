import type { Application } from "../topology/model.ts";
import { cellOf, type Load, noSums, type Sums } from "./load.ts";
import type { Pool } from "./route.ts";

/** What adds up at one host for one application. */
export interface Count extends Sums {
  /** What machines need that come only after the loss of other hosts. */
  standbyThreshold: number;
  standbyClients: boolean;
}

/** What every host is asked for while nothing is lost, by `cellOf`. */
export function countsOf(
  hosts: number,
  pools: readonly Pool[],
  loads: readonly (Load | undefined)[],
): readonly Count[] {
  const counts = Array.from(
    { length: hosts * 2 },
    (): Count => ({ ...noSums(), standbyThreshold: 0, standbyClients: false }),
  );
  for (const pool of pools) {
    for (const application of ["windows", "office"] as const) {
      const load = loads[cellOf(pool.id, application)];
      if (load) addToHosts(counts, pool, application, load);
    }
  }
  return counts;
}

function addToHosts(counts: readonly Count[], pool: Pool, application: Application, load: Load): void {
  pool.hosts.forEach((host, i) => {
    const count = counts[cellOf(host, application)];
    if (count) addLoad(count, load, pool.weights[i] ?? 0);
  });
}

function addLoad(count: Count, { byWeight, evenly, standbyThreshold, standbyClients }: Load, weight: number): void {
  addSums(count, evenly, 1);
  count.standbyThreshold = Math.max(count.standbyThreshold, standbyThreshold);
  count.standbyClients ||= standbyClients;
  if (weight > 0) {
    addSums(count, byWeight, weight);
  } else {
    // Machines that divide by weights pass by a host without one while others are there.
    count.standbyThreshold = Math.max(count.standbyThreshold, byWeight.threshold);
    count.standbyClients ||= byWeight.clients;
  }
}

function addSums(count: Count, sums: Sums, times: number): void {
  count.ids += sums.ids * times;
  count.certainIds += sums.certainIds * times;
  count.plannedIds += sums.plannedIds * times;
  count.staleIds += sums.staleIds * times;
  count.seldom += sums.seldom * times;
  count.threshold = Math.max(count.threshold, sums.threshold);
  count.plannedThreshold = Math.max(count.plannedThreshold, sums.plannedThreshold);
  count.clients ||= sums.clients;
}

/** Thirds of machines must not add up to 24.999999. */
const rounding = 1e-6;

/** A count as people see it: no more than the cap, and hundredths rounded down, so that 25 is never made of less. */
export function shownCount(ids: number, cap: number = Number.POSITIVE_INFINITY): number {
  return Math.min(cap, Math.floor((ids + rounding) * 100) / 100);
}

/** Whether a count is below a threshold: just where `shownCount` is. */
export function isBelow(ids: number, threshold: number): boolean {
  return ids + rounding < threshold;
}

/** Part of a machine is a whole one; but thirds must not make a machine more than there are. */
export function wholeMachines(machines: number): number {
  return Math.max(0, Math.ceil(machines - rounding));
}
