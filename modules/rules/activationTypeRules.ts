import { adbaConditions, plannedActivationType } from "../plan/adba.ts";
import { isKms } from "../plan/machineSettings.ts";
import { type PlannedCohort, plannedCohorts, who } from "./cohorts.ts";
import type { EstateRule, Report, World } from "./rule.ts";

/** ADBA-10. */
export const typeLeavesMethod: EstateRule = {
  id: "ADBA-10",
  severity: "advisory",
  over: "estate",
  summary: "The activation type of the machines leaves them the method that is planned for them.",
  source: "https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options",
  reads: ["sites.*.cohorts.*.activationType", "sites.*.cohorts.*.method", "sites", "forests", "keys"],
  remedy: "Set the activation type that the method needs, or plan the method that the machines will use.",
  check: (world) => plannedCohorts(world).flatMap((planned) => contradiction(world, planned) ?? []),
};

function contradiction(world: World, planned: PlannedCohort): Report | null {
  const { subject, decision } = planned;
  const why = isKms(decision.method)
    ? againstKms(planned)
    : decision.method === "adba"
      ? againstAdba(world, planned)
      : null;
  return why === null ? null : { subject, message: `${who(planned)} is to use ${decision.method}, and ${why}` };
}

function againstKms({ site, cohort, decision }: PlannedCohort): string | null {
  if (decision.effectiveMethod === "adba") {
    const instead =
      decision.selected === null ? "let ADBA come first (preferences, rows)" : "give the cohort the method adba";
    return `its machines ask their forest first, which serves them, so they will use ADBA and add nothing to a count; set VLActivationType 2 on them and state activationType: kms, or ${instead}`;
  }
  const type = plannedActivationType(site, cohort);
  if (type !== "ad" && type !== "token") return null;
  return `activationType ${type} keeps its machines from KMS; set VLActivationType 0 or 2 on them and state activationType: any or kms`;
}

function againstAdba({ facts }: World, { site, cohort }: PlannedCohort): string | null {
  const type = plannedActivationType(site, cohort);
  if (!adbaConditions(facts, site, cohort).ok || type === "any" || type === "ad") return null;
  return `activationType ${type} keeps its machines from their forest; set VLActivationType 0 or 1 on them and state activationType: any or ad`;
}
