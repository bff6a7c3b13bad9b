import type { Decision } from "../plan/decision.ts";
import { planTopology } from "../plan/plan.ts";
import { label, machines } from "../plan/words.ts";
import type { Cohort, Facts } from "../topology/model.ts";
import type { Aspect, CohortChange, CohortState } from "./change.ts";
import { touch } from "./touched.ts";

interface Entry {
  readonly site: string;
  readonly cohort: Cohort;
  readonly state: CohortState;
}

/** What becomes of each cohort; only of those that one file lacks or that the two plan differently. */
export function cohortChanges(before: Facts, after: Facts): readonly CohortChange[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const changed = [...now].map(([id, entry]) => changeOf(old.get(id) ?? null, entry));
  const gone = [...old].filter(([id]) => !now.has(id)).map(([, entry]) => changeOf(entry, null));
  return [...changed, ...gone].flatMap((change) => change ?? []);
}

function entriesOf(facts: Facts): ReadonlyMap<string, Entry> {
  const cohorts = facts.sites.flatMap((site) => site.cohorts);
  return new Map(
    planTopology(facts).decisions.flatMap((decision, i) => {
      const cohort = cohorts[i];
      if (cohort === undefined) return [];
      const id = JSON.stringify([decision.site, decision.cohort]);
      return [[id, { site: decision.site, cohort, state: stateOf(cohort, decision) }] as const];
    }),
  );
}

function stateOf({ os, channel }: Cohort, decision: Decision): CohortState {
  const { product, count, method, variant, row, reason, sentence, effectiveMethod, settings } = decision;
  return { product, os, channel, count, method, variant, row, reason, sentence, effectiveMethod, settings };
}

function changeOf(old: Entry | null, now: Entry | null): CohortChange | null {
  const named = now ?? old;
  if (named === null) return null;
  const [before, after] = [old?.state ?? null, now?.state ?? null];
  const what = before && after ? aspects.filter((aspect) => differs(before[aspect], after[aspect])) : [];
  if (before && after && what.length === 0) return null;
  const { machines: touched, why } = touch(before, after);
  const touching = touched === 0 ? `No machine is touched: ${why}.` : `${touched} to touch: ${why}.`;
  return {
    ...{ site: named.site, cohort: named.cohort.name, change: kindOf(old, now), what, before, after, touched },
    sentence: `${storyOf(old, now, what)} ${touching}`,
  };
}

function kindOf(old: Entry | null, now: Entry | null): CohortChange["change"] {
  if (old === null) return "appears";
  return now === null ? "disappears" : "changes";
}

const aspects: readonly Aspect[] = [
  "product",
  "os",
  "channel",
  "count",
  "method",
  "variant",
  "row",
  "effectiveMethod",
  "settings",
];

function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/** `44 client machines: mak phone (D33) becomes adba (D30).` */
function storyOf(old: Entry | null, now: Entry | null, what: readonly Aspect[]): string {
  if (now === null) return old === null ? "" : `Gone: ${machines(old.cohort)} with ${methodOf(old.state)}.`;
  if (old === null) return `New: ${machines(now.cohort)} with ${methodOf(now.state)}.`;
  const count = what.includes("count") ? `${machines(now.cohort)} instead of ${old.state.count}` : machines(now.cohort);
  const os = what.includes("os") ? `, ${label(now.state.os)} instead of ${label(old.state.os)}` : "";
  const [from, to] = [methodOf(old.state), methodOf(now.state)];
  return `${count}${os}: ${from === to ? `${to} stays` : `${from} becomes ${to}`}.`;
}

/** `mak online (D33)`, `kms-central, in fact adba (D11)`. */
function methodOf({ method, variant, effectiveMethod, row }: CohortState): string {
  const how = variant === null ? "" : ` ${variant}`;
  const really = effectiveMethod === method ? "" : `, in fact ${effectiveMethod}`;
  return `${method}${how}${really} (${row})`;
}
