import type { Cohort, Facts, Method, Site } from "../topology/model.ts";
import { type Conditions, conditionsOf } from "./conditions.ts";
import type { Decision, NoteCode } from "./decision.ts";
import { criterionOf, declaredSentence } from "./declared.ts";
import { namesOf } from "./hostLists.ts";
import { effectiveMethod, isKms, notesOf, settingsOf, variantOf } from "./machineSettings.ts";
import { failedPremise, type Row } from "./row.ts";
import { rowsFor } from "./rows.ts";

/** The outcome of the rows, or of a declaration. */
type Verdict = Pick<Decision, "method" | "row" | "reason" | "sentence" | "criterion" | "selected" | "notes">;

/**
 * Chooses the activation method of one cohort: the declared one, else that of the first row of the decision table that
 * applies.
 *
 * Pure and total: every cohort has a decision, equal facts have equal ones, and the order of cohorts changes none.
 */
export function decide(facts: Facts, site: Site, cohort: Cohort): Decision {
  const conditions = conditionsOf(facts, site, cohort);
  const { method, row, reason, sentence, criterion, selected, notes } =
    cohort.method === null ? byRows(facts, conditions) : declared(facts, cohort.method, conditions);
  const variant = variantOf(method, row, cohort);
  const effective = effectiveMethod(method, conditions);
  const more = notesOf(method, variant, effective, cohort);
  return {
    site: site.name,
    cohort: cohort.name,
    product: cohort.product,
    count: cohort.count,
    method,
    variant,
    row,
    reason,
    sentence,
    hosts: namesOf(conditions.hosts),
    effectiveMethod: effective,
    selected,
    criterion,
    notes: more.length === 0 ? notes : [...notes, ...more],
    settings: settingsOf(facts, conditions, method),
  };
}

function byRows(facts: Facts, c: Conditions): Verdict {
  const { row, notes } = firstRow(facts, c);
  const { id, method, reason, criterion } = row;
  return { method, row: id, reason, criterion, sentence: row.sentence(c), selected: null, notes };
}

function declared(facts: Facts, method: Method, c: Conditions): Verdict {
  const { row } = firstRow(facts, c);
  return {
    method,
    row: "declared",
    reason: "DECLARED",
    criterion: criterionOf(method, c.site.kind),
    sentence: declaredSentence(method, c),
    selected: { method: row.method, row: row.id },
    notes: c.site.kind === "lab" && isKms(method) ? ["LAB_MONITOR_COUNT"] : [],
  };
}

function firstRow(facts: Facts, c: Conditions): { readonly row: Row; readonly notes: readonly NoteCode[] } {
  const notes: NoteCode[] = [];
  for (const row of rowsFor(facts, c.site.kind)) {
    if (failedPremise(row, c) !== undefined) continue;
    if (row.method !== null) return { row, notes };
    notes.push(...row.notes);
  }
  throw new Error(
    `no row decides cohort ${c.cohort.name} of site ${c.site.name}; end the rows of its kind with one that always applies`,
  );
}
