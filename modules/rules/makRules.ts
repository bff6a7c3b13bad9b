import { isKms } from "../plan/machineSettings.ts";
import { machines } from "../plan/words.ts";
import type { Mak, Product } from "../topology/model.ts";
import { plannedCohorts, who } from "./cohorts.ts";
import type { EstateRule, Report, World } from "./rule.ts";

const planning = "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client";
const products: readonly Product[] = ["client", "server", "office"];

/** MAK-01. */
export const makBudget: EstateRule = {
  id: "MAK-01",
  severity: "mandatory",
  over: "estate",
  summary: "The MAKs of each product have at least as many activations left as their cohorts have machines.",
  source: planning,
  reads: ["keys", "sites"],
  remedy: "Declare a MAK with enough activations, or have Microsoft raise its limit.",
  check: (world) => products.flatMap((product) => budgetReports(world, product)),
};

function budgetReports(world: World, product: Product): Report[] {
  const cohorts = plannedCohorts(world).filter(
    ({ cohort, decision }) => cohort.product === product && decision.method === "mak",
  );
  const wanted = cohorts.reduce((sum, { cohort }) => sum + cohort.count, 0);
  const keys = world.facts.keys.filter((key): key is Mak => key.type === "mak" && key.product === product);
  const left = keys.reduce((sum, { remaining }) => sum + remaining, 0);
  if (wanted <= left) return [];
  const names = keys.map(({ name }) => name).join(", ");
  const sites = [...Map.groupBy(cohorts, ({ site }) => site.name)].map(
    ([site, some]) => `${some.reduce((sum, { cohort }) => sum + cohort.count, 0)} at site ${site}`,
  );
  const lack =
    keys.length === 0
      ? "the file has no MAK of that product"
      : `${names} ${keys.length === 1 ? "has" : "have"} ${left} activations left, ${wanted - left} too few`;
  const message = `product ${product}: ${wanted} ${wanted === 1 ? "machine gets" : "machines get"} a MAK (${sites.join(", ")}), and ${lack}; declare a MAK with enough activations, or have Microsoft raise its limit`;
  return [{ subject: keys[0] === undefined ? "keys" : `keys.${keys[0].name}`, message }];
}

/** MAK-02. */
export const makHasPath: EstateRule = {
  id: "MAK-02",
  severity: "mandatory",
  over: "estate",
  summary: "Every cohort with a MAK or retail keys can reach Microsoft: by internet, by a VAMT proxy or by telephone.",
  source: planning,
  reads: ["sites"],
  remedy: "Give the cohort internet, vamt or phone.",
  check: (world) =>
    plannedCohorts(world)
      .filter(({ decision }) => decision.variant === "none")
      .map(({ site, cohort, subject, decision }) => ({
        subject,
        message: `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) has the method ${decision.method} and no way to activate a key: neither internet nor VAMT nor telephone; state internet, vamt or phone as true where there is one`,
      })),
};

/** MAK-04. */
export const makIsNeeded: EstateRule = {
  id: "MAK-04",
  severity: "advisory",
  over: "estate",
  summary: "No cohort has a declared MAK where ADBA or KMS would activate it.",
  source: planning,
  reads: ["sites.*.cohorts.*.method", "sites", "kmsHosts", "keys", "forests"],
  remedy: "Take the declared method off the cohort, and keep the activations of the MAK.",
  check: (world) =>
    plannedCohorts(world).flatMap((planned) => {
      const { cohort, decision, subject } = planned;
      const instead = decision.selected?.method;
      if (decision.method !== "mak" || instead === undefined || !(instead === "adba" || isKms(instead))) return [];
      const message = `${who(planned)} has the declared method mak, which spends ${cohort.count} activations, and ${instead} would activate it without any (row ${decision.selected?.row}); take the method off the cohort`;
      return [{ subject, message }];
    }),
};
