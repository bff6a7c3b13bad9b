import { isIPv4 } from "node:net";
import { describe, expect, it } from "vitest";
import { azureKmsEndpoints, azureKmsSource } from "../../../modules/plan/azureKms.ts";
import { declaredConditions } from "../../../modules/plan/declaredConditions.ts";
import type { Cohort, Facts, Site } from "../../../modules/topology/model.ts";
import { cohort, csvlk, forest, kmsHost, site } from "../../helpers/facts.ts";
import { alone, decisionOf, oneCohort } from "./planned.ts";

const missing = (of: Partial<Cohort>, at: Partial<Site> = {}, facts: Partial<Facts> = {}) => {
  const estate = alone({ ...at, cohorts: [cohort({ name: "it", ...of })] }, facts);
  const [where = site()] = estate.sites;
  const found = declaredConditions(estate, where, where.cohorts[0] ?? cohort());
  expect(found.ok).toBe(found.missing.length === 0);
  for (const { what, remedy } of found.missing) {
    expect(`${what} ${remedy}`).not.toMatch(/undefined|null|NaN/);
    expect(remedy).not.toMatch(/\.$/);
  }
  return found.missing.map(({ fact }) => fact);
};

const decided = (of: Partial<Cohort>, at: Partial<Site> = {}) =>
  decisionOf(alone({ ...at, cohorts: [cohort({ name: "it", ...of })] }), "it");

describe("token-based activation", () => {
  const token = { approved: true, pki: "corp issuing CA 2" };
  const base = { method: "token", os: "windows-10-ltsc-2021", token } as const;

  it("needs approval, a public key infrastructure and the right edition", () => {
    expect(missing(base)).toEqual([]);
    expect(missing({ ...base, token: { ...token, approved: false } })).toEqual(["token-approval"]);
    expect(missing({ ...base, token: { ...token, pki: " " } })).toEqual(["token-pki"]);
    expect(missing({ ...base, token: null })).toEqual(["token-approval", "token-pki"]);
  });

  it.each([
    ["windows-11-enterprise", "client", true],
    ["windows-11-ltsc-2024", "client", true],
    ["windows-10-ltsb-2016", "client", true],
    ["windows-server-2022-standard", "server", true],
    ["windows-11-pro", "client", false],
    ["office-2021", "office", false],
  ] as const)("is for Enterprise, LTSC and Server: %s", (os, product, isFine) => {
    expect(missing({ ...base, os, product })).toEqual(isFine ? [] : ["token-edition"]);
  });

  it("says what the machines have to be set to", () => {
    expect(decided(base)).toMatchObject({
      sentence: "30 client machines are declared to use tokens of corp issuing CA 2, which Microsoft has approved.",
      effectiveMethod: "token",
      settings: ["VLActivationType 3 (token only)"],
    });
    expect(decided({ ...base, token: null }).effectiveMethod).toBe("none");
  });
});

describe("automatic virtual machine activation", () => {
  const avma = { host: "windows-server-2022-datacenter", allNodesActivated: true, dataExchange: true };
  const base = { method: "avma", product: "server", os: "windows-server-2022-standard", avma } as const;

  it.each([
    ["windows-server-2019-standard", []],
    ["windows-server-2022-datacenter", []],
    ["windows-server-2025-standard", ["avma-version"]],
  ] as const)("activates guests that are no newer than the host: %s on 2022", (os, expected) => {
    expect(missing({ ...base, os })).toEqual(expected);
  });

  it.each([
    ["windows-server-2012-datacenter", ["avma-host", "avma-version"]],
    ["windows-server-2022-standard", ["avma-host"]],
    ["windows-server-2022-datacenter-azure-edition", ["avma-host"]],
    ["windows-11-enterprise", ["avma-host", "avma-version"]],
  ] as const)("needs a Datacenter host from 2012 R2 on: %s", (host, expected) => {
    expect(missing({ ...base, avma: { ...avma, host } })).toEqual(expected);
  });

  it("activates guests from 2012 R2 on, and no client Windows", () => {
    expect(missing({ ...base, os: "windows-server-2012-r2-standard" })).toEqual([]);
    expect(missing({ ...base, os: "windows-server-2012-standard" })).toEqual(["avma-guest"]);
    expect(missing({ ...base, product: "client", os: "windows-11-enterprise" })).toEqual(["avma-guest"]);
  });

  it("needs every node activated, Data Exchange, and to be stated at all", () => {
    expect(missing({ ...base, avma: { ...avma, allNodesActivated: false } })).toEqual(["avma-nodes"]);
    expect(missing({ ...base, avma: { ...avma, dataExchange: false } })).toEqual(["avma-data-exchange"]);
    expect(missing({ ...base, avma: null })).toEqual(["avma-host"]);
  });

  it("says which public key the machines need, where it is known", () => {
    expect(decided(base)).toMatchObject({
      sentence:
        "30 servers are declared to be activated by their Hyper-V hosts, which run Windows Server 2022 Datacenter.",
      effectiveMethod: "avma",
      settings: ["product key YDFWN-MJ9JR-3DYRK-FXXRW-78VHK, the public AVMA key of Windows Server 2022 Standard"],
    });
    const newer = decided({ ...base, os: "windows-server-2025-standard" });
    expect(newer).toMatchObject({
      effectiveMethod: "none",
      settings: ["the AVMA key of Windows Server 2025 Standard"],
    });
  });
});

describe("Azure's own KMS", () => {
  const azureKms = { cloud: "global", forcedTunnel: false, routeToInternet: false } as const;
  const base = { method: "azure-kms", azureKms } as const;

  it("needs a route that keeps the machines' Azure addresses", () => {
    expect(missing(base)).toEqual([]);
    expect(missing({ ...base, azureKms: { ...azureKms, forcedTunnel: true } })).toEqual(["azure-route"]);
    expect(missing({ ...base, azureKms: { ...azureKms, forcedTunnel: true, routeToInternet: true } })).toEqual([]);
  });

  it("counts Windows only, and has to be stated", () => {
    expect(missing({ ...base, product: "office" })).toEqual(["azure-product"]);
    expect(missing({ ...base, azureKms: null })).toEqual(["azure-facts"]);
    expect(decided({ ...base, azureKms: null }).settings).toEqual([]);
  });

  it.each([
    ["global", "azkms.core.windows.net:1688"],
    ["usgov", "azkms.core.usgovcloudapi.net:1688"],
    ["china", "azkms.core.chinacloudapi.cn:1688"],
  ] as const)("answers in the cloud %s as %s (A-20)", (cloud, name) => {
    expect(decided({ ...base, azureKms: { ...azureKms, cloud } }).settings).toEqual([
      `KeyManagementServiceName ${name}`,
    ]);
  });
});

describe("the names of Azure's own KMS", () => {
  it("stand with their source and the day on which they were read, absolute, with addresses of that day", () => {
    expect(azureKmsSource.url).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(azureKmsSource.retrieved).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const { name, addresses } of Object.values(azureKmsEndpoints).flat()) {
      expect(name).toMatch(/^(az)?kms\.core\.[a-z.]+\.$/);
      expect(addresses.every((address) => isIPv4(address))).toBe(true);
    }
  });
});

describe("subscription activation", () => {
  const subscription = { join: "entra", baseActivated: true } as const;
  const base = { method: "subscription", os: "windows-11-pro", internet: true, subscription } as const;

  it.each([
    ["windows-11-pro", true],
    ["windows-10-enterprise", true],
    ["windows-10-ltsc-2021", false],
    ["windows-11-education", false],
  ] as const)("steps up from Pro to Enterprise: %s", (os, isFine) => {
    expect(missing({ ...base, os })).toEqual(isFine ? [] : ["subscription-edition"]);
  });

  it("needs a join, a base that is activated, and the internet to be renewed", () => {
    expect(missing(base)).toEqual([]);
    expect(missing({ ...base, subscription: { ...subscription, join: "none" } })).toEqual(["subscription-join"]);
    expect(missing({ ...base, subscription: { ...subscription, baseActivated: false } })).toEqual([
      "subscription-base",
    ]);
    expect(missing({ ...base, internet: false })).toEqual(["subscription-internet"]);
    expect(missing({ ...base, subscription: null })).toEqual(["subscription-join", "subscription-base"]);
  });

  it("is hybrid only for members of a domain", () => {
    const hybrid = { ...base, subscription: { ...subscription, join: "hybrid" } } as const;
    expect(missing(hybrid)).toEqual(["subscription-domain"]);
    expect(missing({ ...hybrid, joined: "corp.example." })).toEqual([]);
  });

  it("does not happen where it lacks something", () => {
    expect(decided(base).effectiveMethod).toBe("subscription");
    expect(decided({ ...base, internet: false }).effectiveMethod).toBe("none");
  });
});

describe("other declared methods", () => {
  it("hold everything that a cohort without a declared method needs: nothing", () => {
    expect(missing({ count: 1 })).toEqual([]);
  });

  it("lack for ADBA everything that stands against it", () => {
    expect(missing({ method: "adba", joined: "corp.example." })).toEqual([]);
    expect(missing({ method: "adba", os: "windows-7-pro" })).toEqual(["adba-joined", "adba-os"]);
    const bare = { forests: [forest({ schemaVersion: 47, activationObjects: [] })] };
    expect(missing({ method: "adba", joined: "corp.example." }, {}, bare)).toEqual(["adba-schema", "adba-object"]);
    expect(missing({ method: "adba", joined: "corp.example." }, { kind: "branch" })).toEqual(["adba-ldap", "adba-dns"]);
    expect(missing({ method: "adba", joined: "other.example." })).toEqual(["adba-forest"]);
    const rare = { domain: 181, kms: null };
    expect(missing({ method: "adba", joined: "corp.example.", contact: rare })).toEqual(["adba-contact"]);
  });

  it("lack for KMS the first thing that stands against it", () => {
    expect(missing({ method: "kms-central", count: 25 })).toEqual([]);
    expect(missing({ method: "kms-central", count: 24 })).toEqual(["central-demand"]);
    expect(missing({ method: "kms-central" }, { kind: "branch" })).toEqual(["central-path"]);
    const old = { keys: [csvlk({ group: "windows-10" })] };
    expect(missing({ method: "kms-central" }, {}, old)).toEqual(["central-key"]);
    expect(missing({ method: "kms-local" }, { kind: "branch" }, { kmsHosts: [] })).toEqual(["local-path"]);
    expect(missing({ method: "kms-local", product: "server", count: 5 }, { kind: "branch" })).toEqual([]);
    expect(missing({ method: "kms-local", product: "server", count: 4 }, { kind: "branch" })).toEqual(["local-demand"]);
  });

  it("lack for central KMS contact in time", () => {
    const estate = (kms: number) =>
      oneCohort({ site: { kind: "disconnected" }, cohort: { method: "kms-central", contact: { domain: null, kms } } });
    const facts = (kms: number) => {
      const found = estate(kms);
      const tested = found.sites.find(({ name }) => name === "tested") ?? site();
      return declaredConditions(found, tested, tested.cohorts[0] ?? cohort()).missing;
    };
    expect(facts(180)).toEqual([]);
    expect(facts(181)).toEqual([
      {
        fact: "central-contact",
        what: "they meet kms-1 in the core every 181 days, every 180 days are needed",
        remedy: "bring them to kms-1 at least every 180 days",
      },
    ]);
  });

  it("lack a way for a MAK, a lab for none, and their channel for retail and OEM", () => {
    expect(missing({ method: "mak" })).toEqual([]);
    expect(missing({ method: "mak", phone: false })).toEqual(["way"]);
    expect(missing({ method: "mak", phone: false, vamt: true })).toEqual([]);
    expect(missing({ method: "none" })).toEqual(["kind"]);
    expect(missing({ method: "none" }, { kind: "lab" })).toEqual([]);
    expect(missing({ method: "retail" })).toEqual(["channel"]);
    expect(missing({ method: "oem", channel: "oem" })).toEqual([]);
  });
});

describe("what machines with a declared KMS will really do", () => {
  const branch: Partial<Site> = {
    kind: "branch",
    reaches: { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null },
  };
  const effective = (of: Partial<Cohort>, hosts = [kmsHost({ site: "core" })]) =>
    decisionOf(oneCohort({ site: branch, cohort: of, facts: { kmsHosts: hosts } }), "it").effectiveMethod;

  it("is the other place where only that one counts them", () => {
    expect(effective({ method: "kms-local", count: 3 })).toBe("kms-central");
    const [own, quiet] = [kmsHost({ name: "own", site: "tested" }), kmsHost({ site: "core", keys: [] })];
    expect(effective({ method: "kms-central", count: 30 }, [own, quiet])).toBe("kms-local");
  });

  it("is nothing where no host counts them, or where they are set to something else", () => {
    expect(effective({ method: "kms-local", count: 3 }, [])).toBe("none");
    expect(effective({ method: "kms-central", activationType: "ad" })).toBe("none");
    expect(effective({ method: "kms-central", activationType: "token" })).toBe("token");
  });
});
