import { applicationOf } from "../plan/usage.ts";
import type { Application, Csvlk } from "../topology/model.ts";
import { listNames, type PlannedCohort, plannedCohorts } from "./cohorts.ts";
import type { EstateRule, Report } from "./rule.ts";

const planning = "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning";

/**
 * Machines up to which one KMS host is enough.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-activation-planning
 */
const enoughForOneHost = 50;

/** KMS-CAP-01. */
export const secondHost: EstateRule = {
  id: "KMS-CAP-01",
  severity: "advisory",
  over: "estate",
  summary: `No more than ${enoughForOneHost} machines depend on one KMS host.`,
  source: planning,
  reads: ["sites", "kmsHosts"],
  remedy: "Declare a second host that the machines may use.",
  check: (world) => {
    const byHost = Map.groupBy(plannedCohorts(world), onlyHost);
    return world.facts.kmsHosts.flatMap(({ name }) => dependants(name, byHost.get(name) ?? []));
  },
};

/** The host that machines will ask if it is the only one that they may use; else undefined. */
function onlyHost({ cohort, decision }: PlannedCohort): string | undefined {
  if (!decision.effectiveMethod.startsWith("kms-")) return undefined;
  const { hosts } = decision;
  const asked = cohort.pinnedTo.length > 0 ? hosts.filter((host) => cohort.pinnedTo.includes(host)) : hosts;
  return asked.length === 1 ? asked[0] : undefined;
}

/** One report for each site; machines with Office are the same machines, so the larger of the two counts is taken. */
function dependants(host: string, planned: readonly PlannedCohort[]): Report[] {
  const of = (application: Application) =>
    planned.filter(({ cohort }) => applicationOf(cohort.product) === application);
  const counted = sum(of("windows")) >= sum(of("office")) ? of("windows") : of("office");
  const total = sum(counted);
  if (total <= enoughForOneHost) return [];
  const sites = Map.groupBy(counted, ({ site }) => site.name);
  return [...sites].map(([site, cohorts]) => {
    const share = sum(cohorts) === total ? `${total} machines` : `${sum(cohorts)} of ${total} machines`;
    const message = `site ${site}: ${share} that ask ${host} may use no other KMS host, and one host is enough for ${enoughForOneHost}; declare a second host that they may use`;
    return { subject: `sites.${site}`, message };
  });
}

function sum(planned: readonly PlannedCohort[]): number {
  return planned.reduce((total, { cohort }) => total + cohort.count, 0);
}

/** KMS-CAP-04. */
export const hostsOfAKey: EstateRule = {
  id: "KMS-CAP-04",
  severity: "mandatory",
  over: "estate",
  summary: "No KMS host key is on more hosts than it allows, 6 unless the file states another limit.",
  source: planning,
  reads: ["keys", "kmsHosts"],
  remedy: "Use another key on some hosts, or have Microsoft raise the limit and state it.",
  check: ({ facts }) =>
    facts.keys
      .filter((key): key is Csvlk => key.type === "csvlk")
      .flatMap(({ name, hostsElsewhere, hostLimit }) => {
        const hosts = facts.kmsHosts.filter(({ keys }) => keys.includes(name)).map((host) => host.name);
        const used = hosts.length + hostsElsewhere;
        if (used <= hostLimit) return [];
        const here = hosts.length === 0 ? "" : ` (${listNames(hosts)})`;
        const message = `key ${name} is on ${hosts.length} ${hosts.length === 1 ? "host" : "hosts"} of this file${here} and ${hostsElsewhere} elsewhere, ${used} together, and allows ${hostLimit}; use another key on some of them, or have Microsoft raise the limit and state it as keys.${name}.activations.limit`;
        return [{ subject: `keys.${name}`, message }];
      }),
};

/**
 * Activations of one key on one host: the first and nine more.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/kms-activation-planning
 */
const activationsOfAHost = 10;

/** KMS-CAP-05. */
export const keyCanBeActivatedAgain: EstateRule = {
  id: "KMS-CAP-05",
  severity: "advisory",
  over: "estate",
  summary: `No host has used all ${activationsOfAHost} activations of its KMS host key.`,
  source: planning,
  reads: ["keys.*.activations.used"],
  remedy: "Ask Microsoft for more activations before the host has to be replaced, or give it another key.",
  check: ({ facts }) =>
    facts.keys
      .filter((key): key is Csvlk => key.type === "csvlk")
      .flatMap(({ name, used }) =>
        Object.entries(used)
          .filter(([, activations]) => activations >= activationsOfAHost)
          .map(([host, activations]) => ({
            subject: `keys.${name}`,
            message: `key ${name}: ${host} has used ${activations} of ${activationsOfAHost} activations, so a new machine or system in its place could not be activated; ask Microsoft for more before it has to be replaced, or give it another key`,
          })),
      ),
};
