import type { Decision, Plan } from "../../modules/plan/decision.ts";
import { budgetsOf } from "../../modules/report/budgets.ts";
import type { Facts } from "../../modules/topology/model.ts";

/** Something that activates machines: a box at the right of the map. */
export interface Target {
  readonly title: string;
  readonly lines: readonly string[];
  /** Cohorts that it activates, in the order of the file. */
  readonly users: readonly Decision[];
}

/** Everything that activates a cohort of the plan. Machines without activation, or activated by their maker, have none. */
export function targetsOf(facts: Facts, plan: Plan): readonly Target[] {
  return [...kmsTargets(facts, plan), ...forestTargets(facts, plan), ...makTargets(facts, plan)].filter(
    (target) => target.users.length > 0,
  );
}

/** Hosts of one site that the same cohorts use share a box, so that one line leads to both. */
function kmsTargets(facts: Facts, plan: Plan): readonly Target[] {
  const hosts = facts.kmsHosts.map((host) => ({
    host,
    users: plan.decisions.filter(({ method, hosts }) => method.startsWith("kms-") && hosts.includes(host.name)),
  }));
  const alike = Map.groupBy(hosts, ({ host, users }) => [host.site, ...users.map(idOf)].join("\n"));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const title = `KMS ${group.length === 1 ? "host" : "hosts"} of ${first.host.site}`;
    return [
      {
        title,
        lines: group.map(({ host }) => `${host.name}: at most ${windowsDemand(host.name, plan)} machines`),
        users: first.users,
      },
    ];
  });
}

const idOf = ({ site, cohort }: Decision): string => `${site}/${cohort}`;

function windowsDemand(host: string, plan: Plan): number {
  return plan.demand.find((one) => one.host === host && one.application === "windows")?.demand ?? 0;
}

function forestTargets(facts: Facts, plan: Plan): readonly Target[] {
  return facts.forests.map((forest) => ({
    title: `Forest ${forest.name}`,
    lines: forest.activationObjects.map(({ name }) => `activation object ${name}`),
    users: plan.decisions.filter((decision) => {
      const site = facts.sites.find(({ name }) => name === decision.site);
      const joined = site?.cohorts.find(({ name }) => name === decision.cohort)?.joined ?? "";
      return decision.method === "adba" && forest.domains.includes(joined);
    }),
  }));
}

function makTargets(facts: Facts, plan: Plan): readonly Target[] {
  const lines = budgetsOf(facts, plan).flatMap((budget) =>
    budget.type === "mak" ? [`${budget.key}: ${budget.needed} of ${budget.remaining} activations`] : [],
  );
  return [{ title: "Microsoft, by MAK", lines, users: plan.decisions.filter(({ method }) => method === "mak") }];
}
