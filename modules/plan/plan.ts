import type { Facts } from "../topology/model.ts";
import { decide } from "./decide.ts";
import type { Plan } from "./decision.ts";
import { hostDemands } from "./demand.ts";
import { totalsOf, worksheetOf } from "./worksheet.ts";

/**
 * Plans the activation of a whole estate: a method for each cohort, and why; what each KMS host will count; Table 1.
 *
 * Pure and total. Always of the whole file, so that no total, demand or budget falls between stacks.
 */
export function planTopology(facts: Facts): Plan {
  const decisions = facts.sites.flatMap((site) => site.cohorts.map((cohort) => decide(facts, site, cohort)));
  return {
    environment: facts.environment,
    decisions,
    demand: hostDemands(facts),
    worksheet: worksheetOf(decisions),
    totals: totalsOf(facts),
  };
}
