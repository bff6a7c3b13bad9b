import { describe, expect, it } from "vitest";
import {
  intervalsAreAllowed,
  lowPriorityHasHelp,
  renewsWeekly,
  usualPortOrEverywhere,
} from "../../../modules/rules/hostSettingsRules.ts";
import type { Cohort, KmsHostFacts } from "../../../modules/topology/model.ts";
import { cohort, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const withHost = (host: Partial<KmsHostFacts>, one: Partial<Cohort> = {}) =>
  someFacts({ kmsHosts: [kmsHost(host)], sites: [site({ cohorts: [cohort(one)] })] });

describe("KMS-CFG-01", () => {
  it("is content with 1688", () => {
    expect(reports(usualPortOrEverywhere, withHost({ port: 1688 }))).toEqual([]);
  });

  it("says where another port has to stand", () => {
    expect(reports(usualPortOrEverywhere, withHost({ port: 1689 }))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq listens on TCP 1689; records and security groups of this file follow, and 1689 has to stand in every other firewall on the way too; see to that, or keep 1688",
      },
    ]);
    const pinned = withHost({ port: 1689 }, { pinnedTo: ["kms-1"] });
    expect(reports(usualPortOrEverywhere, pinned)[0]?.message).toContain(
      "on the way, and in the settings of desktops of hq too;",
    );
  });
});

describe("KMS-CFG-02", () => {
  it.each([
    [14, 1],
    [15, 0],
    [43_200, 0],
    [43_201, 1],
  ])("judges intervals of %i minutes", (minutes, findings) => {
    for (const intervals of [
      { activation: minutes, renewal: 10_080 },
      { activation: 120, renewal: minutes },
    ])
      expect(reports(intervalsAreAllowed, withHost({ intervals }))).toHaveLength(findings);
  });

  it("names host, interval and range", () => {
    expect(reports(intervalsAreAllowed, withHost({ intervals: { activation: 5, renewal: 10_080 } }))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq is to hand out 5 minutes as its activation interval, and Windows takes 15 to 43200; choose a value in between",
      },
    ]);
  });
});

describe("KMS-CFG-03", () => {
  const renewing = (renewal: number) => withHost({ intervals: { activation: 120, renewal } });

  it("is content with 7 days, and not with a minute more", () => {
    expect(reports(renewsWeekly, renewing(10_080))).toEqual([]);
    expect(found(reports(renewsWeekly, renewing(10_081)))).toEqual(["fail kmsHosts.kms-1"]);
  });

  it("says what it means", () => {
    expect(reports(renewsWeekly, renewing(30_240))[0]?.message).toBe(
      "kms-1 at site hq hands out a renewal interval of 30240 minutes (21 days): it forgets machines after 30 days, so its count lives on fewer calls; set 10080 minutes or less",
    );
  });
});

describe("KMS-CFG-04", () => {
  const low = { lowPriority: "shares the machine with a database" };

  it("is content with normal priority, and with a second host at normal priority", () => {
    expect(reports(lowPriorityHasHelp, withHost({}))).toEqual([]);
    const pair = someFacts({ kmsHosts: [kmsHost(low), kmsHost({ name: "kms-2" })] });
    expect(reports(lowPriorityHasHelp, pair)).toEqual([]);
  });

  it("names host, reason and machines that find no other", () => {
    expect(reports(lowPriorityHasHelp, withHost(low))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq runs KMS at low priority (shares the machine with a database), and 30 machines that ask it find no host at normal priority: while it is busy they are neither counted nor renewed; run it at normal priority, or declare a second host that they may use",
      },
    ]);
  });

  it("is not content with two hosts at low priority, and silent where nobody asks", () => {
    const pair = someFacts({ kmsHosts: [kmsHost(low), kmsHost({ name: "kms-2", ...low })] });
    expect(reports(lowPriorityHasHelp, pair)).toHaveLength(2);
    expect(reports(lowPriorityHasHelp, withHost(low, { method: "mak" }))).toEqual([]);
  });
});
