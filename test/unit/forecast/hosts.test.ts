import { describe, expect, it } from "vitest";
import { activationObject, cohort, forest, kmsHost, site } from "../../helpers/facts.ts";
import { core, forecasted, hostOf, record } from "./forecasted.ts";

const second = kmsHost({ name: "kms-2" });
const third = kmsHost({ name: "kms-3" });

describe("what one host will count", () => {
  it.each([
    { count: 24, expected: 24, meets: false },
    { count: 25, expected: 25, meets: true },
  ])("is $count of $count client machines that ask it alone, of which 25 are needed", ({ count, expected, meets }) => {
    const facts = core([cohort({ count })]);
    expect(hostOf(facts)).toMatchObject({ demand: count, expected, worst: expected, threshold: 25, cap: 50, meets });
  });

  it.each([
    { product: "server", count: 4, application: "windows", meets: false },
    { product: "server", count: 5, application: "windows", meets: true },
    { product: "office", count: 4, application: "office", meets: false },
    { product: "office", count: 5, application: "office", meets: true },
  ] as const)("is enough for $product from 5 machines on: $count", ({ product, count, application, meets }) => {
    const facts = core([cohort({ product, count })]);
    expect(hostOf(facts, "kms-1", application)).toMatchObject({ expected: count, threshold: 5, cap: 10, meets });
  });

  it("adds servers to the count of client machines, and keeps Office apart", () => {
    const facts = core([
      cohort({ count: 20 }),
      cohort({ name: "servers", product: "server", count: 5 }),
      cohort({ name: "office", product: "office", count: 7 }),
    ]);
    expect(hostOf(facts)).toMatchObject({ expected: 25, threshold: 25, meets: true });
    expect(hostOf(facts, "kms-1", "office")).toMatchObject({ expected: 7, threshold: 5, meets: true });
  });

  it.each([
    { product: "client", count: 50, expected: 50 },
    { product: "client", count: 51, expected: 50 },
    { product: "server", count: 10, expected: 10 },
    { product: "server", count: 11, expected: 10 },
    { product: "office", count: 11, expected: 10 },
  ] as const)("is never above 50, or 10 where no client machine asks: $count of $product", (one) => {
    const { product, count, expected } = one;
    const application = product === "office" ? "office" : "windows";
    const found = hostOf(core([cohort({ product, count })]), "kms-1", application);
    expect(found).toMatchObject({ expected, worst: expected, uncapped: count });
  });

  it("is nothing where nobody asks", () => {
    const nobody = { demand: 0, expected: 0, worst: 0, threshold: 0, meets: true, role: "unused" };
    expect(hostOf(core([]))).toMatchObject({ ...nobody, cap: 50 });
    expect(hostOf(core([]), "kms-1", "office")).toMatchObject({ ...nobody, cap: 10 });
    expect(hostOf(core([cohort({ count: 0 })]))).toMatchObject(nobody);
  });

  it("holds nobody whom the forest serves, and nobody with a declared MAK", () => {
    const facts = core([
      cohort({ count: 30 }),
      cohort({ name: "joined", joined: "corp.example.", count: 90 }),
      cohort({ name: "mak", method: "mak", count: 40 }),
    ]);
    const forests = [forest({ activationObjects: [activationObject()] })];
    expect(hostOf({ ...facts, forests })).toMatchObject({ demand: 30, expected: 30 });
  });

  it("holds machines that the plan gives a MAK until they have it", () => {
    const facts = core([cohort({ count: 10 }), cohort({ name: "servers", product: "server", count: 3 })]);
    // 13 ask, enough for servers; but the client machines get a MAK, and 3 servers are left.
    expect(hostOf(facts)).toMatchObject({
      ...{ expected: 13, threshold: 25, meets: false },
      planned: { expected: 3, threshold: 5, meets: false },
    });
    const more = core([cohort({ count: 10 }), cohort({ name: "servers", product: "server", count: 5 })]);
    expect(hostOf(more)).toMatchObject({ meets: false, planned: { expected: 5, threshold: 5, meets: true } });
  });
});

describe("how machines spread over hosts", () => {
  it.each([
    { count: 49, expected: 24.5, meets: false },
    { count: 50, expected: 25, meets: true },
  ])("halves $count over two equal hosts, neither of which is sure of any", ({ count, expected, meets }) => {
    const facts = core([cohort({ count })], [kmsHost(), second]);
    for (const host of ["kms-1", "kms-2"]) {
      expect(hostOf(facts, host)).toMatchObject({ demand: count, expected, worst: 0, meets });
    }
  });

  it("makes 25 of three thirds, and not of a little less", () => {
    const hosts = [kmsHost(), second, third];
    const cohorts = (last: number) => [25, 25, last].map((count, i) => cohort({ name: `c${i}`, count }));
    expect(hostOf(core(cohorts(25), hosts))).toMatchObject({ expected: 25, meets: true });
    expect(hostOf(core(cohorts(24), hosts))).toMatchObject({ expected: 24.66, meets: false });
  });

  it("follows weights", () => {
    const hosts = [
      kmsHost({ records: record({ weight: 30 }) }),
      kmsHost({ name: "kms-2", records: record({ weight: 10 }) }),
      kmsHost({ name: "kms-3", records: record({ weight: 0 }) }),
    ];
    const facts = core([cohort({ count: 40 })], hosts);
    expect(forecasted(facts).hosts.filter(({ application }) => application === "windows")).toMatchObject([
      { host: "kms-1", expected: 30, worst: 0, role: "active" },
      { host: "kms-2", expected: 10, worst: 0, role: "active" },
      { host: "kms-3", expected: 0, worst: 0, role: "standby" },
    ]);
  });

  it("gives all to the best priority, and nothing to a host that stands by", () => {
    const standby = kmsHost({ name: "kms-2", records: record({ priority: 10, weight: 100 }) });
    const facts = core([cohort({ count: 40 })], [kmsHost(), standby]);
    expect(hostOf(facts)).toMatchObject({ expected: 40, worst: 40, role: "active" });
    const waiting = { demand: 40, expected: 0, worst: 0, threshold: 25, cap: 50, meets: false, role: "standby" };
    expect(hostOf(facts, "kms-2")).toMatchObject({ ...waiting, planned: { threshold: 0, meets: true } });
  });

  it("takes a host that stands by for servers alone as one with a cap of 10", () => {
    const standby = kmsHost({ name: "kms-2", records: record({ priority: 10 }) });
    const facts = core([cohort({ product: "server", count: 40 })], [kmsHost(), standby]);
    expect(hostOf(facts, "kms-2")).toMatchObject({ threshold: 5, cap: 10, role: "standby" });
  });

  it("does not ask priorities and weights of machines that are set to hosts", () => {
    const hosts = [kmsHost(), kmsHost({ name: "kms-2", records: record({ priority: 10, weight: 5 }) }), third];
    const facts = core([cohort({ count: 60, pinnedTo: ["kms-1", "kms-2"] })], hosts);
    expect(hostOf(facts)).toMatchObject({ expected: 30, worst: 0 });
    expect(hostOf(facts, "kms-2")).toMatchObject({ expected: 30, worst: 0, role: "active" });
    expect(hostOf(facts, "kms-3")).toMatchObject({ expected: 0, role: "unused" });
  });

  it("is sure of machines that have no other host", () => {
    const facts = core(
      [cohort({ count: 60 }), cohort({ name: "set", count: 7, pinnedTo: ["kms-1"] })],
      [kmsHost(), second],
    );
    expect(hostOf(facts)).toMatchObject({ expected: 37, worst: 7 });
  });
});

describe("the 30 days that a host remembers", () => {
  const visiting = (kms: number) =>
    core([]).sites.map((one) => ({
      ...one,
      cohorts: [cohort({ count: 5, product: "server" }), cohort({ name: "visitors", contact: { domain: null, kms } })],
    }));

  it.each([
    { kms: 30, expected: 35, seldom: 0, meets: true },
    { kms: 31, expected: 5, seldom: 30, meets: false },
  ])("hold machines that come every 30 days and not every 31: $kms", ({ kms, expected, seldom, meets }) => {
    const facts = { ...core([]), sites: visiting(kms) };
    expect(hostOf(facts)).toMatchObject({ demand: 35, expected, seldom, threshold: 25, meets });
  });

  it("count the machines at the host beside them, where they meet the core seldom", () => {
    const ship = site({
      ...{ name: "ship", kind: "branch", suffixes: ["ship.example."] },
      cohorts: [cohort({ contact: { domain: null, kms: 60 } })],
    });
    const facts = core([cohort({ name: "office" })], [kmsHost(), kmsHost({ name: "kms-ship", site: "ship" })]);
    const estate = { ...facts, sites: [...facts.sites, ship] };
    expect(hostOf(estate, "kms-ship")).toMatchObject({ expected: 30, worst: 30, role: "active" });
    expect(hostOf(estate)).toMatchObject({ demand: 60, expected: 30, seldom: 0 });
  });

  it.each([
    { rebuiltEvery: 30, idsEach: 1, churn: 0 },
    { rebuiltEvery: 29, idsEach: 2, churn: 10 },
    { rebuiltEvery: 10, idsEach: 3, churn: 20 },
    { rebuiltEvery: 7, idsEach: 5, churn: 40 },
    { rebuiltEvery: 1, idsEach: 30, churn: 290 },
  ])("hold $idsEach ids of each machine that is rebuilt every $rebuiltEvery days", (one) => {
    const facts = core([cohort({ count: 20 }), cohort({ name: "lab", count: 10, rebuiltEvery: one.rebuiltEvery })]);
    // They inflate what the host shows, and nothing is built on them.
    expect(hostOf(facts)).toMatchObject({ expected: 30, uncapped: 30, churn: one.churn });
    const { churn } = forecasted(facts);
    if (one.idsEach === 1) expect(churn).toEqual([]);
    else expect(churn).toMatchObject([{ site: "hq", cohort: "lab", count: 10, idsEach: one.idsEach }]);
  });

  it("hold clones once", () => {
    const facts = core([cohort({ count: 20 }), cohort({ name: "clones", count: 30, clientIds: 4 })]);
    expect(hostOf(facts)).toMatchObject({ expected: 24, meets: false });
    expect(forecasted(facts).clones).toMatchObject([{ cohort: "clones", count: 30, clientIds: 4 }]);
  });
});

describe("machines without a host", () => {
  it("are named where the plan gives them KMS and they find none", () => {
    const facts = core([cohort()]);
    const blind = site({ name: "blind", suffixes: [], cohorts: [cohort({ name: "lost" }), cohort({ method: "mak" })] });
    const { hosts, withoutHost } = forecasted({ ...facts, sites: [...facts.sites, blind] });
    expect(hosts[0]).toMatchObject({ demand: 30, expected: 30 });
    expect(withoutHost).toMatchObject([{ site: "blind", cohort: "lost", count: 30 }]);
  });
});
