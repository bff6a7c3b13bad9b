import { declaredConditions } from "../plan/declaredConditions.ts";
import type { Facts } from "../topology/model.ts";
import type { Explanation } from "./explanation.ts";
import { goalsOf } from "./goals.ts";
import { situationOf } from "./situation.ts";
import { suggestionsTo } from "./suggestions.ts";
import { triedRows } from "./triedRows.ts";
import { usedFacts } from "./usedFacts.ts";

/**
 * Explains the method of one cohort: the facts used, the rows tried, and the smallest changes that would change it.
 *
 * Pure. Every change was tried on the whole estate, so what it promises is what a plan of the changed file says.
 *
 * @throws {RangeError} Where the facts have no such cohort.
 */
export function explainCohort(facts: Facts, site: string, cohort: string): Explanation {
  const start = situationOf(facts, { site, cohort });
  return {
    environment: facts.environment,
    decision: start.decision,
    facts: usedFacts(start),
    tried: triedRows(facts, start.conditions),
    declared: start.cohort.method === null ? null : declaredConditions(facts, start.site, start.cohort),
    suggestions: suggestionsTo(goalsOf(start), start),
  };
}
