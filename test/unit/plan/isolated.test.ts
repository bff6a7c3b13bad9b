import { describe, expect, it } from "vitest";
import type { Cohort, Facts, KmsHostFacts, Reach } from "../../../modules/topology/model.ts";
import { cohort, kmsHost, site } from "../../helpers/facts.ts";
import { alone, decisionOf, oneCohort } from "./planned.ts";

const toCore: Reach = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null };
const toForest: Reach = { kms: null, domain: { forests: ["corp.example"], over: ["ldap", "dns"] } };
const both: Reach = { kms: toCore.kms, domain: toForest.domain };

const isolated = (reaches: Reach, it: Partial<Cohort>, adba: "prefer" | "allow" | "never" = "prefer"): Facts =>
  oneCohort({ site: { kind: "isolated", reaches, preferences: { adba } }, cohort: it });

/** The same, with a host of the site's own. */
const withHost = (facts: Facts, host: Partial<KmsHostFacts> = {}): Facts => ({
  ...facts,
  kmsHosts: [...facts.kmsHosts, kmsHost({ name: "own", site: "tested", ...host })],
});

const nowhere: Reach = { kms: null, domain: null };
const joined = { joined: "corp.example." };

describe("isolated sites", () => {
  it("use a host in the core for 3 machines once others make up its count (D20)", () => {
    expect(decisionOf(isolated(toCore, { count: 3 }), "it")).toMatchObject({
      method: "kms-central",
      row: "D20",
      reason: "ISO_CORE_KMS",
      criterion: 4,
      sentence: "3 client machines are counted by kms-1 in the core: 503 ask it, 25 are needed.",
    });
  });

  it.each([["tcp1688"], ["rpc"]] as const)("do not reach a host over %s alone (A-9)", (over) => {
    const facts = isolated({ kms: { hosts: "core", over: [over] }, domain: null }, { count: 3, internet: true });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D24", hosts: [] });
  });

  it("reach the hosts that they name and no others", () => {
    const facts = isolated({ kms: { hosts: ["kms-2"], over: ["tcp1688", "rpc"] }, domain: null }, { count: 3 });
    const two = [...facts.kmsHosts, kmsHost({ name: "kms-2", site: "core" })];
    expect(decisionOf({ ...facts, kmsHosts: two }, "it")).toMatchObject({ row: "D20", hosts: ["kms-2"] });
  });

  it("prefer ADBA, because machines do (D19)", () => {
    expect(decisionOf(isolated(both, joined), "it")).toMatchObject({ row: "D19", reason: "ISO_ADBA_EFFECTIVE" });
  });

  it("put the core's KMS first where ADBA is only allowed (D20)", () => {
    const decision = decisionOf(isolated(both, joined, "allow"), "it");
    expect(decision).toMatchObject({ row: "D20", effectiveMethod: "adba", notes: ["EFFECTIVE_ADBA"] });
  });

  it("put allowed ADBA before a host of their own (D21)", () => {
    const facts = withHost(isolated(toForest, { ...joined, count: 40 }, "allow"));
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D21", reason: "ISO_ADBA", criterion: 1 });
  });

  it.each([["ldap"], ["dns"]] as const)("do not use ADBA over %s alone", (over) => {
    const facts = isolated(
      { kms: null, domain: { forests: ["corp.example"], over: [over] } },
      { ...joined, internet: true },
    );
    const decision = decisionOf(facts, "it");
    expect(decision.row).toBe("D24");
    expect(decision.sentence).toContain(`${over === "ldap" ? "DNS" : "LDAP"} does not reach corp.example`);
  });

  it.each([
    { count: 24, row: "D23" },
    { count: 25, row: "D22" },
  ])("need 25 machines of their own for a host of their own: $count gives $row", ({ count, row }) => {
    expect(decisionOf(withHost(isolated(nowhere, { count })), "it").row).toBe(row);
  });

  it("use a host of their own for 30 machines that never touch the core (D22)", () => {
    expect(decisionOf(withHost(isolated(nowhere, { count: 30 })), "it")).toMatchObject({
      method: "kms-local",
      row: "D22",
      reason: "ISO_LOCAL_KMS",
      criterion: 5,
      hosts: ["own"],
      sentence: "30 client machines are counted by own in their own site: 30 ask it, 25 are needed.",
    });
  });

  it("keep a host of their own in contact whatever the cohort says of hosts elsewhere", () => {
    const contact = { domain: null, kms: "never" } as const;
    expect(decisionOf(withHost(isolated(toCore, { count: 30, contact })), "it")).toMatchObject({
      row: "D22",
      hosts: ["own"],
    });
  });

  it("ask the phone first when fully isolated, then VAMT, never the internet (D23)", () => {
    expect(decisionOf(isolated(nowhere, { count: 3, vamt: true }), "it")).toMatchObject({
      method: "mak",
      row: "D23",
      reason: "ISO_FULL",
      criterion: 6,
      variant: "phone",
      sentence:
        "3 client machines get a MAK: no internet, no KMS host elsewhere and no forest is met; their site has no KMS host.",
    });
    expect(decisionOf(isolated(nowhere, { phone: false, vamt: true }), "it").variant).toBe("vamt-proxy");
    expect(decisionOf(isolated(nowhere, { phone: false }), "it")).toMatchObject({
      variant: "none",
      notes: ["NO_MAK_PATH"],
    });
  });

  it.each([
    { way: "the internet", reaches: nowhere, it: { internet: true } },
    { way: "a forest", reaches: toForest, it: {} },
    { way: "a host elsewhere", reaches: toCore, it: { os: "windows-10-unknown" } },
  ])("are not fully isolated with $way (D24)", ({ reaches, it: facts }) => {
    expect(decisionOf(isolated(reaches, { count: 3, ...facts }), "it")).toMatchObject({
      row: "D24",
      reason: "ISO_FEW",
      criterion: 6,
    });
  });

  it("are fully isolated where contact never happens", () => {
    const contact = { domain: "never", kms: "never" } as const;
    expect(decisionOf(isolated(both, { count: 3, contact }), "it").row).toBe("D23");
  });

  it("prefer VAMT to the phone when they are not fully isolated (D24)", () => {
    expect(decisionOf(isolated(toForest, { vamt: true }), "it")).toMatchObject({ row: "D24", variant: "vamt-proxy" });
  });

  it("have no use for a host at another site outside the core", () => {
    const facts = isolated({ kms: { hosts: ["far"], over: ["tcp1688", "rpc"] }, domain: null }, { count: 30 });
    const far = site({ name: "far-site", kind: "branch", cohorts: [cohort({ name: "crew", count: 80 })] });
    const hosts = [kmsHost({ name: "far", site: "far-site" })];
    expect(decisionOf({ ...facts, sites: [...facts.sites, far], kmsHosts: hosts }, "it")).toMatchObject({
      row: "D24",
      hosts: ["far"],
    });
  });

  it("split a site by product: servers on their own host, few client machines by MAK (A-3)", () => {
    const cohorts = [cohort({ name: "lines", count: 10 }), cohort({ name: "scada", product: "server", count: 9 })];
    const facts = alone({ kind: "isolated", cohorts });
    expect(decisionOf(facts, "scada").row).toBe("D22");
    expect(decisionOf(facts, "lines").row).toBe("D23");
  });
});
