import { describe, expect, it } from "vitest";
import type { CohortChange, PlanDifference } from "../../../modules/explain/change.ts";
import { planDifference } from "../../../modules/explain/difference.ts";
import type { Cohort, Facts } from "../../../modules/topology/model.ts";
import { activationObject, cohort, csvlk, forest, kmsHost, mak, site, someFacts } from "../../helpers/facts.ts";

/** A core with kms-1, the forest, and one cohort `desktops` of 30 client machines. */
const estate = (of: Partial<Cohort> = {}, facts: Partial<Facts> = {}): Facts =>
  someFacts({ forests: [forest()], sites: [site({ cohorts: [cohort(of)] })], ...facts });

/** The only change of a cohort between two estates of one cohort. */
function change(before: Partial<Cohort>, after: Partial<Cohort>): CohortChange {
  const { cohorts } = planDifference(estate(before), estate(after));
  expect(cohorts).toHaveLength(1);
  return cohorts[0] as CohortChange;
}

const joined = { joined: "corp.example." };
const unlicensed = { method: "mak" as const };

describe("planDifference", () => {
  it("finds nothing between a file and itself", () => {
    const empty: PlanDifference = {
      before: "test",
      after: "test",
      cohorts: [],
      hosts: [],
      keys: [],
      touched: { computers: 0, office: 0 },
    };
    expect(planDifference(estate(), estate())).toEqual(empty);
  });

  it("says how a cohort came to another method: row, reason and sentence of both plans", () => {
    expect(change({}, joined)).toMatchObject({
      site: "hq",
      cohort: "desktops",
      change: "changes",
      what: ["method", "row", "effectiveMethod"],
      before: { method: "kms-central", row: "D11", reason: "CORE_KMS", sentence: expect.stringContaining("30 ask it") },
      after: {
        method: "adba",
        row: "D10",
        reason: "CORE_ADBA",
        sentence: expect.stringContaining("activation object"),
      },
      sentence:
        "30 client machines: kms-central (D11) becomes adba (D10). No machine is touched: key and settings stay.",
    });
  });

  it("names a cohort that appears and one that disappears", () => {
    const more = estate({}, { sites: [site({ cohorts: [cohort(), cohort({ name: "new", count: 5 })] })] });
    expect(planDifference(estate(), more).cohorts).toMatchObject(
      [
        {
          cohort: "new",
          change: "appears",
          before: null,
          touched: 0,
          sentence: /^New: 5 client machines with kms-central/,
        },
      ].map((one) => ({ ...one, sentence: expect.stringMatching(one.sentence) })),
    );
    expect(planDifference(more, estate()).cohorts).toMatchObject([
      {
        cohort: "new",
        change: "disappears",
        after: null,
        touched: 0,
        sentence: expect.stringMatching(/^Gone: 5 client/),
      },
    ]);
  });

  it("takes a cohort that moves to another site for two", () => {
    const moved = estate({}, { sites: [site({ name: "other" })], kmsHosts: [kmsHost({ site: "other" })] });
    const { cohorts } = planDifference(estate(), moved);
    expect(cohorts.map((one) => [one.site, one.change])).toEqual([
      ["other", "appears"],
      ["hq", "disappears"],
    ]);
  });

  it("does not call it a change where only the numbers of a sentence are others", () => {
    const two = (count: number) => estate({}, { sites: [site({ cohorts: [cohort(), cohort({ name: "b", count })] })] });
    expect(planDifference(two(30), two(31)).cohorts.map((one) => [one.cohort, one.what])).toEqual([["b", ["count"]]]);
  });

  it("names both environments", () => {
    expect(planDifference(estate(), estate({}, { environment: "next" }))).toMatchObject({
      before: "test",
      after: "next",
    });
  });
});

describe("machines to touch", () => {
  it("are none between ADBA and KMS, which share the volume key", () => {
    expect(change(joined, {}).touched).toBe(0);
    expect(change({}, joined).touched).toBe(0);
  });

  it("are all where settings differ between ADBA and KMS", () => {
    const { touched, sentence } = change(joined, { ...joined, method: "kms-central", activationType: "kms" });
    expect(touched).toBe(30);
    expect(sentence).toContain("30 to touch: each is set to VLActivationType 2 (KMS only).");
    expect(change({ activationType: "kms" }, {}).sentence).toContain("each loses VLActivationType 2");
  });

  it("are none for a setting that the plan only offers", () => {
    expect(change(joined, { ...joined, method: "kms-central" }).touched).toBe(0);
  });

  it("are all where a MAK comes or goes", () => {
    expect(change({}, unlicensed)).toMatchObject({
      touched: 30,
      sentence: expect.stringContaining("each gets a MAK in place of the volume key (GVLK) of Windows 11 Enterprise"),
    });
    expect(change(unlicensed, {}).touched).toBe(30);
  });

  it("are all where another Windows brings another key", () => {
    const { touched, sentence, what } = change({}, { os: "windows-10-ltsc-2021" });
    expect([touched, what]).toEqual([30, ["os"]]);
    expect(sentence).toContain("Windows 10 Enterprise LTSC 2021 instead of Windows 11 Enterprise");
  });

  it("are none where two versions of Windows share their volume key, and all where that is not public", () => {
    expect(change({}, { os: "windows-10-enterprise" })).toMatchObject({ touched: 0, what: ["os"] });
    const office = { product: "office" as const, method: "adba" as const };
    expect(change({ ...office, os: "office-2021" }, { ...office, os: "office-2024" }).touched).toBe(30);
  });

  it("are none where machines keep the name of a host for another reason", () => {
    const crowd = cohort({ name: "crowd", pinnedTo: ["kms-1"] });
    const found = [site({ suffixes: [], cohorts: [cohort({ pinnedTo: ["kms-1"] }), crowd] })];
    const unfound = [site({ suffixes: [], cohorts: [cohort(), crowd] })];
    const { cohorts } = planDifference(estate({}, { sites: found }), estate({}, { sites: unfound }));
    expect(cohorts.map((one) => [one.what, one.touched])).toEqual([[["effectiveMethod", "settings"], 0]]);
  });

  it("are none for a MAK that is activated another way, because it stays activated", () => {
    expect(change(unlicensed, { ...unlicensed, internet: false, vamt: true }).touched).toBe(0);
  });

  it("are the new ones alone where only the count rises, and only for what media do not bring", () => {
    expect(change(unlicensed, { ...unlicensed, count: 34 }).touched).toBe(4);
    expect(change({}, { count: 34 }).touched).toBe(0);
    expect(change({ activationType: "kms" }, { activationType: "kms", count: 34 })).toMatchObject({
      touched: 4,
      sentence: expect.stringContaining("34 client machines instead of 30: kms-central (D11) stays."),
    });
  });

  it("are those that stay where the count falls", () => {
    expect(change({}, { ...unlicensed, count: 20 }).touched).toBe(20);
    expect(change(unlicensed, { ...unlicensed, count: 20 }).touched).toBe(0);
  });

  it("are none where machines are no longer activated", () => {
    const lab = (activate: boolean) =>
      estate({}, { sites: [site({ kind: "lab", cohorts: [cohort({ activate, method: activate ? "mak" : null })] })] });
    expect(planDifference(lab(true), lab(false)).touched).toEqual({ computers: 0, office: 0 });
    expect(planDifference(lab(false), lab(true)).touched).toEqual({ computers: 30, office: 0 });
  });

  it("are all where volume machines become ones of another channel, and none for new OEM machines", () => {
    expect(change({}, { channel: "oem" }).touched).toBe(30);
    expect(change({}, { channel: "retail" }).touched).toBe(30);
    const oem = { channel: "oem" as const };
    expect(change(oem, { ...oem, count: 40 }).touched).toBe(0);
    expect(change(oem, { ...oem, os: "windows-11-pro" }).touched).toBe(0);
    expect(change({ channel: "retail" }, { channel: "retail", count: 32 }).touched).toBe(2);
  });

  it.each(["avma", "token"] as const)("are all where the method %s brings a key of its own", (method) => {
    expect(change({}, { method }).touched).toBe(30);
  });

  it("are counted apart for Office", () => {
    const office = { product: "office" as const, os: "office-2019" };
    const of = (method: "mak" | null) =>
      estate(
        {},
        { sites: [site({ cohorts: [cohort({ method }), cohort({ name: "o", ...office, count: 7, method })] })] },
      );
    // No host key covers Office here, so that it has its MAK either way.
    expect(planDifference(of(null), of("mak")).touched).toEqual({ computers: 30, office: 0 });
    const hosted = (method: "mak" | null) => ({
      ...of(method),
      keys: [csvlk(), csvlk({ name: "o", group: "office-2019" })],
    });
    const withKey = (method: "mak" | null) => ({
      ...hosted(method),
      kmsHosts: [kmsHost({ keys: ["windows-2025", "o"] })],
    });
    expect(planDifference(withKey(null), withKey("mak")).touched).toEqual({ computers: 30, office: 7 });
  });
});

describe("keys that a change spends", () => {
  const withMak = (of: Partial<Cohort>, remaining = 40) => estate(of, { keys: [csvlk(), mak({ remaining })] });

  it("are one MAK activation for each machine that is new to a MAK", () => {
    expect(planDifference(withMak({}), withMak(unlicensed)).keys).toEqual([
      { type: "mak", product: "client", keys: ["mak-client"], activations: 30, remaining: 40 },
    ]);
    expect(planDifference(withMak(unlicensed), withMak({ ...unlicensed, count: 33 })).keys).toMatchObject([
      { activations: 3 },
    ]);
    expect(planDifference(withMak(unlicensed), withMak({})).keys).toEqual([]);
  });

  it("name no MAK where the file has none", () => {
    expect(planDifference(estate(), estate(unlicensed)).keys).toMatchObject([{ keys: [], remaining: 0 }]);
  });

  it("are one activation for each host that comes, and retired hosts stay counted", () => {
    const before = estate({}, { kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })] });
    const after = estate(
      {},
      { kmsHosts: [kmsHost(), kmsHost({ name: "kms-3" })], keys: [csvlk({ hostsElsewhere: 1 })] },
    );
    expect(planDifference(before, after)).toMatchObject({
      hosts: [
        { host: "kms-3", change: "added", activates: ["windows-2025"], givesUp: [] },
        { host: "kms-2", change: "removed", activates: [], givesUp: ["windows-2025"] },
      ],
      keys: [{ key: "windows-2025", activations: 1, hosts: ["kms-3"], computers: 4, limit: 6, objects: [] }],
    });
  });

  it.each([
    [{ os: "windows-server-2022-standard" }, "Windows Server 2025 Datacenter becomes Windows Server 2022 Standard"],
    [{ placement: "azure" as const }, "made on Azure now"],
    [{ site: "plant" }, "it stood at hq"],
  ])("are one activation for a host that is another machine: %j", (of, why) => {
    const plant = site({ name: "plant", kind: "isolated", cohorts: [] });
    const sites = [site(), plant];
    const { hosts, keys } = planDifference(estate({}, { sites }), estate({}, { sites, kmsHosts: [kmsHost(of)] }));
    expect(hosts).toMatchObject([{ change: "replaced", activates: ["windows-2025"] }]);
    expect(hosts[0]?.sentence).toContain(why);
    expect(keys[0]).toMatchObject({ key: "windows-2025", activations: 1, computers: 2 });
  });

  it("are one activation for each key that moves to a host", () => {
    const keys = [csvlk(), csvlk({ name: "old", group: "windows-server-2022" })];
    const before = estate({}, { keys, kmsHosts: [kmsHost({ keys: ["old"] })] });
    const after = estate({}, { keys, kmsHosts: [kmsHost()] });
    expect(planDifference(before, after)).toMatchObject({
      hosts: [
        {
          change: "keys",
          activates: ["windows-2025"],
          givesUp: ["old"],
          sentence: "kms-1 at hq: it is activated with windows-2025; it gives up old.",
        },
      ],
      keys: [{ key: "windows-2025", activations: 1, computers: 1 }],
    });
  });

  it("are one activation for each host whose key is of another group now: that is another key", () => {
    const kmsHosts = [kmsHost({ os: "windows-server-2022-standard" })];
    const after = estate({}, { kmsHosts, keys: [csvlk({ group: "windows-server-2022" })] });
    expect(planDifference(estate({}, { kmsHosts }), after)).toMatchObject({
      hosts: [{ change: "keys", activates: ["windows-2025"], givesUp: [] }],
      keys: [{ activations: 1, computers: 1 }],
    });
  });

  it("are named, without a number, for activation objects that have to be made", () => {
    const online = activationObject({ origin: "online", runsOn: "kms-1" });
    const after = estate({}, { forests: [forest({ activationObjects: [online] })] });
    expect(planDifference(estate({}, { forests: [] }), after).keys).toMatchObject([
      { key: "windows-2025", activations: 0, objects: ["corp.example/windows-2025"] },
    ]);
    expect(planDifference(estate({}, { forests: [] }), estate()).keys).toEqual([]);
    expect(planDifference(after, after).keys).toEqual([]);
  });
});
