import { explainCohort } from "../../../modules/explain/explain.ts";
import type { Explanation, Suggestion } from "../../../modules/explain/explanation.ts";
import type { Cohort, Facts, Site } from "../../../modules/topology/model.ts";
import { cohort, site } from "../../helpers/facts.ts";
import { oneCohort } from "../plan/planned.ts";

/** The explanation of the only cohort of that name. */
export function explanationOf(facts: Facts, name: string): Explanation {
  const at = facts.sites.find(({ cohorts }) => cohorts.some((one) => one.name === name));
  return explainCohort(facts, at?.name ?? "nowhere", name);
}

/** `kms-central D20: open TCP 1688 and RPC from tested to 10.10.1.4 (kms-1)`, smallest first. */
export function suggestionsFor(facts: Facts, name = "it"): readonly string[] {
  return explanationOf(facts, name).suggestions.map(shown);
}

/** Of those, the ones that lead to a method. */
export function waysTo(method: string, facts: Facts, name = "it"): readonly string[] {
  return explanationOf(facts, name)
    .suggestions.filter(({ leadsTo }) => leadsTo.method === method)
    .map(({ steps }) => steps.map(({ text }) => text).join(" + "));
}

function shown({ steps, leadsTo }: Suggestion): string {
  return `${leadsTo.method} ${leadsTo.row}: ${steps.map(({ text }) => text).join(" + ")}`;
}

/** A core site alone with one cohort `it`, one host and the forest. */
export function inCore(overrides: Partial<Cohort>, facts: Partial<Facts> = {}, of: Partial<Site> = {}): Facts {
  const tested = site({ name: "tested", cohorts: [cohort({ name: "it", ...overrides })], ...of });
  const { kmsHosts, ...rest } = oneCohort({ facts });
  return { ...rest, kmsHosts: kmsHosts.map((host) => ({ ...host, site: "tested" })), sites: [tested] };
}
