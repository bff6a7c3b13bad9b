import type { Plan } from "../plan/decision.ts";
import type { Facts } from "../topology/model.ts";
import { countsOf } from "./count.ts";
import { type Group, groupsOf } from "./group.ts";
import { hostForecasts } from "./hostForecast.ts";
import { Ledger } from "./ledger.ts";
import { loadsOf } from "./load.ts";
import { lossesOf } from "./losses.ts";
import type { Forecast, Machines } from "./outlook.ts";
import { idsInMemory } from "./periods.ts";
import { routeFinder } from "./routeFinder.ts";

/**
 * Forecasts a planned estate: what each KMS host will count, whether that is enough, and what each loss leads to.
 *
 * Pure and total; `plan` is the plan of the same facts. Cohorts that ask the same hosts are added up first, and hosts that
 * many ask together are looked at together, so that no step costs hosts times sites.
 */
export function forecastOf(facts: Facts, plan: Plan): Forecast {
  const finder = routeFinder(facts);
  const groups = groupsOf(facts, plan, finder);
  const { pools } = finder;
  const counts = countsOf(facts.kmsHosts.length, pools, loadsOf(pools, groups));
  const asking = groups.filter(({ forest }) => forest === null);
  const counted = asking.filter(({ route }) => route.stages.length > 0);
  const churning = counted.filter(({ staleIds }) => staleIds > 0).flatMap(machinesOf);
  const lost = asking.filter(({ route, planned }) => planned && route.stages.length === 0);
  return {
    environment: facts.environment,
    hosts: hostForecasts(facts, plan, counts),
    losses: lossesOf(facts, pools, groups, new Ledger(facts, pools, counts)),
    churn: churning
      .map((machines) => ({ ...machines, idsEach: idsInMemory(machines.rebuiltEvery) }))
      .filter(({ idsEach }) => idsEach > 1),
    clones: counted
      .filter(({ ids, machines }) => ids < machines)
      .flatMap(machinesOf)
      .filter(({ count, clientIds }) => clientIds < count),
    withoutHost: lost.flatMap(machinesOf),
  };
}

function machinesOf({ members: { sites, cohorts } }: Group): readonly Machines[] {
  return cohorts.map(({ name, product, count, clientIds, rebuiltEvery }, i) => {
    const site = sites[i]?.name ?? "";
    return { site, cohort: name, product, count, clientIds: Math.min(clientIds, count), rebuiltEvery };
  });
}
