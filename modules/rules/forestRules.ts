import { adbaConditions } from "../plan/adba.ts";
import { kmsThreshold } from "../plan/thresholds.ts";
import { applicationOf, reachedHosts } from "../plan/usage.ts";
import type { Application, Site } from "../topology/model.ts";
import { listNames, type PlannedCohort, plannedCohorts } from "./cohorts.ts";
import type { EstateRule, Report, World } from "./rule.ts";

const adba =
  "https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client";

/** Longest name of an activation object: https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options */
const longestName = 40;

/** ADBA-07. */
export const objectNamesFit: EstateRule = {
  id: "ADBA-07",
  severity: "mandatory",
  over: "estate",
  summary: `No activation object has a name of more than ${longestName} characters.`,
  source: "https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options",
  reads: ["forests.*.activationObjects", "activationObject"],
  remedy: "Shorten the name before the object is made: it cannot be renamed.",
  check: ({ items }) =>
    items
      .filter((item) => item.kind === "activationObject")
      .map(({ forest, name }) => ({ forest, name, length: [...name].length }))
      .filter(({ length }) => length > longestName)
      .map(({ forest, name, length }) => ({
        subject: `forests.${forest}`,
        message: `forest ${forest}: the activation object ${name} has a name of ${length} characters, and ${longestName} are allowed; shorten it before the object is made, because it cannot be renamed`,
      })),
};

/** ADBA-09. */
export const othersHaveHosts: EstateRule = {
  id: "ADBA-09",
  severity: "advisory",
  over: "estate",
  summary: "Where ADBA is used, machines that it cannot serve do not spend MAKs if they are enough for a KMS host.",
  source: adba,
  reads: ["sites", "forests.*.activationObjects", "kmsHosts", "keys"],
  remedy: "Declare a KMS host that these machines reach.",
  check: (world) => {
    if (!world.facts.forests.some(({ activationObjects }) => activationObjects.length > 0)) return [];
    const left = plannedCohorts(world).filter((planned) => isLeftOut(world, planned));
    return [...Map.groupBy(left, ({ site }) => site)].flatMap(([site, cohorts]) => hostReports(world, site, cohorts));
  },
};

/** ADBA cannot serve machines in no domain, in a foreign one, or of an old system; the rows left a MAK for them. */
function isLeftOut({ facts }: World, { site, cohort, decision }: PlannedCohort): boolean {
  if (decision.method !== "mak" || decision.selected !== null) return false;
  const { missing } = adbaConditions(facts, site, cohort);
  return missing.some((gap) => gap === "joined" || gap === "forest" || gap === "os");
}

function hostReports({ facts }: World, site: Site, cohorts: readonly PlannedCohort[]): Report[] {
  if (reachedHosts(facts, site).length > 0) return [];
  return [...Map.groupBy(cohorts, ({ cohort }) => applicationOf(cohort.product)).values()].flatMap((some) => {
    const total = some.reduce((sum, { cohort }) => sum + cohort.count, 0);
    const threshold = Math.max(...some.map(({ cohort }) => kmsThreshold[cohort.product]));
    if (total < threshold) return [];
    const names = listNames(some.map(({ cohort }) => `${cohort.count} ${cohort.name}`));
    const message = `site ${site.name}: ADBA cannot serve ${names}, so they spend ${total} activations of a MAK, and ${threshold} are enough for a KMS host; declare one that they reach`;
    return [{ subject: `sites.${site.name}`, message }];
  });
}

/** FOREST-01. */
export const forestHasObject: EstateRule = {
  id: "FOREST-01",
  severity: "advisory",
  over: "estate",
  summary: "Every forest whose machines lack nothing else for ADBA has an activation object.",
  source: adba,
  reads: ["forests.*.activationObjects", "sites"],
  remedy: "Declare an activation object, or say that ADBA is not wanted.",
  check: (world) => {
    const lacking = plannedCohorts(world).flatMap((planned) => {
      const forest = lacksObjectOnly(world, planned);
      return forest === null ? [] : [{ ...planned, forest }];
    });
    return world.facts.forests
      .filter(({ activationObjects }) => activationObjects.length === 0)
      .flatMap(({ name }) =>
        forestReport(
          name,
          lacking.filter(({ forest }) => forest === name),
        ),
      );
  },
};

/** The forest that would activate a cohort if it had an object; null where more is missing or ADBA is not wanted. */
function lacksObjectOnly({ facts }: World, { site, cohort }: PlannedCohort): string | null {
  const wanted = site.preferences.adba !== "never" && cohort.method === null;
  if (!wanted || cohort.channel !== "volume" || !cohort.activate) return null;
  const { missing, forest } = adbaConditions(facts, site, cohort);
  return missing.every((gap) => gap === "object") ? forest : null;
}

function forestReport(forest: string, cohorts: readonly PlannedCohort[]): Report[] {
  if (cohorts.length === 0) return [];
  const count = (application: Application) =>
    cohorts
      .filter(({ cohort }) => applicationOf(cohort.product) === application)
      .reduce((sum, { cohort }) => sum + cohort.count, 0);
  const [computers, office] = [count("windows"), count("office")];
  // Machines with Office are, as a rule, the same machines.
  const what = [...(computers > 0 ? [`${computers} machines`] : []), ...(office > 0 ? [`Office on ${office}`] : [])];
  if (what.length === 0) return [];
  const sites = listNames([...new Set(cohorts.map(({ site }) => site.name))]);
  const message = `forest ${forest} has no activation object and could activate ${listNames(what)} of ${sites} without any count; declare one (forests.${forest}.activationObjects), or state preferences: { adba: never }`;
  return [{ subject: `forests.${forest}`, message }];
}
