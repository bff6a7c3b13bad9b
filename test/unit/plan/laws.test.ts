import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../../modules/plan/decision.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import type { Cohort, Facts, Product } from "../../../modules/topology/model.ts";
import { activationObject, cohort, csvlk, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";

const published: Readonly<Record<Product, number>> = { client: 25, server: 5, office: 5 };

const contacts = fc.constantFrom<number | "never" | null>(null, null, 0, 30, 180, 181, "never");

const cohorts: fc.Arbitrary<Cohort> = fc
  .record({
    product: fc.constantFrom<Product>("client", "server", "office"),
    count: fc.nat(30),
    channel: fc.constantFrom("volume", "volume", "volume", "retail", "oem"),
    joined: fc.constantFrom(null, "corp.example.", "other.example."),
    activate: fc.boolean(),
    contact: fc.record({ domain: contacts, kms: contacts }),
    activationType: fc.constantFrom("any", "any", "ad", "kms", "token"),
    internet: fc.boolean(),
    phone: fc.boolean(),
    vamt: fc.boolean(),
    method: fc.constantFrom(null, null, null, "adba", "mak", "kms-central", "kms-local", "none", "avma"),
    pinnedTo: fc.constantFrom([], [], ["kms-1"], ["kms-2", "kms-3"]),
  })
  .map((overrides) => cohort(overrides));

const kmsOver = fc.subarray(["tcp1688", "rpc"] as const);
const domainOver = fc.subarray(["ldap", "dns"] as const);
const kmsReach = fc.record({ hosts: fc.constantFrom("core" as const, ["kms-1", "kms-3"]), over: kmsOver });
const domainReach = fc.record({ forests: fc.constant(["corp.example"]), over: domainOver });

const sites = fc.record({
  kind: fc.constantFrom("core", "isolated", "branch", "disconnected", "lab"),
  suffixes: fc.subarray(["corp.example.", "plant.example."]),
  reaches: fc.record({ kms: fc.option(kmsReach), domain: fc.option(domainReach) }),
  preferences: fc.record({ adba: fc.constantFrom("prefer", "allow", "never") }),
  cohorts: fc.array(cohorts, { maxLength: 4 }),
});

const keys = [csvlk(), csvlk({ name: "old", group: "windows-10" }), csvlk({ name: "office", group: "office-2019" })];
const hosts = fc.record({
  site: fc.constantFrom("s0", "s1", "s2"),
  os: fc.constantFrom("windows-server-2025-datacenter", "windows-10-enterprise"),
  keys: fc.subarray(keys.map((key) => key.name)),
});

/** Estates with up to three sites and three hosts; names of cohorts are unique. */
const estates: fc.Arbitrary<Facts> = fc
  .record({ sites: fc.array(sites, { minLength: 1, maxLength: 3 }), hosts: fc.array(hosts, { maxLength: 3 }) })
  .map((drawn) =>
    someFacts({
      keys,
      forests: [
        forest({ activationObjects: [activationObject(), activationObject({ name: "office", key: "office" })] }),
      ],
      kmsHosts: drawn.hosts.map((host, i) => kmsHost({ ...host, name: `kms-${i + 1}` })),
      sites: drawn.sites.map((one, i) =>
        site({ ...one, name: `s${i}`, cohorts: one.cohorts.map((c, j) => ({ ...c, name: `c${j}` })) }),
      ),
    }),
  );

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
