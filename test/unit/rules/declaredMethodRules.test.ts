import { describe, expect, it } from "vitest";
import { declaredMethodRules } from "../../../modules/rules/declaredMethodRules.ts";
import type { Cohort } from "../../../modules/topology/model.ts";
import { cohort, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const { avma, azureKms, subscription, token } = declaredMethodRules;
const core = (one: Partial<Cohort>) => someFacts({ sites: [site({ cohorts: [cohort(one)] })] });

describe("AVMA-01", () => {
  const guests = { name: "guests", product: "server", os: "windows-server-2022-standard", method: "avma" } as const;
  const host = { host: "windows-server-2022-datacenter", allNodesActivated: true, dataExchange: true };

  it("is content with guests that are as old as their Datacenter host", () => {
    expect(reports(avma, core({ ...guests, avma: host }))).toEqual([]);
  });

  it.each([
    ["a host that is older", { host: "windows-server-2019-datacenter" }],
    ["Standard", { host: "windows-server-2022-standard" }],
    ["nodes that are not activated", { allNodesActivated: false }],
    ["Data Exchange that is off", { dataExchange: false }],
  ])("is not content with %s", (_, facts) => {
    expect(found(reports(avma, core({ ...guests, avma: { ...host, ...facts } })))).toEqual([
      "fail sites.hq.cohorts.guests",
    ]);
  });

  it("names everything that is missing, and what would help", () => {
    const facts = core({ ...guests, avma: { ...host, allNodesActivated: false, dataExchange: false } });
    expect(reports(avma, facts)[0]?.message).toBe(
      "site hq: cohort guests (30 servers) is to use avma, and not every node of the cluster is activated; the integration service Data Exchange is off; activate every node; turn the integration service Data Exchange on in the machines, or give the cohort another method",
    );
  });

  it("does not know what nobody has stated, and fails for what is known all the same", () => {
    expect(found(reports(avma, core(guests)))).toEqual(["unknown sites.hq.cohorts.guests"]);
    expect(found(reports(avma, core({ method: "avma", name: "guests" })))).toEqual([
      "fail sites.hq.cohorts.guests",
      "unknown sites.hq.cohorts.guests",
    ]);
  });
});

describe("AZ-01", () => {
  const route = { cloud: "global", forcedTunnel: false, routeToInternet: false } as const;
  const machines = { method: "azure-kms" } as const;

  it.each([
    ["no forced tunnel", {}],
    ["a forced tunnel with a route of its own", { forcedTunnel: true, routeToInternet: true }],
  ])("is content with %s", (_, facts) => {
    expect(reports(azureKms, core({ ...machines, azureKms: { ...route, ...facts } }))).toEqual([]);
  });

  it("is not content with a forced tunnel alone, nor with Office", () => {
    const tunnel = core({ ...machines, azureKms: { ...route, forcedTunnel: true } });
    expect(found(reports(azureKms, tunnel))).toEqual(["fail sites.hq.cohorts.desktops"]);
    const office = core({ ...machines, product: "office", os: "office-2021", azureKms: route });
    expect(found(reports(azureKms, office))).toEqual(["fail sites.hq.cohorts.desktops"]);
  });

  it("does not know routes that nobody has stated", () => {
    expect(found(reports(azureKms, core(machines)))).toEqual(["unknown sites.hq.cohorts.desktops"]);
  });
});

describe("SUB-01", () => {
  const laptops = { method: "subscription", os: "windows-11-pro", internet: true } as const;
  const entra = { join: "entra", baseActivated: true } as const;

  it("is content with activated Windows Pro that is joined and online", () => {
    expect(reports(subscription, core({ ...laptops, subscription: entra }))).toEqual([]);
  });

  it.each([
    ["LTSC", { os: "windows-11-ltsc-2024" }, {}],
    ["no internet", { internet: false }, {}],
    ["no join", {}, { join: "none" }],
    ["a base that is not activated", {}, { baseActivated: false }],
  ] as const)("is not content with %s", (_, one, facts) => {
    const list = reports(subscription, core({ ...laptops, ...one, subscription: { ...entra, ...facts } }));
    expect(found(list)).toEqual(["fail sites.hq.cohorts.desktops"]);
  });

  it("does not know a join that nobody has stated", () => {
    expect(found(reports(subscription, core(laptops)))).toEqual(["unknown sites.hq.cohorts.desktops"]);
  });
});

describe("TOKEN-01", () => {
  const machines = { method: "token", activationType: "token" } as const;

  it("is content where Microsoft has approved it and a PKI is named", () => {
    expect(reports(token, core({ ...machines, token: { approved: true, pki: "corp issuing CA 2" } }))).toEqual([]);
  });

  it.each([
    ["no approval", {}, { approved: false, pki: "corp issuing CA 2" }],
    ["Windows Pro", { os: "windows-11-pro" }, { approved: true, pki: "corp issuing CA 2" }],
  ])("is not content with %s", (_, one, facts) => {
    expect(found(reports(token, core({ ...machines, ...one, token: facts })))).toEqual([
      "fail sites.hq.cohorts.desktops",
    ]);
  });

  it("does not know what nobody has stated, and leaves other methods alone", () => {
    expect(found(reports(token, core(machines)))).toEqual(["unknown sites.hq.cohorts.desktops"]);
    expect(reports(token, core({}))).toEqual([]);
  });
});
