import type { Decision } from "../plan/decision.ts";
import { isKms } from "../plan/machineSettings.ts";
import { machines } from "../plan/words.ts";
import type { Cohort, Site } from "../topology/model.ts";
import { perWorld } from "./perWorld.ts";
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
export const plannedCohorts: (world: World) => readonly PlannedCohort[] = perWorld(({ facts, plan }) => {
  const decisions = new Map(plan.decisions.map((decision) => [subjectOf(decision.site, decision.cohort), decision]));
  return facts.sites.flatMap((site) =>
    site.cohorts.flatMap((cohort) => {
      const subject = subjectOf(site.name, cohort.name);
      const decision = decisions.get(subject);
      return decision === undefined ? [] : [{ site, cohort, decision, subject }];
    }),
  );
});

/** True for machines that are to ask a KMS host. */
export function usesKms({ decision }: PlannedCohort): boolean {
  return isKms(decision.method);
}

/** A lab decides as an isolated site, so it is judged as one. */
export function decidesAsIsolated({ kind }: Site): boolean {
  return kind === "isolated" || kind === "lab";
}

/** The beginning of a message about a cohort: `site plant: cohort lines (180 client machines)`. */
export function who({ site, cohort }: Pick<PlannedCohort, "site" | "cohort">): string {
  return `site ${site.name}: cohort ${cohort.name} (${machines(cohort)})`;
}

/** Cohorts of several sites, for a list in a message: `kiosks of hq`. */
export function cohortOfSite({ site, cohort }: Pick<PlannedCohort, "site" | "cohort">): string {
  return `${cohort.name} of ${site.name}`;
}

/**
 * Up to five names, and how many more there are: `hq, plant and 3 more`.
 *
 * @param total - How many there are, where `names` are only the first of them.
 */
export function listNames(names: readonly string[], total: number = names.length): string {
  const shown = names.slice(0, 5);
  if (total > shown.length) return `${shown.join(", ")} and ${total - shown.length} more`;
  return [shown.slice(0, -1).join(", "), ...shown.slice(-1)].filter((part) => part !== "").join(" and ");
}

function subjectOf(site: string, cohort: string): string {
  return `sites.${site}.cohorts.${cohort}`;
}
