import { type Conditions, conditionsOf } from "../plan/conditions.ts";
import { decide } from "../plan/decide.ts";
import type { Decision } from "../plan/decision.ts";
import type { Cohort, Facts, Site } from "../topology/model.ts";
import { type At, find } from "./edits.ts";

/** One cohort as certain facts have it: its conditions, and what follows from them. */
export interface Situation {
  readonly facts: Facts;
  readonly at: At;
  readonly site: Site;
  readonly cohort: Cohort;
  readonly conditions: Conditions;
  readonly decision: Decision;
}

/** The situation of a cohort. @throws {RangeError} Where the facts have no such cohort. */
export function situationOf(facts: Facts, at: At): Situation {
  const found = find(facts, at);
  if (!found) throw new RangeError(`the facts have no cohort ${at.site}/${at.cohort}`);
  const { site, cohort } = found;
  return {
    facts,
    at,
    site,
    cohort,
    conditions: conditionsOf(facts, site, cohort),
    decision: decide(facts, site, cohort),
  };
}
