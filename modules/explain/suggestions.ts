import type { Decision, Plan } from "../plan/decision.ts";
import { planTopology } from "../plan/plan.ts";
import type { Facts } from "../topology/model.ts";
import type { At } from "./edits.ts";
import type { Outcome, SideEffect, Suggestion } from "./explanation.ts";
import type { Goal } from "./goals.ts";
import { leastNumber } from "./leastNumber.ts";
import { type Situation, situationOf } from "./situation.ts";
import { applied, bySize, type Step } from "./step.ts";

/** Steps of the longest change that is looked for. */
const mostSteps = 6;
/** Situations that are looked at for one goal: what bounds the time. */
const mostSituations = 40;
/** Changes that are tried for one goal, and that are kept of them. */
const [mostTried, mostKept] = [6, 3];

/**
 * The smallest changes that lead to each goal, smallest first. Each was tried: the plan of the whole edited estate
 * gives what it promises.
 */
export function suggestionsTo(goals: readonly Goal[], start: Situation): readonly Suggestion[] {
  const before = planTopology(start.facts);
  return goals
    .flatMap((goal) => {
      const paths = pathsTo(goal, start).map((steps) => smallest(goal, start, steps));
      const bySteps = withoutSupersets(paths).toSorted(bySize).slice(0, mostTried);
      const tried = bySteps.flatMap((steps) => outcomeOf(before, start, goal, steps) ?? []);
      return tried
        .filter((one, i) => !tried.slice(0, i).some((smaller) => isNoBetter(one, smaller)))
        .slice(0, mostKept);
    })
    .toSorted((a, b) => bySize(a.steps, b.steps));
}

/** Whether a change differs from a smaller one by settings alone, and spares no other cohort by that. */
function isNoBetter(one: Suggestion, smaller: Suggestion): boolean {
  const known = new Set(smaller.steps.map(({ text }) => text));
  const isBySettings = one.steps.every(({ text, effort }) => effort === "setting" || known.has(text));
  const isAsWide = one.sideEffects.length >= smaller.sideEffects.length;
  return isBySettings && isAsWide && deeds(one.sideEffects) >= deeds(smaller.sideEffects);
}

/** Cohorts whose machines would really do something else. */
function deeds(sideEffects: readonly SideEffect[]): number {
  return sideEffects.filter(({ before, after }) => before.effectiveMethod !== after.effectiveMethod).length;
}

/** Ways to a goal, breadth first, so that the shortest come first. */
function pathsTo(goal: Goal, start: Situation): readonly (readonly Step[])[] {
  const found: (readonly Step[])[] = [];
  let open: readonly { readonly s: Situation; readonly steps: readonly Step[] }[] = [{ s: start, steps: [] }];
  let left = mostSituations;
  for (let length = 1; length <= mostSteps && open.length > 0; length++) {
    const longer = open
      .flatMap(({ s, steps }) => goal.next(s).map((step) => ({ s, steps: [...steps, step] })))
      .slice(0, left);
    left -= longer.length;
    const reached = longer.map(({ s, steps }) => ({ s: situationOf(lastOf(steps, s.facts), s.at), steps }));
    found.push(...reached.filter(({ s }) => goal.isReached(s)).map(({ steps }) => steps));
    open = reached.filter(({ s }) => !goal.isReached(s));
  }
  return found;
}

function lastOf(steps: readonly Step[], facts: Facts): Facts {
  return steps.at(-1)?.apply(facts) ?? facts;
}

/** The same change without the steps and the machines that it does not need. */
function smallest(goal: Goal, start: Situation, steps: readonly Step[]): readonly Step[] {
  const isEnough = (some: readonly Step[]) => goal.isReached(situationOf(applied(some, start.facts), start.at));
  const needless = steps.length > 1 ? steps.find((step) => isEnough(steps.filter((one) => one !== step))) : undefined;
  if (needless)
    return smallest(
      goal,
      start,
      steps.filter((one) => one !== needless),
    );
  return steps.reduce<readonly Step[]>((some, step, i) => {
    if (step.resized === null || step.machines === null) return some;
    const { resized } = step;
    const fewest = leastNumber(step.machines, (n) => isEnough(some.with(i, resized(n))));
    return some.with(i, resized(fewest));
  }, steps);
}

/** Leaves out changes that hold all steps of another one, and repeated ones. */
function withoutSupersets(changes: readonly (readonly Step[])[]): readonly (readonly Step[])[] {
  const texts = changes.map((steps) => new Set(steps.map(({ text }) => text)));
  return changes.filter((_, i) =>
    texts.every((other, j) => {
      const own = texts[i] ?? other;
      return i === j || !other.isSubsetOf(own) || (other.size === own.size && i < j);
    }),
  );
}

function outcomeOf(before: Plan, start: Situation, goal: Goal, steps: readonly Step[]): Suggestion | undefined {
  const facts = applied(steps, start.facts);
  const after = planTopology(facts);
  const decision = after.decisions.find(({ site, cohort }) => site === start.at.site && cohort === start.at.cohort);
  if (!decision || !goal.isReached({ ...situationOf(facts, start.at), decision })) return undefined;
  const sideEffects = differences(before, after).filter((one) => keyOf(one) !== keyOf(decision));
  return { steps, leadsTo: { ...outcome(decision), row: decision.row }, sideEffects };
}

function differences(before: Plan, after: Plan): readonly SideEffect[] {
  const planned = new Map(after.decisions.map((decision) => [keyOf(decision), decision]));
  return before.decisions.flatMap((was) => {
    const is = planned.get(keyOf(was));
    if (!is || (was.method === is.method && was.effectiveMethod === is.effectiveMethod)) return [];
    const { site, cohort, count } = was;
    return [{ site, cohort, count, before: outcome(was), after: outcome(is) }];
  });
}

const keyOf = ({ site, cohort }: At): string => `${site}/${cohort}`;
const outcome = ({ method, effectiveMethod }: Decision): Outcome => ({ method, effectiveMethod });
