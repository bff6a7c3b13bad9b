import { conditionsOf } from "../plan/conditions.ts";
import type { HostDemand, NotCounted } from "../plan/decision.ts";
import { isKms } from "../plan/machineSettings.ts";
import { kmsThreshold } from "../plan/thresholds.ts";
import { applicationOf } from "../plan/usage.ts";
import { machines } from "../plan/words.ts";
import type { Product } from "../topology/model.ts";
import { cohortOfSite, listNames, type PlannedCohort, plannedCohorts, usesKms } from "./cohorts.ts";
import { perWorld } from "./perWorld.ts";
import type { EstateRule, Report, Threshold, World } from "./rule.ts";
import { thresholdOf } from "./settings.ts";

/** A cohort with KMS, and the host that it counts on. */
interface Counted extends PlannedCohort {
  /** The host that most machines ask; null where the cohort may use none. */
  readonly host: string | null;
  /** Machines that ask that host. */
  readonly demand: number;
  /** Machines that have to. */
  readonly threshold: number;
}

const planning = "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning";

/** What machines of a product are called where thresholds are spoken of. */
export const nouns: Readonly<Record<Product, string>> = {
  client: "Windows clients",
  server: "servers",
  office: "Office",
};

/** KMS-THR-01, KMS-THR-02 and KMS-THR-03. */
export const thresholdRules: readonly EstateRule[] = [
  thresholdRule("KMS-THR-01", "client", planning),
  thresholdRule("KMS-THR-02", "server", planning),
  thresholdRule(
    "KMS-THR-03",
    "office",
    "https://learn.microsoft.com/office/volume-license-activation/configure-a-kms-host-computer-for-office",
  ),
];

function thresholdRule(id: string, product: Product, source: string): EstateRule {
  const threshold = kmsThreshold[product];
  return {
    id,
    severity: "mandatory",
    over: "estate",
    summary: `Every KMS cohort of product ${product} may use a host that at least ${threshold} machines ask.`,
    source,
    reads: ["sites", "kmsHosts", "keys", "forests"],
    remedy: "Let more machines ask that host, or give the cohort another method.",
    check: (world) =>
      shortCohorts(world)
        .filter(({ cohort }) => cohort.product === product)
        .map((short) => ({ subject: short.subject, message: shortMessage(short) })),
  };
}

function shortMessage({ site, cohort, decision, host, demand }: Counted): string {
  const place = decision.method === "kms-central" ? "in the core" : "at its own site";
  const found =
    host === null ? `may use no KMS host ${place}` : `may use ${host} ${place}, which ${demand} machines ask`;
  const needed = `${nouns[cohort.product]} need ${kmsThreshold[cohort.product]}`;
  return `site ${site.name}: cohort ${cohort.name} (${machines(cohort)}) ${found}, and ${needed}; let more machines ask one host, or give the cohort the method mak or adba`;
}

function shortCohorts(world: World): Counted[] {
  return kmsCohorts(world).filter(({ demand, threshold }) => demand < threshold);
}

/** The cohorts with KMS, each with the host that counts most. */
const kmsCohorts = perWorld((world): readonly Counted[] =>
  plannedCohorts(world)
    .filter(usesKms)
    .map((planned) => {
      const { central, local, threshold } = conditionsOf(world.facts, planned.site, planned.cohort);
      const { best } = planned.decision.method === "kms-central" ? central : local;
      return { ...planned, threshold, host: best?.host ?? null, demand: best?.demand ?? 0 };
    }),
);

const margin: Threshold = {
  name: "margin",
  summary: "Machines that a host needs beyond its threshold, in percent of it.",
  unit: "percent",
  standard: 20,
  least: 0,
  most: 1000,
};

/** KMS-THR-04. */
export const keepsMargin: EstateRule = {
  id: "KMS-THR-04",
  severity: "advisory",
  over: "estate",
  summary: "Every KMS host is asked by at least a fifth more machines than its threshold.",
  source: planning,
  reads: ["sites", "kmsHosts", "keys", "forests"],
  remedy: "Let more machines ask the host, or know what to do when some of them stay away.",
  thresholds: [margin],
  check: (world) => {
    const percent = thresholdOf(world, "KMS-THR-04", margin);
    const narrow = kmsCohorts(world).filter((counted) => isNarrow(counted, percent));
    return [...Map.groupBy(narrow, ({ host, threshold }) => `${host} ${threshold}`).values()].flatMap(narrowReport);
  },
};

/** By less than the margin; machines that stay away for 30 days are forgotten. */
function isNarrow({ decision, demand, threshold }: Counted, percent: number): boolean {
  return isKms(decision.effectiveMethod) && demand >= threshold && demand * 100 < threshold * (100 + percent);
}

function narrowReport(cohorts: readonly Counted[]): Report[] {
  const [first] = cohorts;
  if (first === undefined) return [];
  const { host, demand, threshold, cohort } = first;
  const spare = demand - threshold + 1;
  const away = spare === 1 ? "1 that stays away for 30 days is" : `${spare} that stay away for 30 days are`;
  const message = `${host}: ${demand} machines ask it, and ${nouns[cohort.product]} (${listNames(cohorts.map(cohortOfSite))}) need ${threshold}, so ${away} enough to lose it; let more machines ask it, or know what to do then`;
  return [{ subject: `kmsHosts.${host}`, message }];
}

/** KMS-THR-05. */
export const countsOnlyThoseWhoAsk: EstateRule = {
  id: "KMS-THR-05",
  severity: "mandatory",
  over: "estate",
  summary: "No KMS host reaches a threshold only by counting machines that never ask it.",
  source:
    "https://learn.microsoft.com/windows/deployment/volume-activation/activate-using-active-directory-based-activation-client",
  reads: ["sites", "kmsHosts", "keys", "forests"],
  remedy: "Leave the other machines to ADBA, or set them to KMS.",
  check: (world) => {
    const short = shortCohorts(world);
    return world.plan.demand.flatMap((demand) => miscounted(demand, short));
  },
};

const neverAsk: readonly NotCounted["why"][] = ["adba", "channel", "not-activated"];
const reasons: Readonly<Record<NotCounted["why"], string>> = {
  adba: "ADBA",
  channel: "other channel",
  "not-activated": "not activated",
  declared: "other method",
  undiscovered: "not discovered",
};

function miscounted({ host, application, demand, notCounted }: HostDemand, short: readonly Counted[]): Report[] {
  const silent = notCounted.filter(({ why }) => neverAsk.includes(why));
  const together = demand + silent.reduce((sum, { count }) => sum + count, 0);
  const missed = short
    .filter(({ cohort, decision }) => applicationOf(cohort.product) === application && decision.hosts.includes(host))
    .map(({ cohort }) => kmsThreshold[cohort.product])
    .filter((threshold) => demand < threshold && together >= threshold);
  if (missed.length === 0) return [];
  const others = listNames(
    silent.map(({ site, cohort, count, why }) => `${count} ${cohort} of ${site} (${reasons[why]})`),
  );
  const message = `${host}: ${demand} machines ask it and ${Math.max(...missed)} are needed; it has ${together} only by counting ${others}, which never ask it; leave the whole cohort to ADBA or MAK, or set those machines to KMS`;
  return [{ subject: `kmsHosts.${host}`, message }];
}
