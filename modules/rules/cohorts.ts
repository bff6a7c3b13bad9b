import type { Decision } from "../plan/decision.ts";
import type { Cohort, Site } from "../topology/model.ts";
import type { World } from "./rule.ts";

/** A cohort with its method. */
export interface PlannedCohort {
  readonly site: Site;
  readonly cohort: Cohort;
  readonly decision: Decision;
  /** `sites.plant.cohorts.lines` */
  readonly subject: string;
}

/** The cohorts of the whole file, in its order. */
export function plannedCohorts({ facts, plan }: World): readonly PlannedCohort[] {
  const decisions = new Map(plan.decisions.map((decision) => [subjectOf(decision.site, decision.cohort), decision]));
  return facts.sites.flatMap((site) =>
    site.cohorts.flatMap((cohort) => {
      const subject = subjectOf(site.name, cohort.name);
      const decision = decisions.get(subject);
      return decision === undefined ? [] : [{ site, cohort, decision, subject }];
    }),
  );
}

/** True for machines that are to ask a KMS host. */
export function usesKms({ decision }: PlannedCohort): boolean {
  return decision.method === "kms-central" || decision.method === "kms-local";
}

/** Up to five names, and how many more there are: `hq, plant and 3 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5);
  if (names.length > shown.length) return `${shown.join(", ")} and ${names.length - shown.length} more`;
  return [shown.slice(0, -1).join(", "), ...shown.slice(-1)].filter((part) => part !== "").join(" and ");
}

function subjectOf(site: string, cohort: string): string {
  return `sites.${site}.cohorts.${cohort}`;
}
