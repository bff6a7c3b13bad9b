/**
 * Hosts that machines try together: of one list, one priority and one gap between contacts. Thousands of sites share the
 * pool of the core, so that what is worked out for a pool is worked out once.
 */
export interface Pool {
  /** Place among all pools of the estate. */
  readonly id: number;
  /** Machines try lower ranks first. */
  readonly rank: number;
  /** Days between two contacts. */
  readonly gap: number;
  /** Places in the file, ascending. */
  readonly hosts: readonly number[];
  /** Weight of each of these hosts. */
  readonly weights: readonly number[];
  /** Sum of them. */
  readonly weight: number;
  /** How many hosts have one. */
  readonly weighted: number;
}

/** All hosts of one rank, those beside the machines and those elsewhere. */
export interface Stage {
  readonly pools: readonly Pool[];
  readonly hosts: number;
  /** Sum of their weights. */
  readonly weight: number;
  /** How many hosts machines ask: those with a weight, or all where none has one. */
  readonly asked: number;
}

/** The KMS hosts that machines ask, and in which order. Cohorts with the same way share one object. */
export interface Route {
  /** Machines ask hosts of the first stage, and those of the next when none of it is left. */
  readonly stages: readonly Stage[];
  /** Each machine is set to one host, and asks no other. */
  readonly pinned: boolean;
}

/** How machines divide among the hosts of a stage: the share of a host is its weight x `byWeight` + `evenly`. */
export interface Split {
  readonly byWeight: number;
  readonly evenly: number;
}

/** Whom the machines of a route ask. */
export interface Standing {
  /** Undefined where no host is left. */
  readonly stage: Stage | undefined;
  readonly split: Split;
  /** The part of the machines that has nobody to ask. */
  readonly stranded: number;
  /** The hosts stood by while another was there. */
  readonly standby: boolean;
}

/** The route of machines that ask nobody. */
export const nowhere: Route = { stages: [], pinned: false };

const nobody: Standing = { stage: undefined, split: { byWeight: 0, evenly: 0 }, stranded: 1, standby: false };

/** Whom machines ask while no host is lost. Those that are set to hosts are taken to be divided equally. */
export function standing({ stages: [stage] }: Route): Standing {
  if (stage === undefined) return nobody;
  return { stage, split: splitOf(stage.hosts, stage.weight), stranded: 0, standby: false };
}

/** Whom machines ask after the loss of a host of the first stage, by its weight. */
export function standingWithout(weight: number, { stages: [first, next], pinned }: Route): Standing {
  const now = first && splitOf(first.hosts, first.weight);
  if (pinned && first && now && first.hosts > 1) {
    return { stage: first, split: now, stranded: now.evenly, standby: false };
  }
  if (first && first.hosts > 1) {
    return { stage: first, split: splitOf(first.hosts - 1, first.weight - weight), stranded: 0, standby: false };
  }
  if (next === undefined) return nobody;
  return { stage: next, split: splitOf(next.hosts, next.weight), stranded: 0, standby: true };
}

/**
 * By weight; equally where all weights are 0.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2782
 */
function splitOf(hosts: number, weight: number): Split {
  return weight > 0 ? { byWeight: 1 / weight, evenly: 0 } : { byWeight: 0, evenly: 1 / hosts };
}
