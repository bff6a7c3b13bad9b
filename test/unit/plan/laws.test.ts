import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../../modules/plan/decision.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import type { Cohort, Facts, Product } from "../../../modules/topology/model.ts";
import { cohort } from "../../helpers/facts.ts";
import { estates } from "./estates.ts";

const published: Readonly<Record<Product, number>> = { client: 25, server: 5, office: 5 };

const law = (holds: (facts: Facts) => void) => fc.assert(fc.property(estates, holds), { numRuns: 500 });
const isKms = ({ method, row }: Decision) => row !== "declared" && method.startsWith("kms-");
const key = (decision: Decision) => `${decision.site}/${decision.cohort}`;
const cohortOf = (facts: Facts, at: { site: string; cohort: string }) =>
  facts.sites.find((one) => one.name === at.site)?.cohorts.find((one) => one.name === at.cohort);

/** The same estate with each cohort changed. */
const changed = (facts: Facts, change: (c: Cohort) => Cohort): Facts => ({
  ...facts,
  sites: facts.sites.map((one) => ({ ...one, cohorts: one.cohorts.map(change) })),
});

describe("every plan", () => {
  it("gives each cohort one decision, in the order of the file", () => {
    law((facts) => {
      const expected = facts.sites.flatMap((one) => one.cohorts.map((c) => `${one.name}/${c.name}`));
      expect(planTopology(facts).decisions.map(key)).toEqual(expected);
    });
  });

  it("selects KMS only with a host that enough machines ask", () => {
    law((facts) => {
      const { decisions, demand } = planTopology(facts);
      for (const decision of decisions.filter(isKms)) {
        const application = decision.product === "office" ? "office" : "windows";
        const asked = demand.filter((one) => one.application === application && decision.hosts.includes(one.host));
        expect(Math.max(...asked.map((one) => one.demand))).toBeGreaterThanOrEqual(published[decision.product]);
      }
    });
  });

  it("counts for a host nobody whom a forest serves, of another channel, or not activated", () => {
    law((facts) => {
      const { decisions, demand } = planTopology(facts);
      for (const { host, application, demand: counted } of demand) {
        const mayAsk = decisions.filter((decision) => {
          const { channel, activate } = cohortOf(facts, decision) ?? cohort();
          const silent = channel !== "volume" || !activate || decision.effectiveMethod === "adba";
          const its = (decision.product === "office" ? "office" : "windows") === application;
          return its && !silent && decision.hosts.includes(host);
        });
        expect(counted).toBeLessThanOrEqual(mayAsk.reduce((sum, { count }) => sum + count, 0));
      }
    });
  });

  it("does not depend on the order of cohorts and sites", () => {
    law((facts) => {
      const turned = {
        ...facts,
        sites: facts.sites.map((one) => ({ ...one, cohorts: one.cohorts.toReversed() })).toReversed(),
      };
      const sorted = (of: Facts) => planTopology(of).decisions.toSorted((a, b) => key(a).localeCompare(key(b)));
      expect(sorted(turned)).toEqual(sorted(facts));
    });
  });

  it("never lowers a demand when every cohort grows", () => {
    law((facts) => {
      const before = planTopology(facts).demand.map((one) => one.demand);
      const after = planTopology(changed(facts, (c) => ({ ...c, count: c.count + 7 }))).demand;
      after.forEach(({ demand }, i) => {
        expect(demand).toBeGreaterThanOrEqual(before[i] ?? 0);
      });
    });
  });

  it("never takes KMS away from a cohort that grows", () => {
    law((facts) => {
      const grown = new Map(
        planTopology(changed(facts, (c) => ({ ...c, count: c.count + 7 }))).decisions.map((one) => [key(one), one.row]),
      );
      for (const decision of planTopology(facts).decisions.filter(isKms)) {
        expect(["D11", "D20", "D22", "D31", "D32", "D41"]).toContain(grown.get(key(decision)));
      }
    });
  });

  it("has a worksheet and totals that add up to the machines of the file", () => {
    law((facts) => {
      const { worksheet, totals } = planTopology(facts);
      const planned = Object.fromEntries(totals.map((total) => [total.product, total.planned]));
      const sum = (of: "computers" | "office") => worksheet.reduce((all, row) => all + row[of], 0);
      expect(sum("computers")).toBe((planned.client ?? 0) + (planned.server ?? 0));
      expect(sum("office")).toBe(planned.office);
    });
  });

  it("accounts once for each machine that a host serves, counted or not", () => {
    law((facts) => {
      for (const { demand, notCounted } of planTopology(facts).demand) {
        const silent = notCounted.map((one) => `${one.site}/${one.cohort}`);
        expect(new Set(silent).size).toBe(silent.length);
        expect(demand).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it("shows beside a declared method what the rows choose without it", () => {
    law((facts) => {
      for (const { site: name, cohort: declared, selected } of planTopology(facts).decisions) {
        if (selected === null) continue;
        const sitesWithout = facts.sites.map((one) =>
          one.name === name
            ? { ...one, cohorts: one.cohorts.map((c) => (c.name === declared ? { ...c, method: null } : c)) }
            : one,
        );
        const without = planTopology({ ...facts, sites: sitesWithout }).decisions;
        const free = without.find((one) => one.site === name && one.cohort === declared);
        expect(selected).toEqual({ method: free?.method, row: free?.row });
      }
    });
  });

  it("gives a variant to MAK and retail and to nothing else, and says when there is no way", () => {
    law((facts) => {
      for (const { method, variant, notes } of planTopology(facts).decisions) {
        expect(variant !== null).toBe(method === "mak" || method === "retail");
        expect(notes.includes("NO_MAK_PATH")).toBe(variant === "none");
      }
    });
  });

  it("says one sentence, with the number of machines, and nothing unknown in it", () => {
    law((facts) => {
      for (const { sentence, count } of planTopology(facts).decisions) {
        expect(sentence).toMatch(new RegExp(`^${count} [a-z].*\\.$`));
        expect(sentence).not.toMatch(/undefined|null|NaN/);
      }
    });
  });
});
