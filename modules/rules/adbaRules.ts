import { type AdbaConditions, type AdbaGap, adbaConditions, adbaStandText } from "../plan/adba.ts";
import { longestContactGap, oldestAdbaSchema } from "../plan/thresholds.ts";
import { label, often } from "../plan/words.ts";
import { decidesAsIsolated, type PlannedCohort, plannedCohorts, who } from "./cohorts.ts";
import type { EstateRule, Report, Threshold, World } from "./rule.ts";
import { thresholdOf } from "./settings.ts";

const source =
  "https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client";

/**
 * Days between two contacts from which a machine warns its user before the domain is met again: 30 before the end.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general
 */
const noticeGap = 150;

const warnFrom: Threshold = {
  name: "warnFrom",
  summary: "Days between two contacts above which a cohort with ADBA is spoken of.",
  unit: "days",
  standard: noticeGap,
  least: 1,
  most: longestContactGap,
};

/** ADBA-01. */
export const schemaHoldsObjects: EstateRule = {
  id: "ADBA-01",
  severity: "mandatory",
  over: "estate",
  summary: `The schema of every forest with activation objects is at least version ${oldestAdbaSchema}.`,
  source: "https://learn.microsoft.com/windows-server/identity/ad-ds/deploy/schema-updates",
  reads: ["forests.*.schemaVersion", "forests.*.activationObjects"],
  remedy: "Extend the schema with adprep of Windows Server 2012 or later, and state its version.",
  check: ({ facts }) =>
    facts.forests
      .filter(({ activationObjects }) => activationObjects.length > 0)
      .flatMap(({ name, schemaVersion }): Report[] => {
        const subject = `forests.${name}`;
        if (schemaVersion === null) {
          const message = `forest ${name}: the version of its schema is not stated, and activation objects need ${oldestAdbaSchema} or more; read objectVersion of the schema and state it as forests.${name}.schemaVersion`;
          return [{ subject, status: "unknown", message }];
        }
        if (schemaVersion >= oldestAdbaSchema) return [];
        const message = `forest ${name}: its schema is version ${schemaVersion}, and activation objects need ${oldestAdbaSchema} or more; extend it with adprep of Windows Server 2012 or later`;
        return [{ subject, message }];
      }),
};

/** ADBA-03. */
export const joinedToReadyForest: EstateRule = {
  id: "ADBA-03",
  severity: "mandatory",
  over: "estate",
  summary: "Every ADBA cohort is joined to a declared forest that reaches and covers it.",
  source,
  reads: ["sites", "forests", "keys"],
  remedy: "Join the machines to the forest, declare what it lacks, or give the cohort another method.",
  check: (world) =>
    adbaCohorts(world).flatMap((planned) => {
      const gaps = planned.conditions.missing.filter((gap) => !leftToOthers(planned).includes(gap));
      if (gaps.length === 0) return [];
      const texts = gaps.map((gap) => adbaStandText(gap, planned.cohort, planned.conditions));
      const message = `${who(planned)} is to use ADBA, and ${texts.join("; ")}; see to that, or give the cohort the method kms-central or mak`;
      return [{ subject: planned.subject, message }];
    }),
};

/** What ADBA-01, ADBA-04, ADBA-05 and, for the paths of isolated sites, ISO-02 say. */
function leftToOthers({ site }: AdbaCohort): readonly AdbaGap[] {
  const paths: readonly AdbaGap[] = decidesAsIsolated(site) ? ["ldap", "dns"] : [];
  return ["schema", "os", "contact", ...paths];
}

/** ADBA-04. */
export const systemsKnowAdba: EstateRule = {
  id: "ADBA-04",
  severity: "mandatory",
  over: "estate",
  summary: "Every ADBA cohort runs Windows 8, Windows Server 2012, Office 2013 or later.",
  source,
  reads: ["sites.*.cohorts.*.os", "sites"],
  remedy: "Give older machines KMS or a MAK.",
  check: (world) =>
    adbaCohorts(world)
      .filter(({ conditions }) => conditions.missing.includes("os"))
      .map((planned) => ({
        subject: planned.subject,
        message: `${who(planned)} is to use ADBA and runs ${label(planned.cohort.os)}, which is older than ADBA; give the cohort the method kms-central, kms-local or mak`,
      })),
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
  thresholds: [warnFrom],
  check: (world) => {
    const days = thresholdOf(world, "ADBA-05", warnFrom);
    return adbaCohorts(world).flatMap((planned) => contactReports(planned, days));
  },
};

function contactReports(planned: AdbaCohort, days: number): Report[] {
  const { subject, conditions } = planned;
  const { forest, contact, missing } = conditions;
  const meets = `${who(planned)} meets ${forest} ${often(contact)}`;
  if (missing.includes("contact")) {
    const message = `${meets}, and activation by ADBA lasts ${longestContactGap} days; bring the machines to their domain more often, or give the cohort the method mak`;
    return [{ subject, message }];
  }
  if (contact === "never" || contact <= days) return [];
  const why =
    contact > noticeGap
      ? `from ${noticeGap} days on machines warn their users that activation ends after ${longestContactGap}`
      : `at most ${days} days are wanted, because activation ends after ${longestContactGap}`;
  const message = `${meets}, and ${why}; bring them to their domain more often`;
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
