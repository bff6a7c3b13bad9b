import { kmsThreshold } from "../plan/thresholds.ts";
import type { KmsHostFacts, Product } from "../topology/model.ts";
import { type Asked, type Asker, askedHosts, byHost, candidatesOf, shareOf } from "./askers.ts";
import { cohortOfSite, listNames } from "./cohorts.ts";
import type { EstateRule, Report } from "./rule.ts";
import { nouns } from "./thresholdRules.ts";

const troubleshooting = "https://learn.microsoft.com/windows-server/get-started/activation-troubleshoot-kms-general";

/** The highest threshold that a number of machines meets, of the products that they run; null where they meet none. */
function metBy(count: number, askers: readonly Asker[]): Product | null {
  const met = askers.map(({ cohort }) => cohort.product).filter((product) => kmsThreshold[product] <= count);
  return met.reduce<Product | null>(
    (highest, product) => (highest !== null && kmsThreshold[highest] >= kmsThreshold[product] ? highest : product),
    null,
  );
}

function sum(askers: readonly Asker[], of: (asker: Asker) => number): number {
  return askers.reduce((total, asker) => total + of(asker), 0);
}

/** KMS-CAP-02. */
export const splitMeetsThreshold: EstateRule = {
  id: "KMS-CAP-02",
  severity: "advisory",
  over: "estate",
  summary: "KMS hosts that share their machines still have enough of them each.",
  source: troubleshooting,
  reads: ["sites", "kmsHosts.*.records", "keys", "forests"],
  remedy: "Let fewer hosts serve the machines, or give one of them a better priority.",
  check: (world) => {
    const thin = askedHosts(world).flatMap((asked) => thinShare(asked) ?? []);
    const alike = Map.groupBy(thin, ({ total, share, product, peers }) => [total, share, product, peers].join(" "));
    return [...alike.values()].flatMap(splitReport);
  },
};

/** A host whose part of the machines that may ask it does not meet the threshold that they meet together. */
interface Thin {
  readonly host: KmsHostFacts;
  readonly product: Product;
  readonly total: number;
  /** Machines that go to this host, rounded down. */
  readonly share: number;
  /** Names of the hosts among which they choose. */
  readonly peers: string;
}

function thinShare({ host, askers }: Asked): Thin | null {
  const asking = askers.filter(({ first }) => first.includes(host));
  const total = sum(asking, ({ cohort }) => cohort.count);
  // Shares of a third do not add up exactly.
  const share = Math.floor(sum(asking, (asker) => asker.cohort.count * shareOf(asker, host)) + 1e-9);
  const product = metBy(total, asking);
  if (product === null || share >= kmsThreshold[product]) return null;
  const peers = [...new Set(asking.flatMap(({ first }) => first.map(({ name }) => name)))];
  return { host, product, total, share, peers: listNames(peers) };
}

function splitReport(alike: readonly Thin[]): Report[] {
  const [first] = alike;
  if (first === undefined) return [];
  const { host, total, share, product, peers } = first;
  const names = listNames(alike.map((one) => one.host.name));
  const each = alike.length === 1 ? "it" : "each of them";
  const message = `${names}: ${total} machines choose between ${peers}, which leaves about ${share} for ${each}, and ${nouns[product]} need ${kmsThreshold[product]} on one host; let fewer hosts serve them, or give one a better priority`;
  return [{ subject: `kmsHosts.${host.name}`, message }];
}

/** KMS-CAP-03. */
export const standbyIsKnown: EstateRule = {
  id: "KMS-CAP-03",
  severity: "advisory",
  over: "estate",
  summary: "No KMS host stands by without a count of its own.",
  source: "https://learn.microsoft.com/windows-server/get-started/kms-activation-planning",
  reads: ["sites", "kmsHosts.*.records.priority", "keys", "forests"],
  remedy: "Give the host the priority of the others, or accept that new machines wait when it takes over.",
  check: (world) => {
    const idle = askedHosts(world).filter(({ host, askers }) => askers.every(({ first }) => !first.includes(host)));
    return [...Map.groupBy(idle, ({ host }) => host).values()].flatMap((asked) => asked.slice(0, 1).map(standbyReport));
  },
};

function standbyReport({ host, askers }: Asked): Report {
  const { name, records } = host;
  const total = sum(askers, ({ cohort }) => cohort.count);
  const before = listNames([...new Set(askers.flatMap(({ first }) => first.map((one) => one.name)))]);
  const product = metBy(total, askers);
  const [any = "client"] = askers.map(({ cohort }) => cohort.product);
  const then =
    product === null
      ? `activate nothing, because ${nouns[any]} need ${kmsThreshold[any]}`
      : `activate nothing new before ${kmsThreshold[product]} of them have asked it`;
  const message = `${name} stands by with priority ${records.priority} behind ${before} and counts nobody; without those, ${total} machines would turn to it and it would ${then}; give it the same priority, or accept that new machines wait then`;
  return { subject: `kmsHosts.${name}`, message };
}

/** CID-01. */
export const clonesAreToldApart: EstateRule = {
  id: "CID-01",
  severity: "advisory",
  over: "estate",
  summary: "Machines that share a client machine id are not needed to reach a threshold.",
  source:
    "https://learn.microsoft.com/troubleshoot/windows-client/licensing-and-activation/kms-current-count-not-increase",
  reads: ["sites.*.cohorts.*.clientIds", "sites", "kmsHosts", "keys", "forests"],
  remedy: "Generalize the image with sysprep, and give the machines that are there new ids with slmgr /rearm.",
  check: (world) => {
    const short = byHost(world, candidatesOf(world)).flatMap((asked) => missedByClones(asked) ?? []);
    return [...Map.groupBy(short, ({ text }) => text)].map(([text, hosts]) => {
      const names = hosts.map(({ host }) => host.name);
      return { subject: `kmsHosts.${names[0]}`, message: `${listNames(names)}: ${text}` };
    });
  },
};

/** A host that would meet a threshold if all its machines had ids of their own. */
function missedByClones({ host, askers }: Asked): { readonly host: KmsHostFacts; readonly text: string } | null {
  const total = sum(askers, ({ cohort }) => cohort.count);
  const counted = sum(askers, ({ cohort }) => Math.min(cohort.clientIds, cohort.count));
  const product = metBy(total, askers);
  if (product === null || counted >= kmsThreshold[product]) return null;
  const clones = askers
    .filter(({ cohort }) => cohort.clientIds < cohort.count)
    .map((asker) => `${asker.cohort.count} ${cohortOfSite(asker)} have ${asker.cohort.clientIds}`);
  const text = `${total} machines ask with ${counted} client machine ids (${listNames(clones)}), and ${nouns[product]} need ${kmsThreshold[product]} different ones; generalize the image with sysprep, and give the machines new ids with slmgr /rearm`;
  return { host, text };
}
