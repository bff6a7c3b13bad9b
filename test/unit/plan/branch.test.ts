import { describe, expect, it } from "vitest";
import type { Reach } from "../../../modules/topology/model.ts";
import { activationObject, cohort, csvlk, forest, kmsHost } from "../../helpers/facts.ts";
import { alone, decisionOf, oneCohort } from "./planned.ts";

const toCore: Reach = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null };
const toForest: Reach = { kms: null, domain: { forests: ["corp.example"], over: ["ldap", "dns"] } };
const joined = { joined: "emea.corp.example." };

describe("branches", () => {
  it("use ADBA first, allowed or preferred (D30)", () => {
    for (const adba of ["prefer", "allow"] as const) {
      const facts = oneCohort({
        site: { kind: "branch", reaches: { ...toCore, domain: toForest.domain }, preferences: { adba } },
        cohort: { count: 44, ...joined },
      });
      expect(decisionOf(facts, "it")).toMatchObject({
        method: "adba",
        row: "D30",
        reason: "BR_ADBA",
        criterion: 1,
        sentence:
          "44 client machines of emea.corp.example use the activation object windows-2025, whose key covers Windows 11 Enterprise.",
      });
    }
  });

  it("do not use ADBA where the only object is too old for the product", () => {
    const facts = oneCohort({
      site: { kind: "branch", reaches: { ...toCore, domain: toForest.domain } },
      cohort: joined,
      facts: {
        keys: [csvlk(), csvlk({ name: "old", group: "windows-server-2016" })],
        forests: [forest({ activationObjects: [activationObject({ key: "old" })] })],
      },
    });
    expect(decisionOf(facts, "it").row).toBe("D31");
  });

  it("prefer a host in the core to one of their own (D31, A-8)", () => {
    const facts = oneCohort({ site: { kind: "branch", reaches: toCore }, cohort: { count: 30 } });
    const own = kmsHost({ name: "own", site: "tested" });
    expect(decisionOf({ ...facts, kmsHosts: [...facts.kmsHosts, own] }, "it")).toMatchObject({
      method: "kms-central",
      row: "D31",
      reason: "BR_REMOTE_KMS",
      criterion: 4,
      hosts: ["kms-1", "own"],
    });
  });

  it.each([
    { count: 24, row: "D33" },
    { count: 25, row: "D32" },
  ])("use a host of their own from 25 machines on: $count gives $row", ({ count, row }) => {
    const facts = alone({ kind: "branch", cohorts: [cohort({ name: "it", count })] });
    expect(decisionOf(facts, "it").row).toBe(row);
  });

  it("count servers beside client machines (D32, A-2)", () => {
    const cohorts = [cohort({ name: "it", count: 20 }), cohort({ name: "servers", product: "server", count: 5 })];
    const facts = alone({ kind: "branch", cohorts });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "kms-local",
      row: "D32",
      reason: "BR_LOCAL_KMS",
      criterion: 5,
    });
  });

  it("cannot count servers on a client Windows", () => {
    const cohorts = [
      cohort({ name: "it", count: 25, os: "windows-10-enterprise" }),
      cohort({ name: "servers", product: "server", count: 6 }),
    ];
    const keys = [csvlk({ name: "client-key", group: "windows-10" })];
    const hosts = [kmsHost({ os: "windows-10-enterprise", keys: ["client-key"] })];
    const facts = alone({ kind: "branch", cohorts }, { keys, kmsHosts: hosts });
    expect(decisionOf(facts, "it").row).toBe("D32");
    expect(decisionOf(facts, "servers").row).toBe("D33");
  });

  it("cannot count servers on a client Windows even with a server's key", () => {
    const cohorts = [cohort({ name: "it", count: 20 }), cohort({ name: "servers", product: "server", count: 6 })];
    const facts = alone({ kind: "branch", cohorts }, { kmsHosts: [kmsHost({ os: "windows-11-enterprise" })] });
    expect(decisionOf(facts, "it").row).toBe("D33");
    expect(decisionOf(facts, "servers").row).toBe("D33");
  });

  it("say everything that stood against other methods when a MAK is left (D33)", () => {
    const facts = alone({ kind: "branch", cohorts: [cohort({ name: "it", count: 9, ...joined })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      reason: "BR_FEW",
      criterion: 6,
      sentence:
        "9 client machines get a MAK: LDAP does not reach corp.example; they reach no KMS host in the core; kms-1 in their own site is asked by 9, 25 are needed.",
    });
  });

  it("state a path to the core with a contact of 30 days", () => {
    const facts = oneCohort({ site: { kind: "branch" }, cohort: { contact: { domain: null, kms: 30 } } });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D31", hosts: ["kms-1"] });
  });

  it("do not open with a contact what `reaches` has shut", () => {
    const facts = oneCohort({
      site: { kind: "branch", reaches: { kms: { hosts: "core", over: ["tcp1688"] }, domain: null } },
      cohort: { contact: { domain: null, kms: 30 } },
    });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D33", hosts: [] });
  });
});
