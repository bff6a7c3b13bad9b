import { machines } from "../plan/words.ts";
import { plannedCohorts } from "./cohorts.ts";
import type { EstateRule } from "./rule.ts";

/** LAB-02. */
export const unactivatedOnlyInLabs: EstateRule = {
  id: "LAB-02",
  severity: "mandatory",
  over: "estate",
  summary: "Machines stay unactivated only in labs, and the lab states that its licence agreement covers them.",
  source: "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client",
  reads: ["sites"],
  remedy: "Activate the machines, or state withinAgreement: true for a lab where that is so.",
  check: (world) =>
    plannedCohorts(world)
      .filter(({ decision }) => decision.method === "none")
      .filter(({ site }) => site.kind !== "lab" || site.withinAgreement !== true)
      .map(({ site, cohort, subject }) => {
        const who = `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) is not activated`;
        const stated = site.withinAgreement === null ? "is not stated" : "is false";
        const message =
          site.kind === "lab"
            ? `${who}, and withinAgreement of the lab ${stated}; state withinAgreement: true if the licence agreement covers these machines, or activate them`
            : `${who}, which only a lab may do, and the site is of kind ${site.kind}; give the cohort a method, or move it to a lab`;
        return { subject, message };
      }),
};
