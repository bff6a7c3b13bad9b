import { hostDemands } from "../plan/demand.ts";
import type { HostPlace } from "../plan/sentences.ts";
import { longestContactGap } from "../plan/thresholds.ts";
import { applicationOf, foundHosts, hostsThatServe, isCentral, metHosts } from "../plan/usage.ts";
import type { KmsHostFacts } from "../topology/model.ts";
import { keysOn, moreContact, newHosts, openHost, pinTo, publish, unpin, wouldServe } from "./hostSteps.ts";
import { moreMachines } from "./machineSteps.ts";
import { rowFirst } from "./rowOrder.ts";
import { anyType, asks, inUse, kmsType, preference } from "./settingSteps.ts";
import type { Situation } from "./situation.ts";
import type { Step } from "./step.ts";

/** Takes one thing out of the way; null where it is not in the way, an empty list where nobody can. */
type Obstacle = (s: Situation, where: HostPlace) => readonly Step[] | null;

/** Ways to take the first thing out of the way that stands between a cohort and KMS with a host of one place. */
export function stepsToKms(s: Situation, where: HostPlace): readonly Step[] {
  return (
    obstacles.reduce<readonly Step[] | null>((found, obstacle) => found ?? obstacle(s, where), null) ??
    orderSteps(s, where)
  );
}

function standing({ facts, site }: Situation, where: HostPlace): readonly KmsHostFacts[] {
  return facts.kmsHosts.filter((host) => (where === "central" ? isCentral(facts, host) : host.site === site.name));
}

function serving(s: Situation, where: HostPlace): readonly KmsHostFacts[] {
  const there = new Set(standing(s, where));
  return hostsThatServe(s.facts, s.site, s.cohort).filter((host) => there.has(host));
}

const asking: Obstacle = (s) => (asks(s, "kms") ? null : [anyType(s)]);

const noHost: Obstacle = (s, where) => (standing(s, where).length > 0 ? null : newHosts(s, where));

const contact: Obstacle = (s, where) => {
  const stated = s.cohort.contact.kms;
  const isShort = stated === null ? s.site.kind === "disconnected" : stated === "never" || stated > longestContactGap;
  if (where === "local" || !isShort) return null;
  return [moreContact(s, s.conditions.central.best?.host ?? "a KMS host in the core")];
};

const path: Obstacle = (s, where) => {
  if (s.conditions[where].path || where === "local") return null;
  return mostAsked(s, standing(s, where))
    .slice(0, 1)
    .map((host) => openHost(s, host));
};

const key: Obstacle = (s, where) => {
  if (serving(s, where).length > 0) return null;
  const hosts = metHosts(s.facts, s.site, s.cohort);
  const met = standing(s, where).filter((host) => hosts.includes(host));
  return [...keysOn(s, met), ...openOther(s, where, 0), ...newHosts(s, where)];
};

const adbaFirst: Obstacle = (s) => (s.conditions.adbaEffective ? [kmsType(s), preference(s, "never")] : null);

const pins: Obstacle = (s, where) => {
  if (s.conditions[where].best !== null) return null;
  return [
    ...mostAsked(s, serving(s, where))
      .slice(0, 1)
      .map(({ name }) => pinTo(s, name)),
    unpin(s),
  ];
};

const discovery: Obstacle = (s, where) => {
  const best = serving(s, where).find(({ name }) => name === s.conditions[where].best?.host);
  return !best || findsHost(s, where) ? null : [pinTo(s, best.name), ...publish(s, best)];
};

const demand: Obstacle = (s, where) => {
  const { best } = s.conditions[where];
  if (best === null || isAskedEnough(s, where)) return null;
  const more = moreMachines(s, best.host, s.conditions.threshold - best.demand);
  const needed = s.conditions.threshold - s.cohort.clientIds;
  const busier = serving(s, where).filter((host) => demandOf(s, host) > Math.max(best.demand, needed - 1));
  return [...busier.slice(0, 1).map((host) => pinTo(s, host.name)), more, ...openOther(s, where, needed)];
};

const obstacles: readonly Obstacle[] = [inUse, asking, noHost, contact, path, key, adbaFirst, pins, discovery, demand];

function orderSteps(s: Situation, where: HostPlace): readonly Step[] {
  if (s.decision.method !== "adba") return rowFirst(s, where === "central" ? "kms-central" : "kms-local");
  return s.site.preferences.adba === "prefer" ? [preference(s, "allow")] : [];
}

/** Hosts of one place that the cohort may use and that enough machines ask. */
export function stillEnough(
  s: Situation,
  where: HostPlace,
): readonly { readonly host: string; readonly demand: number }[] {
  return serving(s, where)
    .map((host) => ({ host: host.name, demand: demandOf(s, host) }))
    .filter(({ demand }) => demand >= s.conditions.threshold);
}

/** Whether the machines find the host of that place on which the decision rests. */
export function findsHost(s: Situation, where: HostPlace): boolean {
  const best = s.conditions[where].best?.host;
  return foundHosts(s.facts, s.site, s.cohort).some(({ name }) => name === best);
}

function isAskedEnough({ conditions }: Situation, where: HostPlace): boolean {
  return (conditions[where].best?.demand ?? 0) >= conditions.threshold;
}

/** A host in the core that the site does not reach, that would serve the cohort, and that enough machines ask. */
function openOther(s: Situation, where: HostPlace, demand: number): readonly Step[] {
  if (where === "local" || s.site.kind === "core") return [];
  const hosts = metHosts(s.facts, s.site, s.cohort);
  const others = standing(s, where).filter((host) => !hosts.includes(host) && wouldServe(s.facts, host, s.cohort));
  return mostAsked(
    s,
    others.filter((host) => demandOf(s, host) >= demand),
  )
    .slice(0, 1)
    .map((host) => openHost(s, host));
}

/** Hosts that would serve the cohort first, then by their demand. */
function mostAsked(s: Situation, hosts: readonly KmsHostFacts[]): readonly KmsHostFacts[] {
  const rank = (host: KmsHostFacts) => (wouldServe(s.facts, host, s.cohort) ? 1 + demandOf(s, host) : 0);
  return hosts.toSorted((a, b) => rank(b) - rank(a));
}

function demandOf({ facts, cohort }: Situation, { name }: KmsHostFacts): number {
  const application = applicationOf(cohort.product);
  return hostDemands(facts).find((one) => one.host === name && one.application === application)?.demand ?? 0;
}
