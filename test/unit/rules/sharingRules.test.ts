import { describe, expect, it } from "vitest";
import { clonesAreToldApart, splitMeetsThreshold, standbyIsKnown } from "../../../modules/rules/sharingRules.ts";
import type { Cohort, KmsHostFacts } from "../../../modules/topology/model.ts";
import { cohort, csvlk, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { reports } from "../../helpers/world.ts";

const records = (overrides: Partial<KmsHostFacts["records"]>) => ({ ...kmsHost().records, ...overrides });
const core = (hosts: readonly KmsHostFacts[], ...cohorts: Partial<Cohort>[]) =>
  someFacts({ kmsHosts: hosts, sites: [site({ cohorts: cohorts.map((one) => cohort(one)) })] });
const pair = [kmsHost(), kmsHost({ name: "kms-2" })];

describe("KMS-CAP-02", () => {
  it("is content with 50 machines on two hosts, and not with 49", () => {
    expect(reports(splitMeetsThreshold, core(pair, { count: 50 }))).toEqual([]);
    expect(reports(splitMeetsThreshold, core(pair, { count: 49 }))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 and kms-2: 49 machines choose between kms-1 and kms-2, which leaves about 24 for each of them, and Windows clients need 25 on one host; let fewer hosts serve them, or give one a better priority",
      },
    ]);
  });

  it("is content with thirds that are just enough", () => {
    const three = [...pair, kmsHost({ name: "kms-3" })];
    expect(reports(splitMeetsThreshold, core(three, { count: 75 }))).toEqual([]);
    expect(reports(splitMeetsThreshold, core(three, { count: 74 }))).toHaveLength(1);
  });

  it.each([
    [10, 0],
    [9, 1],
  ])("judges %i servers on two hosts by their own threshold", (count, findings) => {
    expect(reports(splitMeetsThreshold, core(pair, { product: "server", count }))).toHaveLength(findings);
  });

  it("goes by weights", () => {
    const weighted = [
      kmsHost({ records: records({ weight: 3 }) }),
      kmsHost({ name: "kms-2", records: records({ weight: 1 }) }),
    ];
    expect(reports(splitMeetsThreshold, core(weighted, { count: 96 }))[0]?.message).toContain(
      "kms-2: 96 machines choose between kms-1 and kms-2, which leaves about 24 for it, and",
    );
    expect(reports(splitMeetsThreshold, core(weighted, { count: 100 }))).toEqual([]);
  });

  it("adds what comes from elsewhere, and what is pinned", () => {
    const pinned = { name: "pinned", count: 10, pinnedTo: ["kms-2"] };
    expect(reports(splitMeetsThreshold, core(pair, { count: 40 }, pinned))[0]?.message).toContain(
      "kms-1: 40 machines choose between kms-1 and kms-2, which leaves about 20 for it, and",
    );
  });

  it("is silent about one host, and about one that stands by", () => {
    expect(reports(splitMeetsThreshold, core([kmsHost()], { count: 25 }))).toEqual([]);
    const standby = kmsHost({ name: "kms-2", records: records({ priority: 10 }) });
    expect(reports(splitMeetsThreshold, core([kmsHost(), standby], { count: 30 }))).toEqual([]);
  });

  it("is silent where they are too few together: the thresholds speak", () => {
    expect(reports(splitMeetsThreshold, core(pair, { count: 24, method: "kms-central" }))).toEqual([]);
  });
});

describe("KMS-CAP-03", () => {
  const standby = kmsHost({ name: "kms-2", records: records({ priority: 10 }) });

  it("is content where hosts have one priority", () => {
    expect(reports(standbyIsKnown, core(pair, { count: 60 }))).toEqual([]);
  });

  it("names the host that stands by, and how long new machines wait", () => {
    expect(reports(standbyIsKnown, core([kmsHost(), standby], { count: 60 }))).toEqual([
      {
        subject: "kmsHosts.kms-2",
        message:
          "kms-2 stands by with priority 10 behind kms-1 and counts nobody; without those, 60 machines would turn to it and it would activate nothing new before 25 of them have asked it; give it the same priority, or accept that new machines wait then",
      },
    ]);
  });

  it("says that too few would turn to it", () => {
    const os = "windows-10-enterprise";
    const local = [kmsHost(), kmsHost({ name: "kms-2", os, records: records({ priority: 10 }), keys: ["windows-10"] })];
    const facts = {
      ...core(local, { count: 60 }, { name: "tens", os: "windows-10-pro", count: 20 }),
      keys: [csvlk(), csvlk({ name: "windows-10", group: "windows-10" })],
    };
    expect(reports(standbyIsKnown, facts)[0]?.message).toContain(
      "20 machines would turn to it and it would activate nothing, because Windows clients need 25;",
    );
  });

  it("is silent where some machines ask it first", () => {
    const pinned = { name: "pinned", count: 3, pinnedTo: ["kms-2"] };
    expect(reports(standbyIsKnown, core([kmsHost(), standby], { count: 60 }, pinned))).toEqual([]);
  });
});

describe("CID-01", () => {
  it("is content with 25 different ids, and not with 24", () => {
    expect(reports(clonesAreToldApart, core([kmsHost()], { count: 40, clientIds: 25 }))).toEqual([]);
    expect(reports(clonesAreToldApart, core([kmsHost()], { count: 40, clientIds: 24 }))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1: 40 machines ask with 24 client machine ids (40 desktops of hq have 24), and Windows clients need 25 different ones; generalize the image with sysprep, and give the machines new ids with slmgr /rearm",
      },
    ]);
  });

  it("speaks once of hosts that miss the same machines", () => {
    const [report, more] = reports(clonesAreToldApart, core(pair, { count: 40, clientIds: 1 }));
    expect(report?.message).toContain("kms-1 and kms-2: 40 machines ask with 1 client machine ids");
    expect(more).toBeUndefined();
  });

  it("is silent where the others are enough, and where the machines would be too few anyway", () => {
    const clones = { name: "clones", count: 40, clientIds: 1 };
    expect(reports(clonesAreToldApart, core([kmsHost()], { count: 30 }, clones))).toEqual([]);
    expect(reports(clonesAreToldApart, core([kmsHost()], { count: 24, clientIds: 1 }))).toEqual([]);
  });
});
