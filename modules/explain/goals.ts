import { declaredConditions } from "../plan/declaredConditions.ts";
import { rowsFor } from "../plan/rows.ts";
import type { HostPlace } from "../plan/sentences.ts";
import type { Method } from "../topology/model.ts";
import { stepsToAdba } from "./adbaSteps.ts";
import { findsHost, stepsToKms, stillEnough } from "./kmsSteps.ts";
import { fewerMachines } from "./machineSteps.ts";
import { inUse, noDeclaration, preference } from "./settingSteps.ts";
import type { Situation } from "./situation.ts";
import type { Step } from "./step.ts";

/** Something that a cohort does not have and that a change may give it. */
export interface Goal {
  readonly isReached: (s: Situation) => boolean;
  /** Ways to take the first obstacle out of the way; none where there is no way. */
  readonly next: (s: Situation) => readonly Step[];
}

/** What a change may give a cohort: another method; for a declared one that it works, or what the rows choose. */
export function goalsOf(start: Situation): readonly Goal[] {
  return start.cohort.method === null ? methodsOfRows(start) : ofDeclaration(start, start.cohort.method);
}

/** Each other method that the rows know for the kind of site, and whichever one the cohort falls to. */
function methodsOfRows(start: Situation): readonly Goal[] {
  const rows = rowsFor(start.facts, start.site.kind);
  const methods = reachable.filter((method) => rows.some((row) => row.method === method));
  const others = methods.filter((method) => !isReally(method, start));
  return [...others.map((method) => ({ isReached: promise(method), next: nextTo[method] })), fall(start)];
}

function ofDeclaration(start: Situation, method: Method): readonly Goal[] {
  const works: Goal["isReached"] = (s) => declaredConditions(s.facts, s.site, s.cohort).ok;
  const way = reachable.find((one) => one === method);
  const working = way === undefined || works(start) ? [] : [{ isReached: works, next: nextTo[way] }];
  const isFree = start.decision.selected?.method !== method;
  const free: Goal = {
    isReached: (s) => s.decision.selected === null && s.decision.method !== method && findsItsHost(s),
    next: (s) => (s === start ? [noDeclaration(s)] : []),
  };
  return isFree ? [...working, free] : working;
}

/** Methods that a cohort can be led to; the others are a matter of licences alone. */
const reachable = ["adba", "kms-central", "kms-local", "mak"] as const;

const nextTo: Readonly<Record<(typeof reachable)[number], Goal["next"]>> = {
  adba: stepsToAdba,
  "kms-central": (s) => stepsToKms(s, "central"),
  "kms-local": (s) => stepsToKms(s, "local"),
  mak: (s) => inUse(s) ?? (s.decision.method === "adba" ? [preference(s, "never")] : []),
};

/** The method is chosen, and what the machines will really do. */
function isReally(method: Method, { decision }: Situation): boolean {
  return decision.method === method && decision.effectiveMethod === method;
}

/** That besides, and machines with KMS find the host that counts them. */
function promise(method: Method): Goal["isReached"] {
  return (s) => isReally(method, s) && findsItsHost(s);
}

/** Whether the method is no KMS, or the machines find a host where it says. */
function findsItsHost(s: Situation): boolean {
  const where = places[s.decision.method];
  return where === undefined || findsHost(s, where);
}

/** Whatever the cohort falls to when too few machines ask its hosts. */
function fall(start: Situation): Goal {
  const { method, effectiveMethod } = start.decision;
  return {
    isReached: (s) =>
      (s.decision.method !== method || s.decision.effectiveMethod !== effectiveMethod) && findsItsHost(s),
    next: (s) => (s === start ? losses(start) : []),
  };
}

function losses(s: Situation): readonly Step[] {
  const where = places[s.decision.method];
  if (where === undefined) return [];
  const enough = stillEnough(s, where);
  const spare = Math.max(...enough.map(({ demand }) => demand)) - s.conditions.threshold + 1;
  return fewerMachines(
    s,
    enough.map(({ host }) => host),
    spare,
  );
}

const places: Readonly<Partial<Record<Method, HostPlace>>> = { "kms-central": "central", "kms-local": "local" };
