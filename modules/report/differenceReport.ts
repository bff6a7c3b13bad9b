import type { CohortChange, CohortState, HostKeySpending, MakSpending, PlanDifference } from "../explain/change.ts";

/** What a difference is a difference of. */
export function differenceTitle({ before, after }: PlanDifference): string {
  return before === after
    ? `Changes to the plan of ${after}`
    : `Changes from the plan of ${before} to that of ${after}`;
}

/** Whether two files lead to the same methods, hosts and keys. */
export function isEmpty({ cohorts, hosts, keys }: PlanDifference): boolean {
  return cohorts.length + hosts.length + keys.length === 0;
}

/**
 * Why a cohort had its method, and why it has another one: the sentences of both plans. Nothing where only its count is
 * another one.
 */
export function reasonsOf({ before, after, what }: CohortChange): readonly string[] {
  if (what.join() === "count") return [];
  const told = (title: string, state: CohortState | null) =>
    state === null ? [] : [`${title}: ${state.sentence} [${state.reason}]`];
  return [...told("Before", before), ...told("Now", after)];
}

/** What a change takes from one key, and whether that is more than there is. */
export interface Spending {
  /** The key, or the product where several MAKs share the machines. */
  readonly name: string;
  readonly texts: readonly string[];
  readonly exceeds: boolean;
}

/** What a change takes from a key, in words. */
export function spendingOf(key: HostKeySpending | MakSpending): Spending {
  return key.type === "csvlk" ? hostKeyText(key) : makText(key);
}

function hostKeyText({ key, activations, hosts, computers, limit, objects }: HostKeySpending): Spending {
  const made = objects.map(
    (object) => `activation object ${object} is to be made from it; Microsoft does not say whether that counts`,
  );
  if (activations === 0) return { name: key, texts: made, exceeds: false };
  const spent = `${times(activations)}, on ${hosts.join(", ")}: ${computers} of ${limit} computers have used it then, retired ones included`;
  return { name: key, texts: [spent, ...made], exceeds: computers > limit };
}

function makText({ product, keys, activations, remaining }: MakSpending): Spending {
  const exceeds = activations > remaining;
  if (keys.length === 0) {
    return { name: `MAK for ${product}`, texts: [`${times(activations)}, and the file has no such key`], exceeds };
  }
  const text = exceeds
    ? `${times(activations)}, and ${remaining} are left`
    : `${activations} of the ${remaining} activations that are left`;
  return { name: keys.join(", "), texts: [text], exceeds };
}

function times(activations: number): string {
  return activations === 1 ? "1 activation" : `${activations} activations`;
}

/** `44 computers and 12 machines with Office to touch`. */
export function touchedText({ touched: { computers, office } }: PlanDifference): string {
  const pcs = computers === 1 ? "1 computer" : `${computers} computers`;
  const offices = office === 1 ? "1 machine with Office" : `${office} machines with Office`;
  return office === 0 ? `${pcs} to touch` : `${pcs} and ${offices} to touch`;
}
