import { describe, expect, it } from "vitest";
import type { Cohort, Facts, Site } from "../../../modules/topology/model.ts";
import { cohort, csvlk, forest, kmsHost } from "../../helpers/facts.ts";
import { alone, decisionOf, demandOf, oneCohort } from "./planned.ts";

// One test, on both sides of its boundary, for each reading of docs/decisions.md that can change a decision.

const toCore = { hosts: "core", over: ["tcp1688", "rpc"] } as const;
const toForest = { forests: ["corp.example"], over: ["ldap", "dns"] } as const;
const member = { joined: "corp.example." };
const [clients, servers] = [
  (count: number, of: Partial<Cohort> = {}) => cohort({ name: "clients", count, ...of }),
  (count: number, of: Partial<Cohort> = {}) => cohort({ name: "servers", product: "server", count, ...of }),
];

const methods = (facts: Facts, ...names: string[]) => names.map((name) => decisionOf(facts, name).method);
const rowAt = (site: Partial<Site>, it: Partial<Cohort> = {}, facts: Partial<Facts> = {}) =>
  decisionOf(oneCohort({ site, cohort: it, facts }), "it").row;

describe("readings", () => {
  it.each([
    { product: "client", below: 24, enough: 25 },
    { product: "server", below: 4, enough: 5 },
    { product: "office", below: 4, enough: 5 },
  ] as const)("A-1: $enough of product $product meet the threshold, $below do not", ({ product, below, enough }) => {
    const keys = [csvlk(), csvlk({ name: "office-2019", group: "office-2019" })];
    const hosts = [kmsHost({ keys: keys.map(({ name }) => name) })];
    const method = (count: number) =>
      decisionOf(alone({ cohorts: [cohort({ name: "it", product, count })] }, { keys, kmsHosts: hosts }), "it").method;
    expect([below, enough].map(method)).toEqual(["mak", "kms-central"]);
  });

  it("A-2: 20 client machines and 5 servers of a branch are enough for a host of its own, 19 and 5 are not", () => {
    const branch = (count: number) => alone({ kind: "branch", cohorts: [clients(count), servers(5)] });
    expect(methods(branch(20), "clients")).toEqual(["kms-local"]);
    expect(methods(branch(19), "clients")).toEqual(["mak"]);
  });

  it("A-3: each product of a mixed site has its own verdict", () => {
    const branch = (count: number) => alone({ kind: "branch", cohorts: [clients(10), servers(count)] });
    expect(methods(branch(6), "clients", "servers")).toEqual(["mak", "kms-local"]);
    expect(methods(branch(15), "clients", "servers")).toEqual(["kms-local", "kms-local"]);
  });

  it("A-4: machines that ADBA takes first make up no KMS count, others do", () => {
    const core = (objects: boolean) =>
      alone(
        { cohorts: [clients(90, member), cohort({ name: "it", count: 10 })] },
        objects ? {} : { forests: [forest({ activationObjects: [] })] },
      );
    expect(methods(core(true), "clients", "it")).toEqual(["adba", "mak"]);
    expect(demandOf(core(true), "kms-1").demand).toBe(10);
    expect(methods(core(false), "clients", "it")).toEqual(["kms-central", "kms-central"]);
    expect(demandOf(core(false), "kms-1").demand).toBe(100);
  });

  it("A-5: Table 1 speaks of machines that are licensed through the retail or OEM channel", () => {
    const method = (channel: Cohort["channel"]) =>
      methods(alone({ cohorts: [clients(200, { channel })] }), "clients")[0];
    expect((["retail", "oem", "volume"] as const).map(method)).toEqual(["retail", "oem", "kms-central"]);
  });

  it("A-6: where no network meets the threshold, a MAK is for those whom ADBA cannot activate", () => {
    const preferences = { adba: "allow" } as const;
    expect(decisionOf(alone({ preferences, cohorts: [clients(3, member)] }), "clients").row).toBe("D12");
    expect(decisionOf(alone({ preferences, cohorts: [clients(3)] }), "clients").row).toBe("D13");
  });

  it("A-7: each kind of site has the order of its section, unless the file sets another", () => {
    const reaches = { kms: toCore, domain: toForest };
    const preferences = { adba: "allow" } as const;
    const row = (kind: Site["kind"], rows: Facts["rows"] = {}) =>
      rowAt({ kind, reaches, preferences }, member, { rows });
    expect((["isolated", "branch"] as const).map((kind) => row(kind))).toEqual(["D20", "D30"]);
    expect(row("isolated", { isolated: ["D21", "D20"] })).toBe("D21");
    expect(row("branch", { branch: ["D31"] })).toBe("D31");
  });

  it("A-8: a branch uses the core's host before its own where it reaches both", () => {
    const kmsHosts = [kmsHost({ site: "core" }), kmsHost({ name: "own", site: "tested" })];
    expect(rowAt({ kind: "branch", reaches: { kms: toCore, domain: null } }, {}, { kmsHosts })).toBe("D31");
    expect(rowAt({ kind: "branch" }, {}, { kmsHosts })).toBe("D32");
  });

  it("A-9: a host is reached with TCP 1688 and RPC, not with one of them", () => {
    const row = (over: readonly ("tcp1688" | "rpc")[]) =>
      rowAt({ kind: "branch", reaches: { kms: { hosts: "core", over }, domain: null } });
    expect([row(["tcp1688", "rpc"]), row(["tcp1688"]), row(["rpc"])]).toEqual(["D31", "D33", "D33"]);
  });

  it("A-10: full isolation follows from what the machines meet", () => {
    const nothing = { kms: null, domain: null };
    const old = { os: "windows-7-pro" };
    expect(rowAt({ kind: "isolated", reaches: nothing })).toBe("D23");
    expect(rowAt({ kind: "isolated", reaches: nothing }, { internet: true })).toBe("D24");
    expect(rowAt({ kind: "isolated", reaches: { kms: null, domain: toForest } }, old)).toBe("D24");
    const far = { ...csvlk({ name: "far", group: "windows-10" }) };
    const facts = { keys: [far], kmsHosts: [kmsHost({ site: "core", keys: ["far"] })] };
    expect(rowAt({ kind: "isolated", reaches: { kms: toCore, domain: null } }, {}, facts)).toBe("D24");
  });

  it("A-13: 5 servers need no 25 requests before they are activated", () => {
    const method = (count: number) => methods(alone({ cohorts: [servers(count)] }), "servers")[0];
    expect([5, 4].map(method)).toEqual(["kms-central", "mak"]);
  });

  it("A-16: the schema of Windows Server 2012, 56, is enough for ADBA; 55 is not, and an unstated one is not held against it", () => {
    const method = (schemaVersion: number | null) =>
      methods(alone({ cohorts: [clients(3, member)] }, { forests: [forest({ schemaVersion })] }), "clients")[0];
    expect([56, 55, null].map(method)).toEqual(["adba", "mak", "adba"]);
  });

  it("A-20: machines are sent to Azure's KMS by name, never to an address", () => {
    const azureKms = { cloud: "global", forcedTunnel: false, routeToInternet: false } as const;
    const { settings } = decisionOf(alone({ cohorts: [clients(1, { method: "azure-kms", azureKms })] }), "clients");
    expect(settings).toEqual(["KeyManagementServiceName azkms.core.windows.net:1688"]);
  });

  it("A-22: a second host changes no decision", () => {
    const core = (...hosts: ReturnType<typeof kmsHost>[]) => alone({ cohorts: [clients(51)] }, { kmsHosts: hosts });
    expect(methods(core(kmsHost()), "clients")).toEqual(
      methods(core(kmsHost(), kmsHost({ name: "kms-2" })), "clients"),
    );
  });

  it.each([
    { kms: 180, row: "D41" },
    { kms: 181, row: "D05" },
  ])("A-23: disconnected machines that meet the core every $kms days come to $row", ({ kms, row }) => {
    expect(rowAt({ kind: "disconnected" }, { contact: { domain: null, kms } })).toBe(row);
  });

  it.each([
    { domain: 180, row: "D40" },
    { domain: 181, row: "D05" },
  ])("A-24: members that meet their domain every $domain days come to $row", ({ domain, row }) => {
    expect(rowAt({ kind: "disconnected" }, { ...member, contact: { domain, kms: null } })).toBe(row);
  });

  it("A-25: the matrix decides who may be counted where, and a client Windows counts no servers", () => {
    const on = (os: string, group: string) => {
      const cohorts = [clients(25, { os: "windows-10-pro" }), servers(6)];
      return alone({ kind: "branch", cohorts }, { keys: [csvlk({ group })], kmsHosts: [kmsHost({ os })] });
    };
    const both = (os: string, group: string) => methods(on(os, group), "clients", "servers");
    expect(both("windows-10-enterprise", "windows-10")).toEqual(["kms-local", "mak"]);
    expect(both("windows-server-2022-standard", "windows-server-2022")).toEqual(["kms-local", "kms-local"]);
    // A key that may not be installed on the host counts nobody there, and Azure Edition carries none.
    expect(both("windows-server-2016-standard", "windows-server-2025")).toEqual(["mak", "mak"]);
    expect(both("windows-server-2025-datacenter-azure-edition", "windows-server-2025")).toEqual(["mak", "mak"]);
    const kmsHosts = [kmsHost({ os: "windows-server-2019-standard" })];
    const key = (group: string) =>
      alone({ cohorts: [clients(25, { os: "windows-11-enterprise" })] }, { keys: [csvlk({ group })], kmsHosts });
    expect(methods(key("windows-server-2022"), "clients")).toEqual(["kms-central"]);
    expect(methods(key("windows-server-2019"), "clients")).toEqual(["mak"]);
  });

  it("A-27: machines without activation still have to be within the licence terms", () => {
    const notes = (activate: boolean) =>
      decisionOf(alone({ kind: "lab", cohorts: [clients(30, { activate })] }), "clients").notes;
    expect(notes(false)).toContain("LICENSE_TERMS");
    expect(notes(true)).not.toContain("LICENSE_TERMS");
  });
});
