import { kmsThreshold } from "../plan/thresholds.ts";
import { applicationOf } from "../plan/usage.ts";
import type { Product } from "../topology/model.ts";
import { isBelow, wholeMachines } from "./count.ts";
import type { Group } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import type { Pool, Standing } from "./route.ts";

/** Hosts of a pool that count too few for a product. */
interface Shortage {
  readonly hosts: number;
  /** Sum of their weights. */
  readonly weight: number;
}

/** Judges groups as long as nothing is moved in the ledger, and looks at every pool once for each product. */
export class Judge {
  readonly #ledger: Ledger;
  readonly #lost: number | null;
  readonly #known: Readonly<Record<Product, Map<Pool, Shortage>>> = {
    client: new Map(),
    server: new Map(),
    office: new Map(),
  };

  /** `lost` is a host, by its place in the file. */
  constructor(ledger: Ledger, lost: number | null) {
    this.#ledger = ledger;
    this.#lost = lost;
  }

  /** How many machines of a group nothing keeps activated: they ask nobody, or a host that counts too few. */
  falling({ product, machines }: Group, { stage, split, stranded }: Standing): number {
    if (stage === undefined) return machines;
    let share = stranded;
    for (const pool of stage.pools) {
      const short = this.#shortage(pool, product);
      share += short.weight * split.byWeight + short.hosts * split.evenly;
    }
    return wholeMachines(machines * share);
  }

  #shortage(pool: Pool, product: Product): Shortage {
    const known = this.#known[product].get(pool);
    if (known) return known;
    const application = applicationOf(product);
    const threshold = kmsThreshold[product];
    let hosts = 0;
    let weight = 0;
    pool.hosts.forEach((host, i) => {
      if (host === this.#lost || !isBelow(this.#ledger.ids(host, application), threshold)) return;
      hosts += 1;
      weight += pool.weights[i] ?? 0;
    });
    const shortage = { hosts, weight };
    this.#known[product].set(pool, shortage);
    return shortage;
  }
}
