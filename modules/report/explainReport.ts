import type { Outcome, SideEffect, Suggestion, TriedRow, UsedFact } from "../explain/explanation.ts";
import type { Decision } from "../plan/decision.ts";
import type { DeclaredConditions } from "../plan/declaredConditions.ts";

/** `kms-central`, or `kms-central (in fact adba)`. */
function outcomeLabel({ method, effectiveMethod }: Outcome): string {
  return method === effectiveMethod ? method : `${method} (in fact ${effectiveMethod})`;
}

/** Most cohorts that are named among those that change too. */
const named = 4;

/** `This also changes lab/test-servers (20 machines) from kms-central to mak.`; none where nothing else changes. */
function sideEffectLines(sideEffects: readonly SideEffect[]): string[] {
  if (sideEffects.length === 0) return [];
  const shown = sideEffects.slice(0, named).map(({ site, cohort, count, before, after }) => {
    const machines = count === 1 ? "1 machine" : `${count} machines`;
    return `${site}/${cohort} (${machines}) from ${outcomeLabel(before)} to ${outcomeLabel(after)}`;
  });
  const rest = sideEffects.length - shown.length;
  const others = rest === 0 ? [] : [rest === 1 ? "1 more cohort" : `${rest} more cohorts`];
  return [`This also changes ${listed([...shown, ...others])}.`];
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** What a suggestion asks for and what comes with it, one sentence or part of one a line. */
export function suggestionLines({ steps, sideEffects }: Suggestion): string[] {
  const lines = steps.map(({ text }, i) => {
    const begun = i === 0 ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : `and ${text}`;
    return i === steps.length - 1 ? `${begun}.` : begun;
  });
  return [...lines, ...sideEffectLines(sideEffects)];
}

/** Why a row applies or does not, one clause a line: the fact that kept it from applying, else all that it tested. */
export function triedLines({ applies, tested, method }: TriedRow): string[] {
  const clauses = tested.map(({ says }) => says);
  if (!applies) return clauses.slice(-1);
  if (method === null) return [...clauses, "the rows below go on"];
  return clauses.length === 0 ? ["nothing above applies"] : clauses;
}

/** Whether a declared method can work, and what it still needs, one sentence each. */
export function verdictLines({ ok, missing }: DeclaredConditions): string[] {
  if (ok) return ["The declared method has all that it needs."];
  return missing.map(({ what, remedy }) => `The declared method cannot work, because ${what}; ${remedy}.`);
}

/** What a suggestion leads to: a method, or that the declared one works. */
export function goalLabel({ leadsTo }: Suggestion): string {
  return leadsTo.row === "declared" ? `${leadsTo.method} works` : outcomeLabel(leadsTo);
}

/** `Activation type`. */
export function factTitle({ name }: UsedFact): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** What chose the method: `row D23 (ISO_FULL)`, `declared in the file`. */
export function chosenBy({ row, reason }: Decision): string {
  return row === "declared" ? "declared in the file" : `row ${row} (${reason})`;
}
