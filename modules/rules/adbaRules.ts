import { type AdbaConditions, adbaConditions, adbaGapText } from "../plan/adba.ts";
import { longestContactGap } from "../plan/thresholds.ts";
import { machines, often } from "../plan/words.ts";
import { type PlannedCohort, plannedCohorts } from "./cohorts.ts";
import type { EstateRule, Report, World } from "./rule.ts";

const source =
  "https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client";

/**
 * Days between two contacts from which a machine warns its user before the domain is met again: 30 before the end.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general
 */
const noticeGap = 150;

/** ADBA-03. */
export const joinedToReadyForest: EstateRule = {
  id: "ADBA-03",
  severity: "mandatory",
  over: "estate",
  summary: "Every ADBA cohort is joined to a declared forest that reaches and activates it.",
  source,
  reads: ["sites", "forests", "keys"],
  remedy: "Join the machines to the forest, declare what it lacks, or give the cohort another method.",
  check: (world) =>
    adbaCohorts(world).flatMap(({ site, cohort, subject, conditions }) => {
      const gaps = conditions.missing.filter((gap) => gap !== "contact");
      if (gaps.length === 0) return [];
      const texts = gaps.map((gap) => adbaGapText(world.facts, cohort, { ...conditions, missing: [gap] }));
      const message = `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) is to use ADBA, and ${texts.join("; ")}; see to that, or give the cohort the method kms-central or mak`;
      return [{ subject, message }];
    }),
};

/** ADBA-05. */
export const meetsForestOftenEnough: EstateRule = {
  id: "ADBA-05",
  severity: "mandatory",
  over: "estate",
  summary: `Every ADBA cohort meets its forest at least every ${longestContactGap} days.`,
  source,
  reads: ["sites", "forests"],
  remedy: "Bring the machines to their domain more often, or give them a MAK.",
  check: (world) => adbaCohorts(world).flatMap(contactReports),
};

function contactReports({ site, cohort, subject, conditions }: AdbaCohort): Report[] {
  const { forest, contact, missing } = conditions;
  const who = `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) meets ${forest} ${often(contact)}`;
  if (missing.includes("contact")) {
    const message = `${who}, and activation by ADBA lasts ${longestContactGap} days; bring the machines to their domain more often, or give the cohort the method mak`;
    return [{ subject, message }];
  }
  if (contact === "never" || contact <= noticeGap) return [];
  const message = `${who}, and from ${noticeGap} days on machines warn their users that activation ends after ${longestContactGap}; bring them to their domain more often`;
  return [{ subject, severity: "advisory", message }];
}

interface AdbaCohort extends PlannedCohort {
  readonly conditions: AdbaConditions;
}

function adbaCohorts(world: World): AdbaCohort[] {
  return plannedCohorts(world)
    .filter(({ decision }) => decision.method === "adba")
    .map((planned) => ({ ...planned, conditions: adbaConditions(world.facts, planned.site, planned.cohort) }));
}
