import type { Application, Facts } from "../topology/model.ts";
import type { Count } from "./count.ts";
import { cellOf } from "./load.ts";
import { memory } from "./periods.ts";
import type { Pool, Standing } from "./route.ts";

/** A pool that a host is part of. */
export interface Place {
  readonly pool: Pool;
  readonly weight: number;
}

/**
 * The ids of machines that go on asking at every host, while nothing is lost and after what was moved. One ledger serves
 * all losses of an estate, one after the other, because there may be many of both.
 */
export class Ledger {
  /** The pools of each host, by its place in the file. */
  readonly places: readonly (readonly Place[])[];
  readonly #now: Float64Array;
  /** What was moved to pools, for each unit of weight and for each host. */
  readonly #byWeight: Float64Array;
  readonly #evenly: Float64Array;
  #touched: number[] = [];

  constructor({ kmsHosts }: Facts, pools: readonly Pool[], counts: readonly Count[]) {
    const places: Place[][] = kmsHosts.map(() => []);
    for (const pool of pools) {
      pool.hosts.forEach((host, i) => {
        places[host]?.push({ pool, weight: pool.weights[i] ?? 0 });
      });
    }
    this.places = places;
    this.#now = Float64Array.from(counts, ({ plannedIds }) => plannedIds);
    this.#byWeight = new Float64Array(pools.length * 2);
    this.#evenly = new Float64Array(pools.length * 2);
  }

  /** Adds ids to the hosts that their machines ask, or takes them away where there are fewer than none. */
  move(ids: number, application: Application, { stage, split }: Standing): void {
    if (stage === undefined || ids === 0) return;
    for (const pool of stage.pools) {
      if (pool.gap > memory) continue;
      const cell = cellOf(pool.id, application);
      this.#byWeight[cell] = (this.#byWeight[cell] ?? 0) + ids * split.byWeight;
      this.#evenly[cell] = (this.#evenly[cell] ?? 0) + ids * split.evenly;
      this.#touched.push(cell);
    }
  }

  /** Takes back all moves. */
  clear(): void {
    for (const cell of this.#touched) {
      this.#byWeight[cell] = 0;
      this.#evenly[cell] = 0;
    }
    this.#touched = [];
  }

  /** The ids at a host, after what was moved. */
  ids(host: number, application: Application): number {
    let sum = this.#now[cellOf(host, application)] ?? 0;
    for (const { pool, weight } of this.places[host] ?? []) {
      const cell = cellOf(pool.id, application);
      sum += (this.#byWeight[cell] ?? 0) * weight + (this.#evenly[cell] ?? 0);
    }
    return sum;
  }
}
