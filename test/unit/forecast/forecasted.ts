import { forecastOf } from "../../../modules/forecast/forecast.ts";
import type { Forecast, HostForecast, Loss } from "../../../modules/forecast/outlook.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import type { Application, Cohort, Facts, KmsHostFacts } from "../../../modules/topology/model.ts";
import { csvlk, kmsHost, site, someFacts } from "../../helpers/facts.ts";

/** The forecast of facts, by their own plan. */
export const forecasted = (facts: Facts): Forecast => forecastOf(facts, planTopology(facts));

/** The forecast of one host of an estate. */
export function hostOf(facts: Facts, host = "kms-1", application: Application = "windows"): HostForecast | undefined {
  return forecasted(facts).hosts.find((one) => one.host === host && one.application === application);
}

/** The loss of one host or forest of an estate. */
export function lossOf(facts: Facts, name = "kms-1"): Loss | undefined {
  return forecasted(facts).losses.find(({ lost }) => ("host" in lost ? lost.host : lost.forest) === name);
}

/** What stands in a host's SRV record: priority 0 and weight 0, where nothing else is said. */
export const record = (overrides: Partial<KmsHostFacts["records"]>): KmsHostFacts["records"] => ({
  ...kmsHost().records,
  ...overrides,
});

/** A core site whose cohorts may use all of the hosts, which count Windows and Office. */
export const core = (cohorts: readonly Cohort[], hosts: readonly KmsHostFacts[] = [kmsHost()]): Facts =>
  someFacts({
    keys: [csvlk(), csvlk({ name: "office", group: "office-2019" })],
    kmsHosts: hosts.map((host) => ({ ...host, keys: ["windows-2025", "office"] })),
    sites: [site({ cohorts })],
  });
