import { describe, expect, it } from "vitest";
import type { Cohort, Contact, Facts } from "../../../modules/topology/model.ts";
import { kmsHost } from "../../helpers/facts.ts";
import { decisionOf, oneCohort } from "./planned.ts";

const away = (contact: { domain?: Contact; kms?: Contact }, it: Partial<Cohort> = {}): Facts =>
  oneCohort({
    site: { kind: "disconnected" },
    cohort: { joined: "corp.example.", contact: { domain: null, kms: null, ...contact }, ...it },
  });

describe("disconnected machines", () => {
  it.each([
    { domain: 30, row: "D40" },
    { domain: 180, row: "D40" },
    { domain: 181, row: "D05" },
    { domain: "never", row: "D05" },
    { domain: null, row: "D05" },
  ] as const)("use ADBA where they meet their domain within 180 days: $domain gives $row (A-24)", ({ domain, row }) => {
    expect(decisionOf(away({ domain }), "it").row).toBe(row);
  });

  it("take a MAK when both gaps are 181 days (D05)", () => {
    expect(decisionOf(away({ domain: 181, kms: 181 }, { internet: true }), "it")).toMatchObject({
      method: "mak",
      row: "D05",
      reason: "GAP_OVER_180",
      criterion: 3,
      variant: "online",
      sentence:
        "30 client machines get a MAK: they meet corp.example every 181 days, every 180 days are needed; they meet a KMS host every 181 days, every 180 days are needed.",
    });
  });

  it.each([
    { kms: 180, row: "D41" },
    { kms: 181, row: "D05" },
  ])("use a host in the core that they meet every $kms days: $row (A-23)", ({ kms, row }) => {
    expect(decisionOf(away({ kms }, { joined: null }), "it").row).toBe(row);
  });

  it("use KMS over a VPN where their site's preference keeps ADBA out (D41)", () => {
    const facts = oneCohort({
      site: { kind: "disconnected", preferences: { adba: "never" } },
      cohort: { joined: "corp.example.", contact: { domain: 30, kms: 30 } },
    });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "kms-central",
      row: "D41",
      reason: "DIS_KMS_VPN",
      criterion: 2,
    });
  });

  it("take a MAK when the host that they meet is too small (D42)", () => {
    const facts = away({ kms: 30 }, { joined: null, count: 3 });
    expect(decisionOf({ ...facts, sites: facts.sites.slice(1), kmsHosts: [] }, "it").row).toBe("D05");
    const small = {
      ...facts,
      sites: facts.sites.map((one) => ({ ...one, cohorts: one.cohorts.filter((c) => c.name === "it") })),
    };
    expect(decisionOf(small, "it")).toMatchObject({
      row: "D42",
      reason: "DIS_MAK",
      criterion: 3,
      sentence: "3 client machines get a MAK: they are in no domain; kms-1 in the core is asked by 3, 25 are needed.",
    });
  });

  it("take a MAK when ADBA is possible but kept out, and no KMS is met (D42)", () => {
    const facts = oneCohort({
      site: { kind: "disconnected", preferences: { adba: "never" } },
      cohort: { joined: "corp.example.", contact: { domain: 30, kms: null } },
    });
    expect(decisionOf(facts, "it").row).toBe("D42");
  });

  it("have contact with a host beside them, which gives no row of its own", () => {
    const facts = away({}, { joined: null, count: 60 });
    const beside = kmsHost({ name: "beside", site: "tested" });
    expect(decisionOf({ ...facts, kmsHosts: [...facts.kmsHosts, beside] }, "it")).toMatchObject({
      row: "D42",
      hosts: ["beside"],
    });
  });

  it("do not use a path that the site states when the cohort states no contact", () => {
    const facts = oneCohort({
      site: { kind: "disconnected", reaches: { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } },
      cohort: {},
    });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D05", hosts: [] });
  });
});
