import type { Loss, LossPart } from "../forecast/outlook.ts";
import { dateAfter, type ForecastReport, namesOf } from "./forecastReport.ts";
import { jsonDocument } from "./json.ts";

/** A forecast for machines: every list in an order that does not depend on the order of the file. */
export function forecastJson({ forecast, from }: ForecastReport): string {
  const { environment, hosts, losses, churn, clones, withoutHost } = forecast;
  return jsonDocument({
    environment,
    ...(from === null ? {} : { from }),
    hosts: hosts.toSorted((a, b) => compare(a.host, b.host) || compare(a.application, b.application)),
    losses: losses.map((loss) => lossJson(loss, from)).toSorted((a, b) => compare(keyOf(a), keyOf(b))),
    churn: churn.toSorted(byCohort),
    clones: clones.toSorted(byCohort),
    withoutHost: withoutHost.toSorted(byCohort),
  });
}

function lossJson({ lost, products, meets, firstDeactivation, parts }: Loss, from: string | null) {
  const isDated = from !== null && firstDeactivation !== null;
  return {
    lost,
    products: products.toSorted(),
    meets,
    firstDeactivation,
    ...(isDated ? { date: dateAfter(from, firstDeactivation) } : {}),
    parts: parts.map(partJson).toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b))),
  };
}

/** Cohorts that keep their activation are in the plan; here they would drown those that do not. */
function partJson({ members, hosts, ...part }: LossPart) {
  const named = part.falling === 0 ? {} : { cohorts: members.flatMap(namesOf).toSorted() };
  return { ...part, hosts: hosts.toSorted(), ...named };
}

/** Hosts before forests. */
function keyOf({ lost }: { readonly lost: Loss["lost"] }): string {
  return "host" in lost ? `0 ${lost.host}` : `1 ${lost.forest}`;
}

function byCohort(a: { site: string; cohort: string }, b: { site: string; cohort: string }): number {
  return compare(a.site, b.site) || compare(a.cohort, b.cohort);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
