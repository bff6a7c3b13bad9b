import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainCohort } from "../../../modules/explain/explain.ts";
import type { Explanation, Suggestion } from "../../../modules/explain/explanation.ts";
import { applied, bySize, type Step } from "../../../modules/explain/step.ts";
import type { Decision } from "../../../modules/plan/decision.ts";
import { declaredConditions } from "../../../modules/plan/declaredConditions.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import { foundHosts } from "../../../modules/plan/usage.ts";
import type { Facts } from "../../../modules/topology/model.ts";
import { estatesInAnyOrder } from "../plan/estates.ts";

/** Holds of every explanation of every cohort of random estates. */
const law = (holds: (facts: Facts, it: Explanation) => void) =>
  fc.assert(
    fc.property(estatesInAnyOrder, (facts) => {
      for (const { name, cohorts } of facts.sites) {
        for (const cohort of cohorts) holds(facts, explainCohort(facts, name, cohort.name));
      }
    }),
    { numRuns: 100 },
  );

const decisionIn = (facts: Facts, at: Decision): Decision => {
  const found = planTopology(facts).decisions.find((one) => one.site === at.site && one.cohort === at.cohort);
  if (!found) throw new Error(`${at.site}/${at.cohort} is gone`);
  return found;
};

const cohortIn = (facts: Facts, at: Decision) => {
  const site = facts.sites.find(({ name }) => name === at.site);
  const cohort = site?.cohorts.find(({ name }) => name === at.cohort);
  if (!site || !cohort) throw new Error(`${at.site}/${at.cohort} is gone`);
  return { site, cohort };
};

/** Whether some facts give a cohort what a suggestion promises. */
function keepsPromise(facts: Facts, at: Decision, { leadsTo }: Suggestion): boolean {
  const { site, cohort } = cohortIn(facts, at);
  const { method, effectiveMethod, row } = decisionIn(facts, at);
  if (row === "declared") return leadsTo.row === "declared" && declaredConditions(facts, site, cohort).ok;
  const finds = !method.startsWith("kms-") || foundHosts(facts, site, cohort).length > 0;
  return method === leadsTo.method && effectiveMethod === leadsTo.effectiveMethod && finds;
}

const fewer = (step: Step): Step[] =>
  step.machines === null || step.machines <= 1 ? [] : [step.resized?.(step.machines - 1) ?? step];

describe("every explanation", () => {
  it("ends its rows with the one that decides, and with it alone", () => {
    law((_, { decision, tried }) => {
      const last = tried.at(-1);
      const { method, row } = decision.selected ?? decision;
      expect({ method: last?.method, row: last?.row }).toEqual({ method, row });
      expect(tried.filter((one) => one.applies && one.method !== null)).toEqual([last]);
    });
  });

  it("names for each row that does not apply one fact that fails, the last that it tested", () => {
    law((_, { tried }) => {
      for (const { applies, tested } of tried) {
        expect(tested.filter(({ holds }) => !holds)).toEqual(applies ? [] : [tested.at(-1)]);
      }
    });
  });

  it("agrees with the plan", () => {
    law((facts, { decision }) => {
      expect(decision).toEqual(decisionIn(facts, decision));
    });
  });

  it("says nothing unknown", () => {
    law((_, { facts, tried, suggestions }) => {
      const texts = [
        ...facts.flatMap(({ lines }) => lines),
        ...tried.flatMap(({ tested }) => tested.map(({ says }) => says)),
        ...suggestions.flatMap(({ steps }) => steps.map(({ text }) => text)),
      ];
      expect(texts.join("\n")).not.toMatch(/undefined|null|NaN|\bno host ask/);
    });
  });
});

describe("every suggestion", () => {
  it("keeps its promise in the plan of the changed estate", () => {
    law((facts, { decision, suggestions }) => {
      for (const one of suggestions) {
        const changed = decisionIn(applied(one.steps, facts), decision);
        expect(keepsPromise(applied(one.steps, facts), decision, one)).toBe(true);
        expect(changed).toMatchObject(one.leadsTo);
      }
    });
  });

  it("leads to another method, to other deeds of the machines, or makes a declared method work", () => {
    law((facts, { decision, suggestions }) => {
      const now = { method: decision.method, effectiveMethod: decision.effectiveMethod };
      const { site, cohort } = cohortIn(facts, decision);
      for (const { leadsTo } of suggestions) {
        if (leadsTo.row === "declared") expect(declaredConditions(facts, site, cohort).ok).toBe(false);
        else expect({ method: leadsTo.method, effectiveMethod: leadsTo.effectiveMethod }).not.toEqual(now);
      }
    });
  });

  it("needs each of its steps", () => {
    law((facts, { decision, suggestions }) => {
      for (const one of suggestions) {
        for (const step of one.steps) {
          const others = one.steps.filter((other) => other !== step);
          expect(keepsPromise(applied(others, facts), decision, one)).toBe(false);
        }
      }
    });
  });

  it("needs each of its machines", () => {
    law((facts, { decision, suggestions }) => {
      for (const one of suggestions) {
        one.steps.forEach((step, i) => {
          for (const less of fewer(step)) {
            expect(keepsPromise(applied(one.steps.with(i, less), facts), decision, one)).toBe(false);
          }
        });
      }
    });
  });

  it("lists exactly the other cohorts that change with it", () => {
    const outcomes = (facts: Facts) =>
      planTopology(facts).decisions.map(({ site, cohort, method, effectiveMethod }) => ({
        at: `${site}/${cohort}`,
        says: `${method} ${effectiveMethod}`,
      }));
    law((facts, { decision, suggestions }) => {
      const before = outcomes(facts).filter(({ at }) => at !== `${decision.site}/${decision.cohort}`);
      for (const { steps, sideEffects } of suggestions) {
        const after = new Map(outcomes(applied(steps, facts)).map(({ at, says }) => [at, says]));
        const changed = before.filter(({ at, says }) => after.get(at) !== says).map(({ at }) => at);
        expect(sideEffects.map(({ site, cohort }) => `${site}/${cohort}`)).toEqual(changed);
      }
    });
  });

  it("comes after the smaller ones, and only once", () => {
    law((_, { suggestions }) => {
      const texts = suggestions.map(
        ({ steps, leadsTo }) => `${leadsTo.method}: ${steps.map(({ text }) => text).join()}`,
      );
      expect(new Set(texts).size).toBe(texts.length);
      expect(suggestions.toSorted((a, b) => bySize(a.steps, b.steps))).toEqual(suggestions);
    });
  });
});
