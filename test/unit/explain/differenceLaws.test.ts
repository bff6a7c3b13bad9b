import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planDifference } from "../../../modules/explain/difference.ts";
import type { Cohort, Facts, Product } from "../../../modules/topology/model.ts";
import { cohort, csvlk, forest, kmsHost, mak, site, someFacts } from "../../helpers/facts.ts";

const cohorts: fc.Arbitrary<Cohort> = fc
  .record({
    product: fc.constantFrom<Product>("client", "server", "office"),
    count: fc.nat(40),
    channel: fc.constantFrom("volume", "volume", "volume", "retail", "oem"),
    joined: fc.constantFrom(null, "corp.example."),
    activate: fc.constantFrom(true, true, false),
    activationType: fc.constantFrom("any", "any", "kms", "token"),
    internet: fc.boolean(),
    method: fc.constantFrom(null, null, null, "adba", "mak", "kms-central", "none", "avma", "token", "subscription"),
    pinnedTo: fc.constantFrom([], [], ["k0"]),
  })
  .map((overrides) => cohort(overrides));

const sites = fc.record({
  kind: fc.constantFrom("core", "isolated", "branch", "disconnected", "lab"),
  cohorts: fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c"), cohorts), { selector: ([name]) => name }),
});
const hosts = fc.record({
  site: fc.constantFrom("s0", "s1"),
  os: fc.constantFrom("windows-server-2025-datacenter", "windows-server-2022-standard"),
  keys: fc.subarray(["windows-2025", "office"]),
});

/** Estates over few names, so that two of them share some. */
const estates: fc.Arbitrary<Facts> = fc
  .record({ sites: fc.array(sites, { maxLength: 2 }), hosts: fc.array(hosts, { maxLength: 3 }) })
  .map((drawn) =>
    someFacts({
      keys: [csvlk(), csvlk({ name: "office", group: "office-2019" }), mak()],
      forests: [forest()],
      kmsHosts: drawn.hosts.map((host, i) => kmsHost({ ...host, name: `k${i}` })),
      sites: drawn.sites.map((one, i) =>
        site({ ...one, name: `s${i}`, cohorts: one.cohorts.map(([name, c]) => ({ ...c, name })) }),
      ),
    }),
  );

const law = (holds: (before: Facts, after: Facts) => void) =>
  fc.assert(fc.property(estates, estates, holds), { numRuns: 300 });
const namesIn = (facts: Facts) => facts.sites.flatMap((s) => s.cohorts.map((c) => `${s.name}/${c.name}`));

describe("every difference", () => {
  it("of a file with itself is empty", () => {
    law((facts) => {
      const none = { cohorts: [], hosts: [], keys: [], touched: { computers: 0, office: 0 } };
      expect(planDifference(facts, structuredClone(facts))).toMatchObject(none);
    });
  });

  it("names each cohort of either file at most once, and those that only one of them has", () => {
    law((before, after) => {
      const { cohorts: changes } = planDifference(before, after);
      const named = changes.map((one) => `${one.site}/${one.cohort}`);
      const [old, now] = [new Set(namesIn(before)), new Set(namesIn(after))];
      expect(new Set(named).size).toBe(named.length);
      expect(new Set(named).difference(old.union(now)).size).toBe(0);
      expect(changes.filter((one) => one.change === "appears")).toHaveLength(now.difference(old).size);
      expect(changes.filter((one) => one.change === "disappears")).toHaveLength(old.difference(now).size);
    });
  });

  it("touches no more machines than there are", () => {
    law((before, after) => {
      const { cohorts: changes, touched } = planDifference(before, after);
      for (const one of changes) expect(one.touched).toBeLessThanOrEqual(one.after?.count ?? 0);
      const all = after.sites.flatMap((s) => s.cohorts).reduce((sum, { count }) => sum + count, 0);
      expect(touched.computers + touched.office).toBeLessThanOrEqual(all);
    });
  });

  it("spends no more MAK activations than machines are touched", () => {
    law((before, after) => {
      const { keys, touched } = planDifference(before, after);
      const spent = keys.filter((key) => key.type === "mak").reduce((sum, key) => sum + key.activations, 0);
      expect(spent).toBeLessThanOrEqual(touched.computers + touched.office);
    });
  });

  it("back again names the same cohorts and hosts", () => {
    law((before, after) => {
      const [there, back] = [planDifference(before, after), planDifference(after, before)];
      const names = ({ cohorts: c, hosts: h }: typeof there) =>
        [...c.map((one) => `${one.site}/${one.cohort}`), ...h.map((one) => one.host)].toSorted();
      expect(names(back)).toEqual(names(there));
    });
  });
});
