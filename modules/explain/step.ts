import type { Facts } from "../topology/model.ts";

/** Kinds of work from the lightest to the heaviest: one setting, then what takes other people, machines or money. */
export const efforts = [
  "setting",
  "record",
  "path",
  "contact",
  "object",
  "key",
  "schema",
  "machines",
  "join",
  "forest",
  "host",
  "licence",
  "upgrade",
] as const;

/** What kind of work a step is. */
export type Effort = (typeof efforts)[number];

/** One thing that somebody would do, and what the file would then say. */
export interface Step {
  readonly effort: Effort;
  /** A noun phrase or an imperative: `open TCP 1688 and RPC from plant to 10.10.1.4 (kms-weu-1)`. */
  readonly text: string;
  /** Machines that it adds or takes away; null where it is not about a number of machines. */
  readonly machines: number | null;
  /** The facts after it; pure, and the same facts where the step has nothing to act on. */
  readonly apply: (facts: Facts) => Facts;
  /** The same step with another number of machines; null where it is not about a number. */
  readonly resized: ((machines: number) => Step) | null;
}

/** A step that is not about a number of machines. */
export function step(effort: Effort, text: string, apply: Step["apply"]): Step {
  return { effort, text, machines: null, apply, resized: null };
}

/** A step for each number of machines. */
export function machinesStep(
  machines: number,
  text: (machines: number) => string,
  apply: (facts: Facts, machines: number) => Facts,
): Step {
  return {
    effort: "machines",
    text: text(machines),
    machines,
    apply: (facts) => apply(facts, machines),
    resized: (other) => machinesStep(other, text, apply),
  };
}

/** The facts after all steps, in their order. */
export function applied(steps: readonly Step[], facts: Facts): Facts {
  return steps.reduce((edited, { apply }) => apply(edited), facts);
}

/** The smaller change first: fewer steps, then lighter work, then fewer machines, then by their texts. */
export function bySize(a: readonly Step[], b: readonly Step[]): number {
  return (
    a.length - b.length ||
    heaviest(a) - heaviest(b) ||
    machinesOf(a) - machinesOf(b) ||
    (textOf(a) < textOf(b) ? -1 : 1)
  );
}

const heaviest = (steps: readonly Step[]) => Math.max(...steps.map(({ effort }) => efforts.indexOf(effort)));
const machinesOf = (steps: readonly Step[]) => steps.reduce((sum, { machines }) => sum + (machines ?? 0), 0);
const textOf = (steps: readonly Step[]) => steps.map(({ text }) => text).join();
