import { describe, expect, it } from "vitest";
import { keysCoverClients, serversAskServers } from "../../../modules/rules/coverageRules.ts";
import type { Cohort, KmsHostFacts } from "../../../modules/topology/model.ts";
import { cohort, csvlk, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const old = csvlk({ name: "windows-2016", group: "windows-server-2016" });
const core = (one: Partial<Cohort>, host: Partial<KmsHostFacts> = {}) =>
  someFacts({
    keys: [csvlk(), old],
    kmsHosts: [kmsHost({ os: "windows-server-2016-standard", keys: ["windows-2016"], ...host })],
    sites: [site({ cohorts: [cohort(one)] })],
  });

describe("KMS-OS-02", () => {
  it("is content with a key that covers the machines", () => {
    expect(reports(keysCoverClients, core({ os: "windows-10-enterprise" }))).toEqual([]);
  });

  it("is not content with KMS on hosts whose keys are too old, and says which would do", () => {
    expect(reports(keysCoverClients, core({ method: "kms-central" }))).toEqual([
      {
        subject: "sites.hq.cohorts.desktops",
        severity: "mandatory",
        message:
          "site hq: cohort desktops (30 client machines) runs Windows 11 Enterprise, which no key of kms-1 covers, and it reaches no other KMS host; put a key of one of the groups windows-server-2025, windows-server-2022 on it, or give the cohort the method mak",
      },
    ]);
  });

  it("advises where a MAK was left over", () => {
    expect(reports(keysCoverClients, core({})).map(({ severity }) => severity)).toEqual(["advisory"]);
  });

  it("names no key where there is none", () => {
    const office = core({ product: "office", os: "office-2013", method: "kms-central" });
    expect(reports(keysCoverClients, office)[0]?.message).toMatch(/KMS host; give the cohort the method mak$/);
  });

  it.each([
    ["machines that reach no host", { kmsHosts: [] }],
    ["Office beside hosts for Windows", { sites: [site({ cohorts: [cohort({ product: "office" })] })] }],
    [
      "a key that would do, on a host that may not carry it",
      { kmsHosts: [kmsHost({ os: "windows-server-2016-standard", keys: ["windows-2025"] })] },
    ],
    ["a declared MAK", { sites: [site({ cohorts: [cohort({ method: "mak" })] })] }],
    [
      "servers that are left with a client Windows",
      {
        kmsHosts: [kmsHost({ os: "windows-10-pro", keys: [] })],
        sites: [site({ cohorts: [cohort({ product: "server", method: "kms-central" })] })],
      },
    ],
    ["OEM machines", { sites: [site({ cohorts: [cohort({ channel: "oem" })] })] }],
    ["a lab without activation", { sites: [site({ cohorts: [cohort({ activate: false })] })] }],
  ] as const)("is silent about %s", (_, overrides) => {
    expect(reports(keysCoverClients, { ...core({}), ...overrides })).toEqual([]);
  });
});

describe("KMS-OS-03", () => {
  const desk = { os: "windows-10-pro", keys: ["windows-2016"] };
  const servers = { name: "scada", product: "server", count: 6, os: "windows-server-2016-standard" } as const;

  it("is content with servers that ask a server, and clients that ask a client", () => {
    expect(reports(serversAskServers, core({ ...servers, method: "kms-central" }))).toEqual([]);
    expect(reports(serversAskServers, core({ os: "windows-10-pro", method: "kms-central" }, desk))).toEqual([]);
  });

  it.each(["kms-central", "kms-local"] as const)(
    "finds servers with %s that have only hosts on a client Windows",
    (method) => {
      expect(reports(serversAskServers, core({ ...servers, method }, desk))).toEqual([
        {
          subject: "sites.hq.cohorts.scada",
          message:
            "site hq: cohort scada (6 servers) is to ask kms-1, which runs Windows 10 Pro, and a client Windows counts no servers; move the host to Windows Server, or let the cohort use another host or method",
        },
      ]);
    },
  );

  it("finds servers that are set to such a host, whatever else is there", () => {
    const hosts = [kmsHost(), kmsHost({ name: "kms-2", ...desk }), kmsHost({ name: "kms-3", ...desk })];
    const pinned = cohort({ ...servers, pinnedTo: ["kms-2", "kms-3"] });
    const facts = { ...core({}), kmsHosts: hosts, sites: [site({ cohorts: [pinned] })] };
    expect(reports(serversAskServers, facts)[0]?.message).toContain("is to ask kms-2 and 1 more, which runs");
    const free = { ...facts, sites: [site({ cohorts: [cohort({ ...servers, method: "kms-central" })] })] };
    expect(reports(serversAskServers, free)).toEqual([]);
  });

  it("is silent about servers with another method", () => {
    expect(found(reports(serversAskServers, core({ ...servers, method: "mak" }, desk)))).toEqual([]);
  });
});
