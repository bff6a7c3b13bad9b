import { describe, expect, it } from "vitest";
import {
  prioritiesCount,
  publishesForItsClients,
  suffixesHaveZones,
  workgroupFindsHosts,
} from "../../../modules/rules/discoveryRules.ts";
import type { Cohort, KmsHostFacts, Site } from "../../../modules/topology/model.ts";
import { cohort, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { reports } from "../../helpers/world.ts";

const host = (records: Partial<KmsHostFacts["records"]>, overrides: Partial<KmsHostFacts> = {}) =>
  kmsHost({ records: { ...kmsHost().records, ...records }, ...overrides });
const core = (hosts: readonly KmsHostFacts[], overrides: Partial<Site> = {}, one: Partial<Cohort> = {}) =>
  someFacts({ kmsHosts: hosts, sites: [site({ cohorts: [cohort(one)], ...overrides })] });
const both = ["corp.example.", "emea.corp.example."];

describe("DNS-SRV-09", () => {
  it("is content with a host that publishes itself in its own domain, where its clients look", () => {
    expect(reports(publishesForItsClients, core([host({ publishedBy: "host" })]))).toEqual([]);
    const listed = host({ publishedBy: "host", domains: both });
    expect(reports(publishesForItsClients, core([listed], { suffixes: both }))).toEqual([]);
  });

  it("finds a suffix that its list lacks", () => {
    expect(reports(publishesForItsClients, core([host({ publishedBy: "host" })], { suffixes: both }))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq publishes itself, and not in emea.corp.example, where desktops of hq look for it; list it in DnsDomainPublishList on the host, and as kmsHosts.kms-1.records.domains",
      },
    ]);
  });

  it("wants the host's own domain in a list, too", () => {
    const away = host({ publishedBy: "host", domains: ["emea.corp.example."] });
    expect(reports(publishesForItsClients, core([away], { suffixes: ["emea.corp.example."] }))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 at site hq publishes itself in emea.corp.example and not in corp.example, its own domain; list corp.example in DnsDomainPublishList too, and as kmsHosts.kms-1.records.domains",
      },
    ]);
  });

  it("is content where another host publishes in the suffix", () => {
    const second = host({ publishedBy: "host", domains: both }, { name: "kms-2" });
    const hosts = [host({ publishedBy: "host" }), second];
    expect(reports(publishesForItsClients, core(hosts, { suffixes: both }, { count: 60 }))).toEqual([]);
  });

  it("leaves hosts of the toolkit, pinned machines and other methods alone", () => {
    expect(reports(publishesForItsClients, core([host({})], { suffixes: both }))).toEqual([]);
    const own = host({ publishedBy: "host" });
    const mixed = core([own, kmsHost({ name: "kms-2" })], { suffixes: both }, { count: 60 });
    expect(reports(publishesForItsClients, mixed)).toEqual([]);
    for (const one of [{ pinnedTo: ["kms-1"] }, { method: "mak" }] as const)
      expect(reports(publishesForItsClients, core([own], { suffixes: both }, one))).toEqual([]);
  });
});

describe("DNS-SRV-10", () => {
  const ranked = (records: Partial<KmsHostFacts["records"]>) => [kmsHost(), host(records, { name: "kms-2" })];
  const sixty = { count: 60 };

  it.each([{ priority: 10 }, { weight: 5 }])("is not content with %j where machines cache hosts", (records) => {
    expect(reports(prioritiesCount, core(ranked(records), {}, sixty))).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1 and kms-2 have different priorities or weights, and 60 machines (desktops of hq) keep the host that last answered them (the default of Windows), so they follow neither; disable that on the machines (slmgr /ckhc) and state hostCaching: false, or give the hosts one priority and weight",
      },
    ]);
  });

  it("is content with equal hosts, and with machines that look anew", () => {
    expect(reports(prioritiesCount, core(ranked({}), {}, sixty))).toEqual([]);
    expect(reports(prioritiesCount, core(ranked({ priority: 10 }), {}, { ...sixty, hostCaching: false }))).toEqual([]);
  });

  it("is silent about pinned machines, one host and other methods", () => {
    for (const one of [{ pinnedTo: ["kms-1"] }, { method: "mak" }] as const)
      expect(reports(prioritiesCount, core(ranked({ priority: 10 }), {}, { ...sixty, ...one }))).toEqual([]);
    expect(reports(prioritiesCount, core([host({ priority: 10 })], {}, sixty))).toEqual([]);
  });

  it("speaks once of all who find the same hosts", () => {
    const cohorts = [cohort(sixty), cohort({ name: "more", ...sixty })];
    const list = reports(prioritiesCount, core(ranked({ priority: 10 }), { cohorts }));
    expect(list.map(({ message }) => message.split(" keep")[0])).toEqual([
      "kms-1 and kms-2 have different priorities or weights, and 120 machines (desktops of hq and more of hq)",
    ]);
  });
});

describe("DNS-SRV-12", () => {
  const reaches = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
  const dmz = (overrides: Partial<Site>, one: Partial<Cohort> = {}) =>
    someFacts({
      sites: [
        site(),
        site({
          name: "dmz",
          kind: "isolated",
          suffixes: [],
          reaches,
          cohorts: [cohort({ name: "web", ...one })],
          ...overrides,
        }),
      ],
    });

  it("finds workgroup machines with KMS that have nowhere to look", () => {
    expect(reports(workgroupFindsHosts, dmz({}))).toEqual([
      {
        subject: "sites.dmz.cohorts.web",
        message:
          "site dmz: cohort web (30 client machines) is in no domain and has no DNS suffix in which to look for kms-1; give the machines a suffix (DHCP option 15) and state it as sites.dmz.suffixes, or set them to a host (pinnedTo)",
      },
    ]);
  });

  it.each([
    ["a suffix", { suffixes: ["corp.example."] }, {}],
    ["a host that they are set to", {}, { pinnedTo: ["kms-1"] }],
    ["a domain, whose name they search", {}, { joined: "corp.example." }],
    ["another method", {}, { method: "mak" }],
    ["no host that they may use", { reaches: { kms: null, domain: null } }, { method: "kms-central" }],
  ] as const)("is content with %s", (_, overrides, one) => {
    expect(reports(workgroupFindsHosts, dmz(overrides, one))).toEqual([]);
  });
});

describe("ZONE-01", () => {
  it("is content with suffixes in zones of the file", () => {
    expect(reports(suffixesHaveZones, core([kmsHost()], { suffixes: both }))).toEqual([]);
  });

  it("names a suffix that no zone holds, who looks there, and for which hosts", () => {
    expect(reports(suffixesHaveZones, core([kmsHost()], { suffixes: ["corp.example.", "plant.example."] }))).toEqual([
      {
        subject: "sites.hq",
        message:
          "plant.example, where machines of hq look for kms-1, lies in no zone of the file, so no record is declared there; declare the zone, or state records: { publishedBy: none } for a host whose record is kept elsewhere",
      },
    ]);
  });

  it.each(["host", "none"] as const)("is silent where the toolkit does not publish (%s)", (publishedBy) => {
    expect(reports(suffixesHaveZones, core([host({ publishedBy })], { suffixes: ["plant.example."] }))).toEqual([]);
  });
});
