import type { Decision, HostDemand } from "../../../modules/plan/decision.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import type { Cohort, Facts, Site } from "../../../modules/topology/model.ts";
import { cohort, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";

/** The decision of a cohort, by its name, which the tests keep unique. */
export function decisionOf(facts: Facts, name: string): Decision {
  const found = planTopology(facts).decisions.find((decision) => decision.cohort === name);
  if (!found) throw new Error(`the facts hold no cohort ${name}`);
  return found;
}

/** What a host will count, and what it will not. */
export function demandOf(facts: Facts, host: string, application: HostDemand["application"] = "windows"): HostDemand {
  const found = planTopology(facts).demand.find((one) => one.host === host && one.application === application);
  if (!found) throw new Error(`${host} serves no ${application}`);
  return found;
}

/** One site with one cohort `it`, beside a core whose host kms-1 is asked by 500 machines; the forest is declared. */
export function oneCohort(of: { site?: Partial<Site>; cohort?: Partial<Cohort>; facts?: Partial<Facts> }): Facts {
  const core = site({ name: "core", cohorts: [cohort({ name: "crowd", count: 500 })] });
  const tested = site({ name: "tested", cohorts: [cohort({ name: "it", ...of.cohort })], ...of.site });
  return someFacts({
    forests: [forest()],
    kmsHosts: [kmsHost({ site: "core" })],
    sites: [core, tested],
    ...of.facts,
  });
}

/** A site alone in its estate, with one host kms-1 of its own, the forest, and these cohorts. */
export function alone(of: Partial<Site>, facts: Partial<Facts> = {}): Facts {
  return someFacts({ forests: [forest()], sites: [site(of)], ...facts });
}
