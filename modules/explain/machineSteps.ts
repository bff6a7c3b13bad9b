import { silence } from "../plan/demand.ts";
import { applicationOf, foundHosts } from "../plan/usage.ts";
import type { Cohort, Facts, Product, Site } from "../topology/model.ts";
import { editSite, freeName } from "./edits.ts";
import type { Situation } from "./situation.ts";
import { machinesStep, type Step } from "./step.ts";

/** More machines like those of the cohort, each with a client machine id of its own, that ask one host. */
export function moreMachines({ at, site, cohort }: Situation, host: string, machines: number): Step {
  const text = (n: number) => `${n} more ${machinesThatAsk(n, cohort.product)} ${host}, at ${site.name} or elsewhere`;
  return machinesStep(machines, text, (facts, n) =>
    editSite(facts, site.name, ({ cohorts, ...rest }) => {
      const like = cohorts.find(({ name }) => name === at.cohort) ?? cohort;
      const taken = cohorts.map(({ name }) => name);
      const asking = { method: null, activationType: "kms", pinnedTo: [host] } as const;
      const more: Cohort = { ...like, ...asking, name: freeName(`${like.name}-more`, taken), count: n, clientIds: n };
      return { ...rest, cohorts: [...cohorts, more] };
    }),
  );
}

function machinesThatAsk(n: number, product: Product): string {
  const office = product === "office" ? " with Office" : "";
  return n === 1 ? `machine${office} that asks` : `machines${office} that ask`;
}

/**
 * So many fewer of the machines that ask some hosts, those of other cohorts first; nothing where different machines ask
 * each of the hosts, because then the number depends on which of them go.
 */
export function fewerMachines(
  { facts, cohort }: Situation,
  hosts: readonly string[],
  machines: number,
): readonly Step[] {
  const [first = [], ...others] = hosts.map((host) => askersOf(facts, host, cohort.product));
  const isOneCrowd = others.every(
    (askers) => askers.length === first.length && askers.every((one, i) => one === first[i]),
  );
  if (first.length === 0 || !isOneCrowd) return [];
  const inOrder = [...first.filter((one) => one !== cohort), ...first.filter((one) => one === cohort)];
  const all = first.reduce((sum, { clientIds }) => sum + clientIds, 0);
  const text = (n: number) => `${n} fewer of the ${all} ${machinesThatAsk(all, cohort.product)} ${hosts.join(" and ")}`;
  return [machinesStep(machines, text, (from, n) => without(from, inOrder, n))];
}

/** Cohorts whose machines a host counts, in the order of the file. */
function askersOf(facts: Facts, host: string, product: Product): readonly Cohort[] {
  const asks = (site: Site, cohort: Cohort) =>
    applicationOf(cohort.product) === applicationOf(product) &&
    silence(facts, site, cohort) === null &&
    foundHosts(facts, site, cohort).some(({ name }) => name === host);
  return facts.sites.flatMap((site) => site.cohorts.filter((cohort) => asks(site, cohort)));
}

/** The facts without so many machines, each with a client machine id of its own, of the first that have some. */
function without(facts: Facts, cohorts: readonly Cohort[], machines: number): Facts {
  let left = machines;
  const after = new Map<Cohort, Cohort>();
  for (const cohort of cohorts) {
    const taken = Math.min(left, cohort.clientIds);
    left -= taken;
    after.set(cohort, { ...cohort, count: cohort.count - taken, clientIds: cohort.clientIds - taken });
  }
  const sites = facts.sites.map((site) => ({
    ...site,
    cohorts: site.cohorts.map((cohort) => after.get(cohort) ?? cohort),
  }));
  return { ...facts, sites };
}
