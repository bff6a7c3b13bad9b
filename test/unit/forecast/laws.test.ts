import { describe, expect, it } from "vitest";
import { forecastOf } from "../../../modules/forecast/forecast.ts";
import type { HostForecast, LossPart } from "../../../modules/forecast/outlook.ts";
import { silence } from "../../../modules/plan/demand.ts";
import { planTopology } from "../../../modules/plan/plan.ts";
import { applicationOf, discovers, hostContact, mayUse } from "../../../modules/plan/usage.ts";
import { forecastJson } from "../../../modules/report/forecastJson.ts";
import type { Cohort, Facts, KmsHostFacts, Site } from "../../../modules/topology/model.ts";
import { law } from "./estates.ts";
import { forecasted } from "./forecasted.ts";

/** A cohort that will ask hosts that remember its machines: what the formula of docs/forecast.md is about. */
interface Asker {
  readonly cohort: Cohort;
  readonly near: readonly KmsHostFacts[];
  /** The part of the machines that is counted by some host. */
  readonly counted: number;
}

/** Worked out cohort by cohort, as it is written down, without any of the forecast's own code. */
function askers(facts: Facts): readonly Asker[] {
  return facts.sites.flatMap((one) => one.cohorts.flatMap((c) => askerOf(facts, one, c) ?? []));
}

function askerOf(facts: Facts, one: Site, c: Cohort): Asker | undefined {
  if (silence(facts, one, c) !== null) return undefined;
  const { beside, gap } = hostContact(facts, one, c);
  const found = mayUse(facts, one, c).filter((host) => discovers(facts, one, c, host));
  const near = found.filter((host) => beside.includes(host) || (gap !== "never" && gap <= 30));
  if (near.length === 0) return undefined;
  return { cohort: c, near, counted: c.pinnedTo.length > 0 ? near.length / found.length : 1 };
}

function shares({ cohort: c, near, counted }: Asker): readonly (readonly [host: string, share: number])[] {
  if (c.pinnedTo.length > 0) return near.map(({ name }) => [name, counted / near.length]);
  const best = Math.min(...near.map((host) => host.records.priority));
  const chosen = near.filter((host) => host.records.priority === best);
  const weights = chosen.reduce((sum, host) => sum + host.records.weight, 0);
  return chosen.map(({ name, records }) => [name, weights === 0 ? 1 / chosen.length : records.weight / weights]);
}

/** Each host's number is rounded down to hundredths. */
function expectRoundedDown(value: number, exact: number, numbers = 1): void {
  expect(value).toBeLessThanOrEqual(exact + 1e-4);
  expect(value).toBeGreaterThan(exact - 0.01 * numbers - 1e-4);
}

/** What the hosts that machines ask after a loss count, by a forecast of something else. */
const countedBy = (hosts: readonly HostForecast[], part: LossPart): readonly HostForecast[] =>
  hosts.filter((one) => part.hosts.includes(one.host) && one.application === applicationOf(part.product));

const lowestOf = (hosts: readonly HostForecast[]): number => Math.min(...hosts.map(({ planned }) => planned.expected));

function expectLowest({ lowest }: LossPart, counted: readonly HostForecast[]): void {
  if (lowest === null) expect(counted).toEqual([]);
  else expect(lowestOf(counted)).toBe(Math.min(lowest, ...counted.map(({ cap }) => cap)));
}

describe("every forecast", () => {
  it("adds up, over the hosts of one application, to the client machine ids that ask and find a host", () => {
    law((facts, { hosts }) => {
      for (const application of ["windows", "office"] as const) {
        const its = askers(facts).filter(({ cohort: c }) => applicationOf(c.product) === application);
        const ids = its.reduce((sum, { cohort: c, counted }) => sum + c.clientIds * counted, 0);
        const of = hosts.filter((one) => one.application === application);
        const expected = of.reduce((sum, { uncapped }) => sum + uncapped, 0);
        expectRoundedDown(expected, ids, of.length);
      }
    });
  });

  it("has for each host what priorities and weights give it", () => {
    law((facts, { hosts }) => {
      const sums = new Map<string, number>();
      for (const asker of askers(facts)) {
        for (const [host, share] of shares(asker)) {
          const key = `${host} ${applicationOf(asker.cohort.product)}`;
          sums.set(key, (sums.get(key) ?? 0) + asker.cohort.clientIds * share);
        }
      }
      for (const { host, application, uncapped } of hosts) {
        expectRoundedDown(uncapped, sums.get(`${host} ${application}`) ?? 0);
      }
    });
  });

  it("has bounds: worst, expected, cap and demand in this order", () => {
    law((_, { hosts }) => {
      for (const { worst, expected, uncapped, cap, demand, meets, threshold, planned } of hosts) {
        expect(worst).toBeGreaterThanOrEqual(0);
        expect(worst).toBeLessThanOrEqual(expected);
        expect(expected).toBe(Math.min(cap, uncapped));
        expect(uncapped).toBeLessThanOrEqual(demand);
        expect(planned.expected).toBeLessThanOrEqual(expected);
        expect(meets).toBe(expected >= threshold);
        expect(cap).toBeGreaterThanOrEqual(2 * threshold);
      }
    });
  });

  it("does not depend on the order of the file", () => {
    law((facts, forecast) => {
      const turned: Facts = {
        ...facts,
        kmsHosts: facts.kmsHosts.toReversed(),
        sites: facts.sites.map((one) => ({ ...one, cohorts: one.cohorts.toReversed() })).toReversed(),
      };
      expect(forecastJson({ forecast: forecasted(turned), from: null })).toBe(forecastJson({ forecast, from: null }));
    });
  });

  it("is the same twice", () => {
    law((facts, forecast) => {
      expect(forecasted(structuredClone(facts))).toEqual(forecast);
    });
  });
});

describe("every loss", () => {
  it("has products and a day just where something falls out", () => {
    law((facts, { losses }) => {
      expect(losses).toHaveLength(facts.kmsHosts.length + facts.forests.length);
      for (const { meets, products, firstDeactivation, parts } of losses) {
        const falling = parts.filter((part) => part.falling > 0);
        expect(meets).toBe(falling.length === 0);
        expect(products.toSorted()).toEqual([...new Set(falling.map(({ product }) => product))].toSorted());
        if (meets) expect(firstDeactivation).toBeNull();
        else expect(firstDeactivation).toSatisfy((days: number) => days >= 0 && days <= 173);
      }
    });
  });

  it("lets no more machines fall out than there are, and all that have no host", () => {
    law((_, { losses }) => {
      for (const { machines, falling, fallingNow, hosts } of losses.flatMap(({ parts }) => parts)) {
        expect(falling).toBeLessThanOrEqual(machines);
        expect(fallingNow).toBeLessThanOrEqual(machines);
        if (hosts.length === 0) expect(falling).toBe(machines);
      }
    });
  });

  it("never lowers what another host counts", () => {
    law((_, { losses, hosts }) => {
      for (const part of losses.flatMap(({ parts }) => parts)) {
        if (part.lowest !== null) expect(part.lowest).toBeGreaterThanOrEqual(lowestOf(countedBy(hosts, part)));
      }
    });
  });

  it("of a host is what a forecast without it says, for machines that are set to none", () => {
    law((drawn) => {
      const sites = drawn.sites.map((one) => ({ ...one, cohorts: one.cohorts.map((c) => ({ ...c, pinnedTo: [] })) }));
      const facts = { ...drawn, sites };
      const plan = planTopology(facts);
      for (const { lost, parts } of forecastOf(facts, plan).losses) {
        if (!("host" in lost)) continue;
        // The plan stays as it is: nobody gets another method because a host is lost.
        const demand = plan.demand.filter(({ host }) => host !== lost.host);
        const left = { ...facts, kmsHosts: facts.kmsHosts.filter(({ name }) => name !== lost.host) };
        const { hosts } = forecastOf(left, { ...plan, demand });
        for (const part of parts) expectLowest(part, countedBy(hosts, part));
      }
    });
  });

  it("of a host that nobody asks, or that stands by, takes nothing", () => {
    law((_, { losses, hosts }) => {
      const active = new Set(hosts.filter(({ role }) => role === "active").map(({ host }) => host));
      const idle = losses.filter(({ lost }) => "host" in lost && !active.has(lost.host));
      expect(idle.filter(({ meets, parts }) => !meets || parts.length > 0)).toEqual([]);
    });
  });
});
