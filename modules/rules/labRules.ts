import { kmsThreshold } from "../plan/thresholds.ts";
import { machines } from "../plan/words.ts";
import { type Asked, type Asker, askedHosts } from "./askers.ts";
import { cohortOfSite, listNames, plannedCohorts } from "./cohorts.ts";
import type { EstateRule, Report } from "./rule.ts";
import { nouns } from "./thresholdRules.ts";

/**
 * Days after which a KMS host forgets a machine that has not asked again.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-activation-planning
 */
const memory = 30;

/** LAB-01. */
export const labCountIsWatched: EstateRule = {
  id: "LAB-01",
  severity: "advisory",
  over: "estate",
  summary: "No KMS host reaches a threshold only with machines of a lab that are rebuilt within its memory of 30 days.",
  source: "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client",
  reads: ["sites.*.cohorts.*.rebuiltEvery", "sites", "kmsHosts", "keys", "forests"],
  remedy: "Have somebody watch the count, or leave the machines without activation where the agreement allows it.",
  check: (world) => askedHosts(world).flatMap(labReports),
};

function labReports({ host, askers }: Asked): Report[] {
  const isRebuilt = ({ site, cohort: { rebuiltEvery } }: Asker) =>
    site.kind === "lab" && rebuiltEvery !== null && rebuiltEvery <= memory;
  const count = (some: readonly Asker[]) => some.reduce((sum, { cohort }) => sum + cohort.count, 0);
  const [total, stable] = [count(askers), count(askers.filter((asker) => !isRebuilt(asker)))];
  const lost = askers.filter(
    ({ cohort }) => total >= kmsThreshold[cohort.product] && stable < kmsThreshold[cohort.product],
  );
  const [first] = lost;
  if (first === undefined) return [];
  const rebuilt = listNames(askers.filter(isRebuilt).map((asker) => `${asker.cohort.count} ${cohortOfSite(asker)}`));
  const message = `${host.name}: of ${total} machines that ask it, ${total - stable} are rebuilt within ${memory} days (${rebuilt}); its count shows them more than once while they come and forgets them ${memory} days after, and ${nouns[first.cohort.product]} need ${kmsThreshold[first.cohort.product]}; have somebody watch the count, or leave lab machines without activation where the agreement allows it`;
  return [{ subject: `kmsHosts.${host.name}`, message }];
}

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
