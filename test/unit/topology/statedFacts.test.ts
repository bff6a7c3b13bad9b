import { describe, expect, it } from "vitest";
import { rows } from "../../../modules/plan/rows.ts";
import { openingRowIds, rowIds } from "../../../modules/topology/rowIds.ts";
import { inSite, modelOf, refusalsOf, withSite } from "./parsing.ts";

const key = "keys:\n  win: { type: csvlk, group: windows-server-2025 }\n";
const host = (properties: string): string =>
  withSite(
    `${key}kmsHosts:\n  h1: { site: hq, fqdn: h1.example, os: windows-10-pro, keys: [win], existing: { address: 10.0.0.1 }${properties} }`,
  );
const cohort = (properties: string): string =>
  inSite(`kind: core\ncohorts:\n  a: { os: windows-server-2022-standard, product: server, count: 30${properties} }`);
const cohortOf = (properties: string) => modelOf(cohort(properties)).facts.sites[0]?.cohorts[0];
const hostOf = (properties: string) => modelOf(host(properties)).facts.kmsHosts[0];

describe("the order of rows", () => {
  it("is the documented one where the file does not say", () => {
    expect(modelOf(withSite("")).facts.rows).toEqual({});
  });

  it("is kept for each kind that the file names", () => {
    const { facts } = modelOf(withSite("rows: { branch: [D31, D30, D32, D33], disconnected: [D42, D40, D41] }"));
    expect(facts.rows).toEqual({ branch: ["D31", "D30", "D32", "D33"], disconnected: ["D42", "D40", "D41"] });
  });

  it("speaks of the rows that the plan has, in its order", () => {
    const planned = (kind: string) =>
      rows.filter((row) => row.id >= "D10" && row.kinds[0] === kind).map((row) => row.id);
    for (const [kind, ids] of Object.entries(rowIds)) expect(planned(kind)).toEqual(ids);
    expect(rows.map((row) => row.id).filter((id) => id < "D10")).toEqual(openingRowIds);
  });

  it.each([
    ["core: [D10, D11, D12]", "t.yaml:5:9: rows.core: lacks D13; list each row for core sites once"],
    ["core: []", "t.yaml:5:9: rows.core: lacks D10, D11, D12, D13; list each row for core sites once"],
    [
      "branch: [D30, D31, D32, D33, D10]",
      "t.yaml:5:38: rows.branch[4]: D10 is a row for core sites; rows for branch sites are D30, D31, D32, D33",
    ],
    [
      "branch: [D01, D30, D31, D32, D33]",
      "t.yaml:5:18: rows.branch[0]: D01 comes before the rows of every kind of site; remove it",
    ],
    ["branch: [D30, D31, D32, D33, D3]", 't.yaml:5:38: rows.branch[4]: there is no row "D3"; did you mean "D30"?'],
    [
      "branch: [D30, D31, D32, D33, X99]",
      't.yaml:5:38: rows.branch[4]: there is no row "X99"; known rows for branch sites are D30, D31, D32, D33',
    ],
    ["branch: [D30, D31, D32, D33, D30]", 't.yaml:5:38: rows.branch[4]: lists "D30" twice; keep one'],
    [
      "disconnected: [40, D41, D42]",
      "t.yaml:5:24: rows.disconnected[0]: got 40; write an id of a row for disconnected sites",
    ],
    [
      "lab: [D19]",
      't.yaml:5:9: rows: has no property "lab"; known properties are core, isolated, branch, disconnected',
    ],
  ])("is refused as %s", (order, expected) => {
    expect(refusalsOf(withSite(`rows: { ${order} }`))).toEqual([expected]);
  });
});

describe("what a host states", () => {
  it("is unknown or as Windows has it where it states nothing", () => {
    expect(hostOf("")).toMatchObject({
      updates: null,
      licensePacks: null,
      intervals: { activation: 120, renewal: 10_080 },
      lowPriority: null,
    });
  });

  it("is kept", () => {
    expect(hostOf(", updates: [KB5034765], licensePacks: [], lowPriority: shares the machine")).toMatchObject({
      updates: ["KB5034765"],
      licensePacks: [],
      lowPriority: "shares the machine",
    });
  });

  it.each([
    ["{ activation: 15m }", { activation: 15, renewal: 10_080 }],
    ["{ renewal: 30d }", { activation: 120, renewal: 43_200 }],
    ["{ activation: 3h, renewal: 0m }", { activation: 180, renewal: 0 }],
    ["{}", { activation: 120, renewal: 10_080 }],
  ])("has the intervals %s in minutes", (intervals, minutes) => {
    expect(hostOf(`, intervals: ${intervals}`)?.intervals).toEqual(minutes);
  });

  it.each([
    ["updates: [5034765]", "updates[0]: must be a text, got 5034765; write a number of an update such as KB5034765"],
    ["updates: [kb5034765]", 'updates[0]: got "kb5034765"; write a number of an update such as KB5034765'],
    ["licensePacks: [office-2020]", 'licensePacks[0]: got "office-2020"; did you mean "office-2024"?'],
    [
      "intervals: { renewal: 7 }",
      "intervals.renewal: must be a text, got 7; write a number of minutes, hours or days with m, h or d, such as 120m, 2h or 7d",
    ],
    ["lowPriority: true", "lowPriority: must be a text, got true; put it in quotes"],
  ])("is refused as %s", (properties, expected) => {
    expect(refusalsOf(host(`, ${properties}`))[0]).toContain(`kmsHosts.h1.${expected}`);
  });
});

describe("activations of a key", () => {
  const used = (names: string) =>
    host("").replace("windows-server-2025 }", `windows-server-2025, activations: { used: { ${names} } } }`);

  it("are kept by host", () => {
    expect(modelOf(used("h1: 3")).facts.keys[0]).toMatchObject({ used: { h1: 3 }, hostsElsewhere: 0, hostLimit: 6 });
  });

  it("are refused for a host that the file does not have", () => {
    expect(refusalsOf(used("h2: 3"))).toEqual([
      't.yaml:6:78: keys.win.activations.used.h2: there is no KMS host "h2"; did you mean "h1"?',
    ]);
  });

  it("are refused below zero", () => {
    expect(refusalsOf(used("h1: -1"))).toEqual(["t.yaml:6:78: keys.win.activations.used.h1: is -1; write at least 0"]);
  });
});

describe("how a host counts machines", () => {
  it("is one id for each, kept for ever, with host caching", () => {
    expect(cohortOf("")).toMatchObject({ clientIds: 30, rebuiltEvery: null, hostCaching: true });
  });

  it("can be stated", () => {
    expect(cohortOf(", clientIds: 1, rebuiltEvery: 7d, hostCaching: false")).toMatchObject({
      clientIds: 1,
      rebuiltEvery: 7,
      hostCaching: false,
    });
  });

  it.each([
    [30, null],
    [31, "is 31, more than the 30 machines; write at most 30"],
    [1, null],
    [0, "is 0, but 30 machines have at least one; write 1 or more"],
  ])("with %d ids for 30 machines is %s", (ids, problem) => {
    const text = `${cohort(`, clientIds: ${ids}`)}\nlicensed: { client: 1 }`;
    if (problem === null) expect(modelOf(text).facts.sites[0]?.cohorts[0]?.clientIds).toBe(ids);
    else expect(refusalsOf(text)).toEqual([`t.yaml:7:85: sites.hq.cohorts.a.clientIds: ${problem}`]);
  });

  it.each(["0d", "7", "never"])("refuses a rebuild every %s", (every) => {
    expect(refusalsOf(cohort(`, rebuiltEvery: ${every}`))[0]).toContain("write a number of days with a d, such as 7d");
  });
});

describe("facts of a declared method", () => {
  const avma = "avma: { host: Windows Server 2025 Datacenter, allNodesActivated: true, dataExchange: false }";

  it("are unknown where the file does not state them", () => {
    expect(cohortOf(", method: avma")).toMatchObject({ method: "avma", avma: null, azureKms: null, token: null });
  });

  it.each([
    ["avma", avma, { host: "windows-server-2025-datacenter", allNodesActivated: true, dataExchange: false }],
    ["azure-kms", "azureKms: { forcedTunnel: true }", { cloud: "global", forcedTunnel: true, routeToInternet: false }],
    [
      "azure-kms",
      "azureKms: { cloud: china, forcedTunnel: false, routeToInternet: true }",
      { cloud: "china", forcedTunnel: false, routeToInternet: true },
    ],
    ["subscription", "subscription: { join: hybrid, baseActivated: true }", { join: "hybrid", baseActivated: true }],
    ["token", "token: { approved: false, pki: corp CA }", { approved: false, pki: "corp CA" }],
  ])("are kept for %s", (method, facts, expected) => {
    const [property = ""] = facts.split(":");
    expect(cohortOf(`, method: ${method}, ${facts}`)).toMatchObject({ method, [property]: expected });
  });

  it.each([
    [`method: mak, ${avma}`, "avma: says nothing for the method mak; set method: avma or remove it"],
    [avma, "avma: says nothing without a declared method; set method: avma or remove it"],
    [
      "method: avma, token: { approved: true, pki: x }",
      "token: says nothing for the method avma; set method: token or remove it",
    ],
    ["azureKms: {}", 'azureKms: needs "forcedTunnel"; add it'],
    [
      "method: avma, avma: { host: windows-11-pro, allNodesActivated: true, dataExchange: true }",
      "avma.host: Windows 11 Pro is no Windows Server; name the one on the Hyper-V hosts",
    ],
    [
      "method: avma, avma: { host: server-2022-datacentor, allNodesActivated: true, dataExchange: true }",
      'avma.host: got "server-2022-datacentor"; did you mean "windows-server-2022-datacenter"?',
    ],
  ])("are refused as %s", (properties, expected) => {
    expect(refusalsOf(cohort(`, ${properties}`))).toEqual([
      expect.stringContaining(`: sites.hq.cohorts.a.${expected}`),
    ]);
  });
});

describe("the name of a version", () => {
  it("may be any usual one, and the model has its id", () => {
    const text = inSite("kind: core\ncohorts:\n  a: { product: client, os: Win11-Ent, count: 1 }");
    expect(modelOf(text).facts.sites[0]?.cohorts[0]?.os).toBe("windows-11-enterprise");
    expect(hostOf("")?.os).toBe("windows-10-pro");
    expect(modelOf(host("").replace("windows-10-pro", "Microsoft Windows 10 Pro")).facts.kmsHosts[0]?.os).toBe(
      "windows-10-pro",
    );
  });

  it.each([
    ["win11-enterprize", 'did you mean "windows-11-enterprise"?'],
    ["Windows Server 2022 Standart", 'did you mean "windows-server-2022-standard"?'],
    ["office-2020", 'did you mean "office-2021"?'],
    ["beos", "the nearest values are "],
  ])("is answered as %s with the nearest id", (os, remedy) => {
    const text = inSite(`kind: core\ncohorts:\n  a: { product: client, os: ${os}, count: 1 }`);
    expect(refusalsOf(text)[0]).toContain(`t.yaml:7:33: sites.hq.cohorts.a.os: got ${JSON.stringify(os)}; ${remedy}`);
  });
});
