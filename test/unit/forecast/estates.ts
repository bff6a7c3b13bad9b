import fc from "fast-check";
import type { Forecast } from "../../../modules/forecast/outlook.ts";
import type { Cohort, Facts, Product } from "../../../modules/topology/model.ts";
import { activationObject, cohort, csvlk, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { forecasted, record } from "./forecasted.ts";

const contacts = fc.constantFrom<number | "never" | null>(null, null, null, 0, 20, 30, 31, 180, "never");

const cohorts: fc.Arbitrary<Cohort> = fc
  .record({
    product: fc.constantFrom<Product>("client", "server", "office"),
    count: fc.nat(40),
    clones: fc.constantFrom(0, 0, 0, 3),
    channel: fc.constantFrom("volume", "volume", "volume", "oem"),
    joined: fc.constantFrom(null, "corp.example."),
    contact: fc.record({ domain: contacts, kms: contacts }),
    activationType: fc.constantFrom("any", "any", "ad", "kms"),
    method: fc.constantFrom(null, null, null, "adba", "mak", "kms-central"),
    pinnedTo: fc.constantFrom([], [], [], ["kms-1"], ["kms-2", "kms-3"]),
    rebuiltEvery: fc.constantFrom(null, null, 7, 30),
  })
  .map(({ clones, ...drawn }) =>
    cohort({ ...drawn, clientIds: Math.max(drawn.count - clones, Math.min(drawn.count, 1)) }),
  );

const sites = fc.record({
  kind: fc.constantFrom("core", "core", "isolated", "branch", "disconnected", "lab"),
  suffixes: fc.constantFrom(["corp.example."], ["corp.example.", "plant.example."], []),
  reaches: fc.record({
    kms: fc.option(
      fc.record({
        hosts: fc.constantFrom("core" as const, ["kms-1", "kms-3"]),
        over: fc.constant(["tcp1688", "rpc"] as const),
      }),
    ),
    domain: fc.option(fc.constant({ forests: ["corp.example"], over: ["ldap", "dns"] as const })),
  }),
  cohorts: fc.array(cohorts, { maxLength: 4 }),
});

const keys = [csvlk(), csvlk({ name: "office", group: "office-2019" })];
const hosts = fc.record({
  site: fc.constantFrom("s0", "s1", "s2"),
  keys: fc.constantFrom(["windows-2025"], ["windows-2025", "office"]),
  records: fc.record({ priority: fc.nat(1), weight: fc.nat(2) }),
});

/** Estates with up to three sites and four hosts; names of cohorts are unique. */
const estates: fc.Arbitrary<Facts> = fc
  .record({ sites: fc.array(sites, { minLength: 1, maxLength: 3 }), hosts: fc.array(hosts, { maxLength: 4 }) })
  .map((drawn) =>
    someFacts({
      keys,
      forests: [
        forest({ activationObjects: [activationObject(), activationObject({ name: "office", key: "office" })] }),
      ],
      kmsHosts: drawn.hosts.map((host, i) => kmsHost({ ...host, name: `kms-${i + 1}`, records: record(host.records) })),
      sites: drawn.sites.map((one, i) =>
        site({ ...one, name: `s${i}`, cohorts: one.cohorts.map((c, j) => ({ ...c, name: `c${j}` })) }),
      ),
    }),
  );

/** Checks that something holds for many estates and their forecasts. */
export const law = (holds: (facts: Facts, forecast: Forecast) => void): void =>
  fc.assert(
    fc.property(estates, (facts) => holds(facts, forecasted(facts))),
    { numRuns: 500 },
  );
