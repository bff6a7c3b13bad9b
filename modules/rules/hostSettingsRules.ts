import type { KmsHostFacts } from "../topology/model.ts";
import { askedHosts } from "./askers.ts";
import { cohortOfSite, listNames, plannedCohorts } from "./cohorts.ts";
import type { EstateRule, Report } from "./rule.ts";

const options = "https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options";

/** TCP port of KMS: https://learn.microsoft.com/windows-server/get-started/kms-create-host */
const usualPort = 1688;

/**
 * Minutes that a KMS host may hand out as an interval: 15 minutes to 30 days.
 *
 * @see https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options
 */
const intervals = { shortest: 15, longest: 43_200 };

/** Minutes after which clients renew unless told otherwise, 7 days. */
const usualRenewal = 10_080;

/** KMS-CFG-01. */
export const usualPortOrEverywhere: EstateRule = {
  id: "KMS-CFG-01",
  severity: "advisory",
  over: "estate",
  summary: `Every KMS host listens on TCP ${usualPort}.`,
  source: "https://learn.microsoft.com/windows-server/get-started/kms-create-host",
  reads: ["kmsHosts.*.port", "sites.*.cohorts.*.pinnedTo", "sites.*.firewall"],
  remedy: `Keep ${usualPort}, or name the other port wherever the toolkit does not.`,
  check: (world) => {
    const planned = plannedCohorts(world);
    return world.facts.kmsHosts
      .filter(({ port }) => port !== usualPort)
      .map(({ name, site, port }) => {
        const pinned = planned.filter(({ cohort }) => cohort.pinnedTo.includes(name)).map(cohortOfSite);
        const machines = pinned.length === 0 ? "" : `, and in the settings of ${listNames(pinned)}`;
        const message = `${name} at site ${site} listens on TCP ${port}; records and security groups of this file follow, and ${port} has to stand in every other firewall on the way${machines} too; see to that, or keep ${usualPort}`;
        return { subject: `kmsHosts.${name}`, message };
      });
  },
};

/** KMS-CFG-02. */
export const intervalsAreAllowed: EstateRule = {
  id: "KMS-CFG-02",
  severity: "mandatory",
  over: "estate",
  summary: `The intervals of every KMS host are ${intervals.shortest} to ${intervals.longest} minutes long.`,
  source: options,
  reads: ["kmsHosts.*.intervals"],
  remedy: "Choose intervals within that range, or leave them out.",
  check: ({ facts }) => facts.kmsHosts.flatMap(wrongIntervals),
};

function wrongIntervals({ name, site, intervals: { activation, renewal } }: KmsHostFacts): Report[] {
  return Object.entries({ activation, renewal })
    .filter(([, minutes]) => minutes < intervals.shortest || minutes > intervals.longest)
    .map(([which, minutes]) => ({
      subject: `kmsHosts.${name}`,
      message: `${name} at site ${site} is to hand out ${minutes} minutes as its ${which} interval, and Windows takes ${intervals.shortest} to ${intervals.longest}; choose a value in between`,
    }));
}

/** KMS-CFG-03. */
export const renewsWeekly: EstateRule = {
  id: "KMS-CFG-03",
  severity: "advisory",
  over: "estate",
  summary: "Clients renew at least every 7 days.",
  source: options,
  reads: ["kmsHosts.*.intervals.renewal"],
  remedy: `Set the renewal interval to ${usualRenewal} minutes or less.`,
  check: ({ facts }) =>
    facts.kmsHosts
      .filter(({ intervals: { renewal } }) => renewal > usualRenewal)
      .map(({ name, site, intervals: { renewal } }) => ({
        subject: `kmsHosts.${name}`,
        message: `${name} at site ${site} hands out a renewal interval of ${renewal} minutes (${days(renewal)}): it forgets machines after 30 days, so its count lives on fewer calls; set ${usualRenewal} minutes or less`,
      })),
};

function days(minutes: number): string {
  return `${Math.round((minutes / 1440) * 10) / 10} days`;
}

/** KMS-CFG-04. */
export const lowPriorityHasHelp: EstateRule = {
  id: "KMS-CFG-04",
  severity: "advisory",
  over: "estate",
  summary: "No KMS host that runs at low priority is the only one of its machines.",
  source: options,
  reads: ["kmsHosts.*.lowPriority", "sites"],
  remedy: "Run KMS at normal priority there, or declare a second host that the machines may use.",
  check: (world) =>
    askedHosts(world)
      .filter(({ host }) => host.lowPriority !== null)
      .flatMap(({ host, askers }) => {
        const alone = askers.filter(({ finds }) => finds.every(({ lowPriority }) => lowPriority !== null));
        const total = alone.reduce((sum, { cohort }) => sum + cohort.count, 0);
        if (total === 0) return [];
        const message = `${host.name} at site ${host.site} runs KMS at low priority (${host.lowPriority}), and ${total} machines that ask it find no host at normal priority: while it is busy they are neither counted nor renewed; run it at normal priority, or declare a second host that they may use`;
        return [{ subject: `kmsHosts.${host.name}`, message }];
      }),
};
