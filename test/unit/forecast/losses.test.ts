import { describe, expect, it } from "vitest";
import type { Facts } from "../../../modules/topology/model.ts";
import { activationObject, cohort, csvlk, forest, kmsHost, site } from "../../helpers/facts.ts";
import { core, forecasted, lossOf, record } from "./forecasted.ts";

const second = kmsHost({ name: "kms-2" });
const nothing = { products: [], meets: true, firstDeactivation: null };

describe("the loss of a host", () => {
  it("lets resident machines without another host fall out after 173 days: 180 less a renewal interval of 7", () => {
    const loss = lossOf(core([cohort({ count: 30 })]));
    expect(loss).toMatchObject({ lost: { host: "kms-1" }, products: ["client"], meets: false, firstDeactivation: 173 });
    expect(loss?.parts).toMatchObject([{ product: "client", machines: 30, falling: 30, fallingNow: 0, hosts: [] }]);
    expect(loss?.parts[0]?.lowest).toBeNull();
  });

  it("changes nothing where the other host counts enough", () => {
    const loss = lossOf(core([cohort({ count: 60 })], [kmsHost(), second]));
    expect(loss).toMatchObject(nothing);
    expect(loss?.parts).toMatchObject([{ machines: 60, falling: 0, hosts: ["kms-2"], lowest: 60, standby: false }]);
  });

  it("helps where two hosts are one too many: 40 machines, of which 25 must ask one", () => {
    const facts = core([cohort({ count: 40 })], [kmsHost(), second]);
    expect(forecasted(facts).hosts[0]).toMatchObject({ expected: 20, meets: false });
    expect(lossOf(facts)).toMatchObject({ ...nothing, parts: [{ falling: 0, fallingNow: 40 }] });
  });

  it("does not help where the machines that are left are still too few", () => {
    const facts = core(
      [cohort({ count: 26 }), cohort({ name: "servers", product: "server", count: 9 })],
      [...[kmsHost(), second, kmsHost({ name: "kms-3" })]],
    );
    // 35 over two hosts: 17.5 are enough for servers only.
    const loss = lossOf(facts);
    expect(loss).toMatchObject({ products: ["client"], meets: false, firstDeactivation: 173 });
    expect(loss?.parts).toMatchObject([
      { product: "client", falling: 26, fallingNow: 26, hosts: ["kms-2", "kms-3"], lowest: 17.5 },
      { product: "server", falling: 0, fallingNow: 0 },
    ]);
  });

  it("names every product that falls out, and leaves the other application alone", () => {
    const office = cohort({ name: "office", product: "office", count: 20 });
    const facts = core([cohort(), cohort({ name: "servers", product: "server", count: 6 }), office]);
    expect(lossOf(facts)?.products).toEqual(["client", "server", "office"]);
    // A second host for Windows only.
    const mixed = { ...facts, kmsHosts: [...facts.kmsHosts, second] };
    expect(lossOf(mixed)).toMatchObject({ products: ["office"], meets: false, firstDeactivation: 173 });
    expect(lossOf(mixed, "kms-2")).toMatchObject(nothing);
  });

  it("wakes hosts that stand by, which start at 0", () => {
    const standby = kmsHost({ name: "kms-2", records: record({ priority: 10 }) });
    const facts = core([cohort({ count: 60 })], [kmsHost(), standby]);
    expect(lossOf(facts)).toMatchObject({ ...nothing, parts: [{ hosts: ["kms-2"], standby: true }] });
    expect(lossOf(facts, "kms-2")).toMatchObject({ ...nothing, parts: [] });
  });

  it("leaves hosts without a weight to be asked evenly when the last one with a weight is gone", () => {
    const weighted = kmsHost({ records: record({ weight: 10 }) });
    const facts = core([cohort({ count: 60 })], [weighted, second, kmsHost({ name: "kms-3" })]);
    const loss = lossOf(facts);
    expect(loss).toMatchObject(nothing);
    expect(loss?.parts).toMatchObject([{ hosts: ["kms-2", "kms-3"], lowest: 30, falling: 0, standby: false }]);
    expect(lossOf(facts, "kms-2")).toMatchObject({ ...nothing, parts: [] });
  });

  it("speaks of hosts beside the machines apart, because they differ from site to site", () => {
    const branches = ["north", "south"].map((name) =>
      site({ name, kind: "branch", reaches: { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } }),
    );
    const hosts = [kmsHost(), second, ...branches.map(({ name }) => kmsHost({ name: `kms-${name}`, site: name }))];
    const facts = core([cohort({ count: 90 })], hosts);
    const estate = { ...facts, sites: [...facts.sites, ...branches] };
    // 90 / 2 + 30 / 3 + 30 / 3 at each core host, 10 at each branch: too few there, so a third of each branch falls out.
    expect(forecasted(estate).hosts.filter(({ application }) => application === "windows")).toMatchObject([
      ...[{ expected: 50, uncapped: 65 }, { uncapped: 65 }],
      ...[
        { uncapped: 10, meets: false },
        { uncapped: 10, meets: false },
      ],
    ]);
    expect(lossOf(estate)?.parts).toMatchObject([
      // 90 + 15 + 15 at the other core host; 15 at each branch's own.
      { machines: 60, falling: 30, fallingNow: 20, hosts: ["kms-2"], ownHostsToo: true, lowest: 120 },
      { machines: 90, falling: 0, hosts: ["kms-2"], ownHostsToo: false, lowest: 120 },
    ]);
    expect(lossOf(estate, "kms-north")?.parts).toMatchObject([
      { machines: 30, falling: 0, fallingNow: 10, hosts: ["kms-1", "kms-2"], ownHostsToo: false, lowest: 70 },
    ]);
  });

  it("lets those fall out that are set to the lost host, and no others", () => {
    const facts = core([cohort({ count: 61, pinnedTo: ["kms-1", "kms-2"] })], [kmsHost(), second]);
    const loss = lossOf(facts);
    expect(loss).toMatchObject({ products: ["client"], meets: false, firstDeactivation: 173 });
    // Half of 61, and part of a machine is a whole one.
    expect(loss?.parts).toMatchObject([{ machines: 61, falling: 31, fallingNow: 0, hosts: ["kms-2"], pinned: true }]);
  });

  it("takes nothing from machines that get a MAK", () => {
    const facts = core([cohort({ count: 24 })]);
    expect(forecasted(facts).hosts[0]).toMatchObject({ expected: 24, meets: false });
    expect(lossOf(facts)).toMatchObject({ ...nothing, parts: [] });
  });

  it("takes nothing where nobody asks the host", () => {
    expect(lossOf(core([]))).toMatchObject({ ...nothing, parts: [] });
  });
});

describe("the days until the first machine falls out", () => {
  const renewing = (minutes: number) => kmsHost({ intervals: { activation: 120, renewal: minutes } });

  it.each([
    { minutes: 10_080, days: 173 },
    { minutes: 43_200, days: 150 },
    { minutes: 15, days: 179 },
    { minutes: 1_440, days: 179 },
    { minutes: 1_441, days: 178 },
  ])("follow the host's own renewal interval: $minutes minutes leave $days", ({ minutes, days }) => {
    expect(lossOf(core([cohort()], [renewing(minutes)]))?.firstDeactivation).toBe(days);
  });

  it.each([
    { kms: 6, days: 173 },
    { kms: 7, days: 173 },
    { kms: 8, days: 172 },
    { kms: 60, days: 120 },
    { kms: 180, days: 0 },
  ])("follow the longest gap between two contacts: $kms days leave $days", ({ kms, days }) => {
    const resident = cohort({ name: "resident", count: 40 });
    const visitors = cohort({ name: "visitors", contact: { domain: null, kms } });
    expect(lossOf(core([resident, visitors]))).toMatchObject({ meets: false, firstDeactivation: days });
  });

  it("do not follow the gaps of machines that are kept", () => {
    const resident = cohort({ name: "resident", product: "office", count: 9 });
    const visitors = cohort({ name: "visitors", count: 40, contact: { domain: null, kms: 20 } });
    const facts = core([resident, visitors], [kmsHost()]);
    const mixed = { ...facts, kmsHosts: [...facts.kmsHosts, second] };
    expect(lossOf(mixed)).toMatchObject({ products: ["office"], firstDeactivation: 173 });
  });
});

describe("the loss of a forest", () => {
  const forests = [
    forest({ activationObjects: [activationObject(), activationObject({ name: "office", key: "office" })] }),
  ];
  const joined = { joined: "corp.example." } as const;
  const inForest = (facts: Facts): Facts => ({ ...facts, forests });

  it("turns its machines to the KMS hosts that they may use, which count them too", () => {
    const facts = inForest(core([cohort({ count: 20 }), cohort({ name: "members", count: 40, ...joined })]));
    const loss = lossOf(facts, "corp.example");
    expect(loss).toMatchObject({ ...nothing, lost: { forest: "corp.example" } });
    expect(loss?.parts).toMatchObject([
      // The 20 get a MAK, because too few ask without the forest's 40; they do not count here.
      { product: "client", machines: 40, falling: 0, hosts: ["kms-1"], lowest: 40 },
    ]);
  });

  it.each([
    { members: 4, falls: true },
    { members: 5, falls: false },
  ])("keeps them where host and members together are enough: 20 and $members", ({ members, falls }) => {
    const servers = cohort({ name: "servers", product: "server", count: 20 });
    const facts = inForest(core([servers, cohort({ name: "members", count: members, ...joined })]));
    expect(lossOf(facts, "corp.example")).toMatchObject(
      falls ? { products: ["client"], meets: false, firstDeactivation: 173 } : nothing,
    );
    expect(lossOf(facts, "corp.example")?.parts[0]?.lowest).toBe(20 + members);
  });

  it("leaves machines without a host, or set to ask forests alone, with nothing", () => {
    const alone = inForest({ ...core([cohort({ count: 50, ...joined })]), kmsHosts: [] });
    expect(lossOf(alone, "corp.example")).toMatchObject({
      products: ["client"],
      firstDeactivation: 173,
      parts: [{ machines: 50, falling: 50, hosts: [], lowest: null }],
    });
    const only = inForest(core([cohort({ count: 50, activationType: "ad", ...joined })]));
    expect(lossOf(only, "corp.example")).toMatchObject({ products: ["client"], parts: [{ falling: 50, hosts: [] }] });
  });

  it.each([
    { domain: 7, days: 173 },
    { domain: 30, days: 150 },
    { domain: 180, days: 0 },
  ])("follows the longest gap between two contacts with it: $domain days leave $days", ({ domain, days }) => {
    const roaming = cohort({ count: 9, ...joined, contact: { domain, kms: "never" } });
    const sales = site({ name: "sales", kind: "disconnected", cohorts: [roaming] });
    const facts = inForest(core([cohort({ count: 50, ...joined })]));
    const loss = lossOf({ ...facts, sites: [...facts.sites, sales] }, "corp.example");
    // The resident members turn to kms-1.
    expect(loss).toMatchObject({ products: ["client"], firstDeactivation: days });
    expect(loss?.parts.map(({ falling }) => falling)).toEqual([0, 9]);
  });

  it("touches no other forest", () => {
    const other = forest({ name: "other.example", domains: ["other.example."] });
    const facts = core([cohort({ count: 50, ...joined })]);
    expect(lossOf({ ...facts, forests: [...forests, other], keys: [csvlk()] }, "other.example")).toMatchObject({
      ...nothing,
      parts: [],
    });
  });
});
