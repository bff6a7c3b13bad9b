import { describe, expect, it } from "vitest";
import {
  fullyIsolatedUsesNoNetwork,
  isolatedReachesCore,
  isolatedReachesForest,
  localHostIsThere,
} from "../../../modules/rules/isolationRules.ts";
import type { Cohort, Facts, Site } from "../../../modules/topology/model.ts";
import { cohort, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const estate = (overrides: Partial<Site>, one: Partial<Cohort>): Facts =>
  someFacts({
    forests: [forest()],
    sites: [
      site(),
      site({ name: "plant", kind: "isolated", suffixes: ["plant.example."], cohorts: [cohort(one)], ...overrides }),
    ],
  });
const central = { method: "kms-central" } as const;

describe("ISO-01", () => {
  it("is content with TCP 1688 and RPC to the core", () => {
    const reaches = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
    expect(reports(isolatedReachesCore, estate({ reaches }, central))).toEqual([]);
  });

  it.each([
    [null, "names no KMS host"],
    [{ hosts: "core", over: ["tcp1688"] }, "states tcp1688 to the core"],
    [{ hosts: ["kms-1"], over: ["rpc"] }, "states rpc to kms-1"],
    [{ hosts: ["kms-1"], over: [] }, "states nothing to kms-1"],
  ] as const)("is not content with %j", (kms, words) => {
    const [report] = reports(isolatedReachesCore, estate({ reaches: { kms, domain: null } }, central));
    expect(report?.message).toContain(words);
    expect(report?.subject).toBe("sites.plant.cohorts.desktops");
  });

  it("says the whole of it", () => {
    expect(reports(isolatedReachesCore, estate({}, central))[0]?.message).toBe(
      "site plant: cohort desktops (30 client machines) is to use central KMS, which needs TCP 1688 and RPC to a core host, and sites.plant.reaches names no KMS host; open both and state it, or give the cohort the method kms-local or mak",
    );
  });

  it("judges a lab as an isolated site, and no other kind", () => {
    expect(found(reports(isolatedReachesCore, estate({ kind: "lab" }, central)))).toEqual([
      "fail sites.plant.cohorts.desktops",
    ]);
    expect(reports(isolatedReachesCore, estate({ kind: "branch" }, central))).toEqual([]);
  });
});

describe("ISO-02", () => {
  const adba = { method: "adba", joined: "corp.example." } as const;
  const over = (...paths: readonly ("ldap" | "dns")[]) =>
    estate({ reaches: { kms: null, domain: { forests: ["corp.example"], over: paths } } }, adba);

  it("is content with LDAP and DNS", () => {
    expect(reports(isolatedReachesForest, over("ldap", "dns"))).toEqual([]);
  });

  it.each([
    [["ldap"], "DNS"],
    [["dns"], "LDAP"],
  ] as const)("is not content with %j", (paths, words) => {
    expect(reports(fullyIsolatedUsesNoNetwork, over(...paths))).toEqual([]);
    expect(reports(isolatedReachesForest, over(...paths))).toEqual([
      {
        subject: "sites.plant.cohorts.desktops",
        message: `site plant: cohort desktops (30 client machines) is to use ADBA, which needs LDAP and DNS to a domain controller of corp.example, and sites.plant.reaches does not state ${words}; open and state it, or give the cohort the method kms-local or mak`,
      },
    ]);
  });

  it("leaves machines that reach nothing at all to ISO-04, and branches to ADBA-03", () => {
    expect(reports(isolatedReachesForest, over())).toEqual([]);
    expect(found(reports(fullyIsolatedUsesNoNetwork, over()))).toEqual(["fail sites.plant.cohorts.desktops"]);
    expect(reports(isolatedReachesForest, estate({}, { ...adba, internet: true }))[0]?.message).toContain(
      "does not state LDAP and DNS;",
    );
    expect(reports(isolatedReachesForest, estate({ kind: "branch" }, adba))).toEqual([]);
  });
});

describe("ISO-03", () => {
  const local = { method: "kms-local" } as const;
  const own = kmsHost({ name: "kms-plant", site: "plant", fqdn: "kms-plant.plant.example." });
  const withHost = (one: Partial<Cohort>, host = own) => ({
    ...estate({}, { ...local, ...one }),
    kmsHosts: [kmsHost(), host],
  });

  it("is content with a host that 25 machines ask, and not with 24", () => {
    expect(reports(localHostIsThere, withHost({ count: 25 }))).toEqual([]);
    expect(reports(localHostIsThere, withHost({ count: 24 }))).toEqual([
      {
        subject: "sites.plant.cohorts.desktops",
        message:
          "site plant: cohort desktops (24 client machines) is to use local KMS, and its host kms-plant is asked by 24 machines, 25 are needed; declare a host there that enough machines ask, or give the cohort the method mak",
      },
    ]);
  });

  it("wants a host at the site, with a key for the cohort", () => {
    expect(reports(localHostIsThere, estate({}, local))[0]?.message).toContain("the site has no KMS host;");
    expect(reports(localHostIsThere, withHost({ os: "office-2019", product: "office" }))[0]?.message).toContain(
      "none of its 1 KMS hosts has a key for office-2019;",
    );
  });
});

describe("ISO-04", () => {
  it.each(["kms-central", "adba"] as const)("finds %s without any way out", (method) => {
    const [report] = reports(fullyIsolatedUsesNoNetwork, estate({}, { method, joined: "corp.example." }));
    expect(report).toEqual({
      subject: "sites.plant.cohorts.desktops",
      message: `site plant: cohort desktops (30 client machines) is to use ${method} and reaches no internet, no KMS host elsewhere and no forest; state what the site reaches, or give the cohort the method kms-local or mak`,
    });
  });

  it.each([
    ["internet", {}, { internet: true }],
    ["a host elsewhere", { reaches: { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } }, {}],
    ["a forest", { reaches: { kms: null, domain: { forests: ["corp.example"], over: ["ldap", "dns"] } } }, {}],
  ] as const)("is content with %s", (_, overrides, one) => {
    expect(reports(fullyIsolatedUsesNoNetwork, estate(overrides, { ...central, ...one }))).toEqual([]);
  });

  it("is content with methods that need no way out", () => {
    expect(reports(fullyIsolatedUsesNoNetwork, estate({}, { method: "mak" }))).toEqual([]);
  });
});
