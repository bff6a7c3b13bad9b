import { applicationOf } from "../plan/usage.ts";
import type { Facts, Product } from "../topology/model.ts";
import { shownCount } from "./count.ts";
import type { Group } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import type { LossPart, Members } from "./outlook.ts";
import type { Pool, Standing } from "./route.ts";

/** A part of a loss to which groups of one fate are still being added. */
export interface Draft extends Omit<LossPart, "hosts" | "lowest"> {
  machines: number;
  falling: number;
  fallingNow: number;
  readonly members: Members[];
  /** The pool whose hosts the part names: the largest. */
  readonly pool: Pool | undefined;
  /** Machines ask only hosts with a weight. */
  readonly byWeight: boolean;
}

/** What a loss does to all groups so far. */
export interface Outcomes {
  /** By a number for what the groups of a draft have in common. */
  readonly drafts: Map<number, Draft>;
  /** Longest time between two contacts of machines that fall out, days; null where none does. */
  longestGap: number | null;
}

/** Nothing yet. */
export function noOutcomes(): Outcomes {
  return { drafts: new Map(), longestGap: null };
}

/** What a loss does to one group. */
export interface Outcome {
  readonly group: Group;
  readonly after: Standing;
  readonly falling: number;
  readonly fallingNow: number;
  /** Days between two contacts with what is lost. */
  readonly gap: number;
}

/** Adds a group to the draft of its fate. `lostFrom` is the pool of a lost host. */
export function addOutcome(outcomes: Outcomes, outcome: Outcome, lostFrom?: Pool): void {
  const { group, after, falling, fallingNow, gap } = outcome;
  const { product, machines, members } = group;
  const { pinned } = group.route;
  const { standby } = after;
  const { pool, ownHostsToo } = mainPool(after, lostFrom);
  const byWeight = after.split.byWeight > 0;
  const bits = [ownHostsToo, byWeight, standby, pinned, falling > 0, fallingNow > 0];
  const key = keyOf(pool?.id ?? -1, product, bits);
  let draft = outcomes.drafts.get(key);
  if (draft === undefined) {
    const nothing = { machines: 0, falling: 0, fallingNow: 0, members: [] };
    draft = { product, ...nothing, pool, ownHostsToo, byWeight, standby, pinned };
    outcomes.drafts.set(key, draft);
  }
  draft.machines += machines;
  draft.falling += falling;
  draft.fallingNow += fallingNow;
  draft.members.push(members);
  if (falling > 0) outcomes.longestGap = Math.max(outcomes.longestGap ?? 0, gap);
}

const products: Readonly<Record<Product, number>> = { client: 0, server: 1, office: 2 };

/** A number, because there may be as many groups as sites, for each of many losses. */
function keyOf(pool: number, product: Product, bits: readonly boolean[]): number {
  let key = (pool + 1) * 3 + products[product];
  for (const bit of bits) key = key * 2 + (bit ? 1 : 0);
  return key;
}

/** The pool of which machines ask most hosts that are left, and whether they ask others too. */
function mainPool({ stage, split }: Standing, lostFrom?: Pool): Pick<Draft, "pool" | "ownHostsToo"> {
  let pool: Pool | undefined;
  let most = 0;
  let all = 0;
  for (const one of stage?.pools ?? []) {
    const left = (split.byWeight > 0 ? one.weighted : one.hosts.length) - (one === lostFrom ? 1 : 0);
    all += left;
    // Of two equal ones the second, which is elsewhere.
    if (left > 0 && left >= most) {
      pool = one;
      most = left;
    }
  }
  return { pool, ownHostsToo: all > most };
}

/** The finished part: with the names of hosts, and the lowest count among them after what the ledger holds. */
export function partOf(
  facts: Facts,
  ledger: Ledger,
  { pool, byWeight, ...draft }: Draft,
  lost: number | null,
): LossPart {
  const application = applicationOf(draft.product);
  const hosts: string[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  pool?.hosts.forEach((host, i) => {
    if (host === lost || (byWeight && pool.weights[i] === 0)) return;
    hosts.push(facts.kmsHosts[host]?.name ?? "");
    lowest = Math.min(lowest, ledger.ids(host, application));
  });
  return { ...draft, hosts, lowest: hosts.length === 0 ? null : shownCount(lowest) };
}
