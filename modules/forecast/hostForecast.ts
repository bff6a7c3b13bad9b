import type { HostDemand, Plan } from "../plan/decision.ts";
import type { Application, Facts } from "../topology/model.ts";
import { type Count, shownCount } from "./count.ts";
import { cellOf } from "./load.ts";
import type { HostForecast } from "./outlook.ts";
import { cap } from "./periods.ts";

/** The forecast of each host for each application that its keys serve, in the order of the plan. */
export function hostForecasts(facts: Facts, plan: Plan, counts: readonly Count[]): readonly HostForecast[] {
  const places = new Map(facts.kmsHosts.map((host, i) => [host.name, i] as const));
  return plan.demand.flatMap((demand) => {
    const count = counts[cellOf(places.get(demand.host) ?? -1, demand.application)];
    return count ? [hostForecast(demand, count)] : [];
  });
}

function hostForecast({ host, application, demand }: HostDemand, count: Count): HostForecast {
  const role = roleOf(count);
  const highest = capOf(count, application);
  const expected = shownCount(count.ids, highest);
  const threshold = role === "standby" ? count.standbyThreshold : count.threshold;
  const planned = shownCount(count.plannedIds, highest);
  return {
    ...{ host, application, demand, expected },
    worst: shownCount(count.certainIds, highest),
    ...{ threshold, cap: highest, meets: expected >= threshold, role },
    uncapped: shownCount(count.ids),
    planned: { expected: planned, threshold: count.plannedThreshold, meets: planned >= count.plannedThreshold },
    seldom: shownCount(count.seldom),
    churn: shownCount(count.staleIds),
  };
}

function roleOf({ threshold, standbyThreshold }: Count): HostForecast["role"] {
  if (threshold > 0) return "active";
  return standbyThreshold > 0 ? "standby" : "unused";
}

/** 50 for a host for Windows whom nobody asks: nothing says that only servers will. */
function capOf(count: Count, application: Application): number {
  if (application === "office") return cap.withoutClients;
  const hasClients = roleOf(count) === "active" ? count.clients : count.standbyClients;
  return hasClients || roleOf(count) === "unused" ? cap.withClients : cap.withoutClients;
}
