import fc from "fast-check";
import { choices } from "../../../modules/plan/rows.ts";
import type { Cohort, Facts, KmsHostFacts, Product, Site } from "../../../modules/topology/model.ts";
import { activationObject, cohort, csvlk, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";

const contacts = fc.constantFrom<number | "never" | null>(null, null, 0, 30, 180, 181, "never");

const counts = fc.nat(30).chain((count) => fc.record({ count: fc.constant(count), clientIds: fc.nat(count) }));

const cohorts: fc.Arbitrary<Cohort> = fc
  .record({
    counted: fc.oneof(
      fc.nat(30).map((count) => ({ count, clientIds: count })),
      counts,
    ),
    product: fc.constantFrom<Product>("client", "server", "office"),
    channel: fc.constantFrom("volume", "volume", "volume", "retail", "oem"),
    joined: fc.constantFrom(null, "corp.example.", "other.example."),
    activate: fc.boolean(),
    contact: fc.record({ domain: contacts, kms: contacts }),
    activationType: fc.constantFrom("any", "any", "ad", "kms", "token"),
    internet: fc.boolean(),
    phone: fc.boolean(),
    vamt: fc.boolean(),
    method: fc.constantFrom(null, null, null, "adba", "mak", "kms-central", "kms-local", "none", "avma"),
    pinnedTo: fc.constantFrom([], [], [], ["kms-1"], ["kms-2", "kms-3"]),
  })
  .map(({ counted, ...overrides }) => cohort({ ...overrides, ...counted }));

const kmsOver = fc.subarray(["tcp1688", "rpc"] as const);
const domainOver = fc.subarray(["ldap", "dns"] as const);
const hostNames = fc.constantFrom<"core" | readonly string[]>("core", "core", ["kms-1", "kms-3"], ["kms-2"]);
const kmsReach = fc.record({ hosts: hostNames, over: kmsOver });
const domainReach = fc.record({ forests: fc.constant(["corp.example"]), over: domainOver });

const sites: fc.Arbitrary<Partial<Site>> = fc.record({
  kind: fc.constantFrom("core", "isolated", "branch", "disconnected", "lab"),
  suffixes: fc.subarray(["corp.example.", "plant.example."]),
  reaches: fc.record({ kms: fc.option(kmsReach), domain: fc.option(domainReach) }),
  preferences: fc.record({ adba: fc.constantFrom("prefer", "allow", "never") }),
  cohorts: fc.array(cohorts, { maxLength: 4 }),
});

const keys = [csvlk(), csvlk({ name: "old", group: "windows-10" }), csvlk({ name: "office", group: "office-2019" })];

const hosts: fc.Arbitrary<Partial<KmsHostFacts>> = fc.record({
  site: fc.constantFrom("s0", "s1", "s2"),
  os: fc.constantFrom("windows-server-2025-datacenter", "windows-10-enterprise"),
  keys: fc.subarray(keys.map((key) => key.name)),
  records: fc.record({
    publishedBy: fc.constantFrom("toolkit", "toolkit", "host", "none"),
    existing: fc.constant("upsert" as const),
    priority: fc.constant(0),
    weight: fc.constant(0),
    ttl: fc.constant(3600),
    domains: fc.constantFrom(null, null, ["plant.example."], ["corp.example.", "plant.example."]),
  }),
});

/** Any order of all rows, for a few kinds of sites; rows of other kinds in it mean nothing. */
const orders: fc.Arbitrary<Facts["rows"]> = fc.record(
  { core: anyOrder("D1"), isolated: anyOrder("D2"), branch: anyOrder("D3"), disconnected: anyOrder("D4") },
  { requiredKeys: [] },
);

function anyOrder(start: string): fc.Arbitrary<string[]> {
  const ids = choices.map(({ id }) => id).filter((id) => id.startsWith(start));
  return fc.shuffledSubarray(ids);
}

function estatesWith(rows: fc.Arbitrary<Facts["rows"]>): fc.Arbitrary<Facts> {
  return fc
    .record({ rows, sites: fc.array(sites, { minLength: 1, maxLength: 3 }), hosts: fc.array(hosts, { maxLength: 3 }) })
    .map((drawn) =>
      someFacts({
        keys,
        rows: drawn.rows,
        forests: [
          forest({ activationObjects: [activationObject(), activationObject({ name: "office", key: "office" })] }),
        ],
        kmsHosts: drawn.hosts.map((host, i) => kmsHost({ ...host, name: `kms-${i + 1}` })),
        sites: drawn.sites.map((one, i) =>
          site({ ...one, name: `s${i}`, cohorts: (one.cohorts ?? []).map((c, j) => ({ ...c, name: `c${j}` })) }),
        ),
      }),
    );
}

/** Estates with up to three sites and three hosts, and the documented order of rows; names of cohorts are unique. */
export const estates: fc.Arbitrary<Facts> = estatesWith(fc.constant({}));

/** The same with any order of rows. */
export const estatesInAnyOrder: fc.Arbitrary<Facts> = estatesWith(orders);
