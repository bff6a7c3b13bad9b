import type { Facts } from "../topology/model.ts";
import type { CohortChange, PlanDifference } from "./change.ts";
import { cohortChanges } from "./cohortChanges.ts";
import { hostChanges } from "./hostChanges.ts";
import { hostKeySpending, makSpending } from "./keySpending.ts";

/**
 * What leads from the plan of one file to that of another: cohorts whose method, count or settings change, machines to
 * touch, hosts that come and go, and what that takes from the keys.
 *
 * Pure and total. Cohorts and hosts are the same where their names are; a difference of a file with itself is empty.
 */
export function planDifference(before: Facts, after: Facts): PlanDifference {
  const cohorts = cohortChanges(before, after);
  const hosts = hostChanges(before, after);
  return {
    before: before.environment,
    after: after.environment,
    cohorts,
    hosts,
    keys: [...hostKeySpending(before, after, hosts), ...makSpending(after, cohorts)],
    touched: { computers: touched(cohorts, false), office: touched(cohorts, true) },
  };
}

function touched(cohorts: readonly CohortChange[], isOffice: boolean): number {
  return cohorts
    .filter(({ before, after }) => ((after ?? before)?.product === "office") === isOffice)
    .reduce((sum, change) => sum + change.touched, 0);
}
