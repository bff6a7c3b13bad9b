import { describe, expect, it } from "vitest";
import { activationObject, cohort, csvlk, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { alone, decisionOf, oneCohort } from "./planned.ts";

const toCore = { hosts: "core", over: ["tcp1688", "rpc"] } as const;
const toForest = { forests: ["corp.example"], over: ["ldap", "dns"] } as const;
const member = { joined: "corp.example." };

/** Cases agreed beforehand, each with the row that it has to come to; their numbers are those of the design notes. */
describe("agreed cases", () => {
  it("1: core, 200 workgroup client machines that one host counts", () => {
    const facts = alone({ cohorts: [cohort({ name: "it", count: 200 })] });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D11", method: "kms-central" });
  });

  it.each([
    { count: 24, row: "D13", method: "mak" },
    { count: 25, row: "D11", method: "kms-central" },
  ])("2: core, $count workgroup client machines without ADBA", ({ count, ...expected }) => {
    expect(decisionOf(alone({ cohorts: [cohort({ name: "it", count })] }), "it")).toMatchObject(expected);
  });

  it("3: core, 20 client machines and 5 servers on one host", () => {
    const cohorts = [cohort({ name: "a", count: 20 }), cohort({ name: "b", product: "server", count: 5 })];
    const facts = alone({ cohorts });
    expect(["a", "b"].map((name) => decisionOf(facts, name).method)).toEqual(["kms-central", "kms-central"]);
  });

  it("6: core, 90 members that ADBA takes and 10 others that are too few for KMS", () => {
    const cohorts = [cohort({ name: "a", count: 90, ...member }), cohort({ name: "b", count: 10 })];
    const facts = alone({ cohorts });
    expect(decisionOf(facts, "a")).toMatchObject({ row: "D10", effectiveMethod: "adba" });
    expect(decisionOf(facts, "b")).toMatchObject({ row: "D13", method: "mak" });
  });

  it("7: isolated with TCP 1688 and RPC to the core, 3 machines, a core that 500 ask", () => {
    const site7 = { kind: "isolated", reaches: { kms: toCore, domain: null } } as const;
    expect(decisionOf(oneCohort({ site: site7, cohort: { count: 3 } }), "it").row).toBe("D20");
  });

  it("10: isolated without a way out, 3 machines with a telephone", () => {
    const decision = decisionOf(oneCohort({ site: { kind: "isolated" }, cohort: { count: 3 } }), "it");
    expect(decision).toMatchObject({ row: "D23", method: "mak", variant: "phone" });
  });

  it("10b: isolated without a way out, 30 machines that never touch the core, with a host of their own", () => {
    const facts = { kmsHosts: [kmsHost({ site: "tested" })] };
    const never = { domain: "never", kms: "never" } as const;
    const decision = decisionOf(oneCohort({ site: { kind: "isolated" }, cohort: { contact: never }, facts }), "it");
    expect(decision).toMatchObject({ row: "D22", method: "kms-local" });
  });

  it.each([
    { reaches: { kms: toCore, domain: toForest }, count: 3, own: false, row: "D31" },
    { reaches: { kms: null, domain: toForest }, count: 30, own: true, row: "D32" },
    { reaches: { kms: null, domain: toForest }, count: 3, own: false, row: "D33" },
  ])("13: branch, members of a forest whose only object is too old for them: $row", ({ reaches, count, own, row }) => {
    const old = csvlk({ name: "old", group: "windows-server-2016" });
    const facts = {
      keys: [csvlk(), old],
      forests: [forest({ activationObjects: [activationObject({ name: "old", key: "old" })] })],
      kmsHosts: [kmsHost({ site: "core" }), ...(own ? [kmsHost({ name: "own", site: "tested" })] : [])],
    };
    const found = decisionOf(
      oneCohort({ site: { kind: "branch", reaches }, cohort: { ...member, count }, facts }),
      "it",
    );
    expect(found.row).toBe(row);
  });

  it("16: branch, 25 client machines and 6 servers, a host on a client Windows", () => {
    const clients = cohort({ name: "a", os: "windows-10-pro", count: 25 });
    const cohorts = [clients, cohort({ name: "b", product: "server", count: 6 })];
    const keys = [csvlk({ group: "windows-10" })];
    const facts = alone({ kind: "branch", cohorts }, { keys, kmsHosts: [kmsHost({ os: "windows-10-enterprise" })] });
    expect(["a", "b"].map((name) => decisionOf(facts, name).row)).toEqual(["D32", "D33"]);
  });

  it.each([
    { domain: 181, kms: 181, row: "D05" },
    { domain: 180, kms: 181, row: "D40" },
    { domain: 181, kms: 180, row: "D41" },
  ])("18: disconnected, a forest every $domain days and the core every $kms", ({ domain, kms, row }) => {
    const facts = oneCohort({ site: { kind: "disconnected" }, cohort: { ...member, contact: { domain, kms } } });
    expect(decisionOf(facts, "it").row).toBe(row);
  });

  it("19: lab, not activated", () => {
    const facts = alone({ kind: "lab", cohorts: [cohort({ name: "it", activate: false })] });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D03", method: "none" });
  });

  it("22: core, 40 client machines, two equal hosts; the spread is for a rule", () => {
    const facts = someFacts({
      kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })],
      sites: [site({ cohorts: [cohort({ name: "it", count: 40 })] })],
    });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D11", method: "kms-central", hosts: ["kms-1", "kms-2"] });
  });
});
