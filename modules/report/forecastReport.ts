import type { Churn, Forecast, HostForecast, Machines, Members } from "../forecast/outlook.ts";
import { memory } from "../forecast/periods.ts";
import { machines } from "../plan/words.ts";

/** What the reports of a forecast are made of. */
export interface ForecastReport {
  readonly forecast: Forecast;
  /** Day of the losses, YYYY-MM-DD; null: only days are counted. */
  readonly from: string | null;
}

const millisecondsOfADay = 86_400_000;

/** The day so many days after another, both YYYY-MM-DD. */
export function dateAfter(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * millisecondsOfADay).toISOString().slice(0, 10);
}

/** What becomes of one host, in a few words, and how bad that is. */
export interface Verdict {
  readonly text: string;
  readonly tone: "good" | "bad" | "neutral";
}

/** Whether one host will count enough. */
export function verdictOf({ role, expected, worst, threshold, meets }: HostForecast): Verdict {
  if (role === "unused") return { text: "nobody asks it", tone: "neutral" };
  if (role === "standby") return { text: "stands by, starts at 0", tone: "neutral" };
  if (!meets) return { text: `${hundredths(threshold - expected)} short`, tone: "bad" };
  return { text: worst >= threshold ? "meets" : "meets on average", tone: "good" };
}

/** What a reader of the table of hosts must know besides, one sentence each. */
export function remarksOn(forecast: Forecast): readonly string[] {
  return [
    ...forecast.hosts.flatMap(hostRemarks),
    ...forecast.churn.map(churnRemark),
    ...forecast.clones.map(cloneRemark),
    ...forecast.withoutHost.map(hostlessRemark),
  ];
}

function hostRemarks(one: HostForecast): readonly string[] {
  const { host, role, threshold, meets, seldom, churn, planned, uncapped } = one;
  const count = one.application === "office" ? "Office count" : "count";
  const remarks: string[] = [];
  if (role === "standby") {
    remarks.push(
      `${host} stands by: its ${count} starts at 0, and it activates new machines only when ${threshold} have asked it.`,
    );
  }
  if (seldom > 0) {
    remarks.push(
      `${host} is asked by ${hundredths(seldom)} machines more seldom than every ${memory} days; its ${count} holds none of them.`,
    );
  }
  const changes = planned.meets !== meets || (!meets && planned.expected < one.expected);
  if (role === "active" && changes) remarks.push(plannedRemark(one));
  if (churn > 0) {
    const only = meets ? "" : `, and only they may lift it to ${threshold}`;
    remarks.push(
      `${host} has ${hundredths(churn)} client machine ids of rebuilt machines in its ${count} beside ${hundredths(uncapped)} of machines that exist${only}.`,
    );
  }
  return remarks;
}

function plannedRemark({ host, expected, planned }: HostForecast): string {
  const those = planned.threshold === 0 ? "none of them goes on asking" : plannedText(planned);
  return `${host} counts ${hundredths(expected)} only until every machine has what the plan gives it: ${those}.`;
}

function plannedText({ expected, threshold, meets }: HostForecast["planned"]): string {
  return `${hundredths(expected)} stay, ${threshold} are needed${meets ? "" : ", so that it activates them no more"}`;
}

function churnRemark({ rebuiltEvery, idsEach, ...one }: Churn): string {
  const days = rebuiltEvery === 1 ? "every day" : `every ${rebuiltEvery} days`;
  return `${named(one)} are rebuilt ${days} and leave ${idsEach} client machine ids each within ${memory} days. When that stops, counts fall to the machines that exist within ${memory} days.`;
}

function cloneRemark(one: Machines): string {
  const ids = one.clientIds === 1 ? "1 client machine id" : `${one.clientIds} client machine ids`;
  return `${named(one)} share ${ids}: a host counts no more than that. Generalize their image (sysprep) or rearm them.`;
}

function hostlessRemark(one: Machines): string {
  return `${named(one)} ${one.count === 1 ? "is to ask a KMS host and finds" : "are to ask a KMS host and find"} none.`;
}

/** `lab/rebuilt: 20 servers`. */
function named({ site, cohort, ...one }: Pick<Machines, "site" | "cohort" | "product" | "count">): string {
  return `${site}/${cohort}: ${machines(one)}`;
}

/** `lab/rebuilt`, in the order of the file. */
export function namesOf({ sites, cohorts }: Members): readonly string[] {
  return cohorts.map(({ name }, i) => `${sites[i]?.name}/${name}`);
}

/** A number with at most two digits behind the point. */
export function hundredths(value: number): string {
  return String(Math.round(value * 100) / 100);
}
