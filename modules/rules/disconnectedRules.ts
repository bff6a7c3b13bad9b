import { adbaConditions } from "../plan/adba.ts";
import { conditionsOf } from "../plan/conditions.ts";
import { longestContactGap } from "../plan/thresholds.ts";
import { machines, often } from "../plan/words.ts";
import { type PlannedCohort, plannedCohorts } from "./cohorts.ts";
import type { EstateRule, World } from "./rule.ts";

/** DIS-01. */
export const renewsInTime: EstateRule = {
  id: "DIS-01",
  severity: "mandatory",
  over: "estate",
  summary: `Machines that come and go and use KMS or ADBA meet their host or forest at least every ${longestContactGap} days.`,
  source: "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client",
  reads: ["sites", "kmsHosts", "forests"],
  remedy: "Bring the machines to the network more often, or give them a MAK.",
  check: (world) =>
    plannedCohorts(world)
      .filter(({ site, cohort }) => site.kind === "disconnected" || cohort.contact.kms !== null)
      .flatMap((planned) => {
        const met = whatTheyMeet(world, planned);
        if (met === null || (met.gap !== "never" && met.gap <= longestContactGap)) return [];
        const { site, cohort, subject, decision } = planned;
        const message = `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) is to use ${decision.method} and meets ${met.what} ${often(met.gap)}, and activation lasts ${longestContactGap} days; bring the machines to the network more often and state the contact, or give the cohort the method mak`;
        return [{ subject, message }];
      }),
};

/** What renews the activation of a cohort; null where nothing has to, or it stands beside them. */
function whatTheyMeet(
  world: World,
  { site, cohort, decision }: PlannedCohort,
): { what: string; gap: number | "never" } | null {
  if (decision.method === "kms-central")
    return { what: "a KMS host in the core", gap: conditionsOf(world.facts, site, cohort).central.contact };
  if (decision.method === "adba" && site.kind === "disconnected") {
    const { forest, contact } = adbaConditions(world.facts, site, cohort);
    return { what: forest ?? "a forest", gap: contact };
  }
  return null;
}
