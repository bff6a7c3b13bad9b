import type { Item } from "../desired/item.ts";
import { wholeScope } from "../desired/scope.ts";
import { planTopology } from "../plan/plan.ts";
import type { Facts } from "../topology/model.ts";
import type { Configured, UnreadableResource, World } from "./rule.ts";

/** What a world holds besides facts and items. */
export interface WorldOptions {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Default: every site. */
  readonly scope?: readonly string[];
  /** Default: none. */
  readonly unreadSubnets?: readonly string[];
  /** Default: none. */
  readonly unreadable?: readonly UnreadableResource[];
  /** Default: nothing. */
  readonly leftOut?: readonly string[];
  /** Default: nothing. */
  readonly configured?: Configured;
}

/** What rules look at: the facts, their plan, and the items that the file or a stack declares. */
export function worldOf(facts: Facts, items: readonly Item[], options: WorldOptions): World {
  const {
    today,
    scope = wholeScope(facts),
    unreadSubnets = [],
    unreadable = [],
    leftOut = [],
    configured = {},
  } = options;
  return { facts, plan: planTopology(facts), items, scope, today, unreadSubnets, unreadable, leftOut, configured };
}
