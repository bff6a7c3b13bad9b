import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionsOf } from "../../../modules/plan/conditions.ts";
import type { Decision } from "../../../modules/plan/decision.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import { failedPremise } from "../../../modules/plan/row.ts";
import { rowsFor } from "../../../modules/plan/rows.ts";
import type { ActivationType, Cohort, Facts, Product } from "../../../modules/topology/model.ts";
import { cohort, site } from "../../helpers/facts.ts";
import { estatesInAnyOrder } from "./estates.ts";

// Laws that hold in any order of rows.

const published: Readonly<Record<Product, number>> = { client: 25, server: 5, office: 5 };

const law = (holds: (facts: Facts) => void) => fc.assert(fc.property(estatesInAnyOrder, holds), { numRuns: 500 });
const isKms = ({ method, row }: Decision) => row !== "declared" && method.startsWith("kms-");
const key = (decision: Decision) => `${decision.site}/${decision.cohort}`;
const byKey = (facts: Facts) => new Map(planTopology(facts).decisions.map((one) => [key(one), one]));

/** The site and the cohort of a decision. */
const placeOf = (facts: Facts, { site: siteName, cohort: name }: Decision) => {
  const where = facts.sites.find((one) => one.name === siteName) ?? site();
  return { where, it: where.cohorts.find((one) => one.name === name) ?? cohort() };
};

/** The same estate with one cohort changed. */
const changed = (facts: Facts, at: string, change: (c: Cohort) => Cohort): Facts => ({
  ...facts,
  sites: facts.sites.map((one) => ({
    ...one,
    cohorts: one.cohorts.map((c) => (`${one.name}/${c.name}` === at ? change(c) : c)),
  })),
});

/** What order cannot change: lists as sets. */
const unordered = (facts: Facts) => {
  const { decisions, demand, worksheet, totals } = planTopology(facts);
  return {
    decisions: decisions
      .map((one) => ({ ...one, hosts: one.hosts.toSorted() }))
      .toSorted((a, b) => key(a).localeCompare(key(b))),
    demand: demand
      .map((one) => ({ ...one, notCounted: one.notCounted.map((silent) => JSON.stringify(silent)).toSorted() }))
      .toSorted((a, b) => `${a.host}/${a.application}`.localeCompare(`${b.host}/${b.application}`)),
    worksheet,
    totals,
  };
};

/** Applies what the settings of a decision tell an administrator to set. */
const withSettings = (facts: Facts, { settings }: Decision, it: Cohort): Cohort => {
  const types: readonly ActivationType[] = ["any", "ad", "kms", "token"];
  const text = settings.join("\n");
  const type = types[Number(/VLActivationType (\d)/.exec(text)?.[1])] ?? it.activationType;
  const name = /KeyManagementServiceName (\S+):\d+, because/.exec(text)?.[1];
  const host = facts.kmsHosts.find(({ fqdn }) => fqdn === `${name}.`);
  return { ...it, activationType: type, pinnedTo: host ? [host.name] : it.pinnedTo };
};

describe("every plan, in any order of rows", () => {
  it("is the same from equal facts, and from facts in another order", () => {
    law((facts) => {
      const copy: Facts = structuredClone(facts);
      const turned: Facts = {
        ...copy,
        keys: copy.keys.toReversed(),
        forests: copy.forests.map((one) => ({ ...one, activationObjects: one.activationObjects.toReversed() })),
        kmsHosts: copy.kmsHosts.toReversed(),
        sites: copy.sites.map((one) => ({ ...one, cohorts: one.cohorts.toReversed() })).toReversed(),
      };
      expect(planTopology(copy)).toEqual(planTopology(facts));
      expect(unordered(turned)).toEqual(unordered(facts));
    });
  });

  it("decides by the first row of the kind of site whose premises all hold", () => {
    law((facts) => {
      for (const decision of planTopology(facts).decisions) {
        const { where, it: one } = placeOf(facts, decision);
        const c = conditionsOf(facts, where, one);
        const row = rowsFor(facts, where.kind).find((tried) => tried.method !== null && !failedPremise(tried, c));
        expect((decision.selected ?? decision).row).toBe(row?.id);
      }
    });
  });

  it("gives KMS only where a host that the machines may use has enough ids to count", () => {
    law((facts) => {
      const { decisions, demand } = planTopology(facts);
      for (const decision of decisions.filter(isKms)) {
        const application = decision.product === "office" ? "office" : "windows";
        const asked = demand.filter((one) => one.application === application && decision.hosts.includes(one.host));
        expect(Math.max(...asked.map((one) => one.demand))).toBeGreaterThanOrEqual(published[decision.product]);
      }
    });
  });

  it("never takes KMS from one cohort because another one grows", () => {
    fc.assert(
      fc.property(estatesInAnyOrder, fc.nat(), fc.integer({ min: 1, max: 40 }), (facts, pick, more) => {
        const before = planTopology(facts).decisions;
        const grown = before[pick % Math.max(before.length, 1)];
        if (grown === undefined) return;
        const add = (c: Cohort) => ({ ...c, count: c.count + more, clientIds: c.clientIds + more });
        const after = byKey(changed(facts, key(grown), add));
        for (const decision of before.filter(isKms)) expect(after.get(key(decision))?.method).toMatch(/^kms-/);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves the plan of others alone when machines are added that never ask a host", () => {
    law((facts) => {
      const quiet = cohort({ name: "added", count: 999, channel: "oem" });
      const more = { ...facts, sites: facts.sites.map((one) => ({ ...one, cohorts: [...one.cohorts, quiet] })) };
      const after = byKey(more);
      for (const decision of planTopology(facts).decisions) expect(after.get(key(decision))).toEqual(decision);
    });
  });

  it("never counts more ids than machines, nor more machines than there are", () => {
    law((facts) => {
      const all = facts.sites.flatMap((one) => one.cohorts).reduce((sum, { count }) => sum + count, 0);
      for (const { demand, machines } of planTopology(facts).demand) {
        expect(demand).toBeLessThanOrEqual(machines);
        expect(machines).toBeLessThanOrEqual(all);
      }
    });
  });

  it("names the settings that let a chosen KMS or ADBA happen", () => {
    law((facts) => {
      for (const decision of planTopology(facts).decisions) {
        if (decision.row === "declared" || !(isKms(decision) || decision.method === "adba")) continue;
        const { it: one } = placeOf(facts, decision);
        const set = byKey(changed(facts, key(decision), () => withSettings(facts, decision, one))).get(key(decision));
        expect({ ...set, settings: [] }).toMatchObject({ method: decision.method, effectiveMethod: decision.method });
      }
    });
  });

  it("names something to set wherever a chosen method would not happen by itself", () => {
    law((facts) => {
      for (const decision of planTopology(facts).decisions) {
        if (decision.row === "declared" || decision.effectiveMethod === decision.method) continue;
        expect(decision.settings).not.toEqual([]);
      }
    });
  });
});
