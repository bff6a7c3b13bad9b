import { describe, expect, it } from "vitest";
import { explainCohort } from "../../../modules/explain/explain.ts";
import { cohort, forest, kmsHost, mak, site, someFacts } from "../../helpers/facts.ts";
import { alone, oneCohort } from "../plan/planned.ts";
import { explanationOf, inCore } from "./explained.ts";

const linesOf = (facts: Parameters<typeof explanationOf>[0], name: string, fact: string) =>
  explanationOf(facts, name).facts.find((one) => one.name === fact)?.lines;

describe("explainCohort", () => {
  it("refuses a cohort that the facts do not have", () => {
    expect(() => explainCohort(someFacts(), "hq", "nobody")).toThrow("the facts have no cohort hq/nobody");
    expect(() => explainCohort(someFacts(), "nowhere", "desktops")).toThrow(RangeError);
  });

  it("tries the rows of the kind of site in order, and says of each which fact decided", () => {
    const { tried } = explanationOf(inCore({ count: 24 }), "it");
    expect(tried.map(({ row, applies, tested }) => [row, applies, tested.at(-1)?.fact])).toEqual([
      ["D00", false, "activate"],
      ["D01", false, "channel"],
      ["D02", false, "channel"],
      ["D10", false, "adba-joined"],
      ["D11", false, "central-demand"],
      ["D12", false, "adba-joined"],
      ["D13", true, undefined],
    ]);
    expect(tried[4]?.tested.map(({ says }) => says)).toContain("kms-1 in the core is asked by 24, 25 are needed");
  });

  it("tries them in the order that the file sets", () => {
    const facts = inCore({ joined: "corp.example.", activationType: "kms" }, { rows: { core: ["D11"] } });
    expect(explanationOf(facts, "it").tried.map(({ row }) => row)).toEqual(["D00", "D01", "D02", "D11"]);
    expect(linesOf(facts, "it", "activation type")).toContain("order of rows set in the file: D11");
  });

  it("passes the row of labs and ends with one of isolated sites", () => {
    const facts = alone({ kind: "lab", cohorts: [cohort({ name: "it" })] });
    const { tried, decision } = explanationOf(facts, "it");
    expect(tried.find(({ row }) => row === "D04")).toMatchObject({ applies: true, method: null });
    expect(tried.at(-1)).toMatchObject({ row: decision.row, applies: true });
  });

  it("says of a declared method whether it can work, and tries the rows as if it were not there", () => {
    const facts = inCore({ count: 24, method: "kms-central" });
    expect(explanationOf(facts, "it")).toMatchObject({
      decision: { row: "declared", selected: { method: "mak", row: "D13" } },
      declared: { ok: false, missing: [{ fact: "central-demand" }] },
    });
    expect(explanationOf(facts, "it").tried.at(-1)?.row).toBe("D13");
    expect(explanationOf(inCore({ method: "kms-central" }), "it").declared).toEqual({ ok: true, missing: [] });
    expect(explanationOf(inCore({}), "it").declared).toBeNull();
  });
});

describe("the facts of an explanation", () => {
  it("are what the decision table looks at", () => {
    const facts = inCore({ joined: "corp.example.", count: 40, clientIds: 39 }, { keys: [...someFacts().keys, mak()] });
    expect(explanationOf(facts, "it").facts).toEqual([
      { name: "site", lines: ["core"] },
      { name: "machines", lines: ["40 client machines, Windows 11 Enterprise", "they share 39 client machine ids"] },
      { name: "channel", lines: ["volume"] },
      { name: "activation type", lines: ["any", "preference for ADBA: prefer"] },
      { name: "domain", lines: ["corp.example, of the forest corp.example"] },
      {
        name: "forest",
        lines: [
          "activation object windows-2025 covers them, by the key windows-2025",
          "schema version 88, 56 is needed",
          "LDAP and DNS reach it; met all the time",
        ],
      },
      { name: "KMS in the core", lines: ["kms-1 (10.10.1.4): 0 ask it, 25 are needed", "met all the time"] },
      { name: "discovery", lines: ["corp.example (zone corp.example): kms-1"] },
      { name: "MAK", lines: ["mak-client: 100 activations left", "ways to Microsoft: telephone"] },
    ]);
  });

  it("say what is missing", () => {
    const facts = oneCohort({
      site: { kind: "isolated", suffixes: [], domainControllers: ["dc1.corp.example.", "dc1.blue.example."] },
      cohort: {
        joined: "corp.example.",
        activate: false,
        phone: false,
        product: "server",
        os: "windows-server-2025-standard",
      },
      facts: { forests: [forest({ activationObjects: [], schemaVersion: null })] },
    });
    expect(linesOf(facts, "it", "activate")).toEqual(["no"]);
    expect(linesOf(facts, "it", "forest")).toEqual([
      "no activation object covers Windows Server 2025 Standard",
      "schema version not stated, 56 is needed",
      "LDAP and DNS do not reach it",
      "its controllers at the site: dc1.corp.example",
    ]);
    expect(linesOf(facts, "it", "KMS in the core")).toEqual(["no host is reached"]);
    expect(linesOf(facts, "it", "KMS at the site")).toEqual(["no host"]);
    expect(linesOf(facts, "it", "discovery")).toBeUndefined();
    expect(linesOf(facts, "it", "MAK")).toEqual(["no key for them", "ways to Microsoft: none"]);
  });

  it.each([
    [{ joined: null }, ["none (workgroup)"]],
    [{ joined: "other.example." }, ["other.example, of no declared forest"]],
  ])("name the domain of %j", (of, lines) => {
    expect(linesOf(inCore(of), "it", "domain")).toEqual(lines);
  });

  it("say which path to the forest is closed, and how often a host is met", () => {
    const reaches = { kms: null, domain: { forests: ["corp.example"], over: ["ldap"] } } as const;
    const facts = oneCohort({
      site: { kind: "branch", reaches },
      cohort: { joined: "corp.example.", contact: { domain: 30, kms: 30 } },
    });
    expect(linesOf(facts, "it", "forest")).toContain("DNS does not reach it");
    expect(linesOf(facts, "it", "KMS in the core")).toContain("met every 30 days, every 180 days are needed");
  });

  it("say what a preference against ADBA makes of the type of activation", () => {
    const facts = inCore({}, {}, { preferences: { adba: "never" } });
    expect(linesOf(facts, "it", "activation type")?.[0]).toBe(
      "any, but kms because the site's preference keeps ADBA out",
    );
  });

  it("tell hosts that may not count the machines, pins, and hosts that no row counts", () => {
    const reaches = { kms: { hosts: ["kms-2"], over: ["tcp1688", "rpc"] }, domain: null } as const;
    const facts = oneCohort({
      site: { kind: "isolated", reaches },
      cohort: { pinnedTo: ["kms-2"] },
      facts: {
        kmsHosts: [kmsHost({ site: "tested", keys: [] }), kmsHost({ name: "kms-2", site: "other" })],
        sites: [],
      },
    });
    const sites = [
      ...oneCohort({ site: { kind: "isolated", reaches }, cohort: { pinnedTo: ["kms-2"] } }).sites,
      site({ name: "other", kind: "isolated", cohorts: [] }),
    ];
    const of = { ...facts, sites };
    expect(linesOf(of, "it", "KMS at the site")).toEqual(["kms-1 (10.10.1.4) may not count Windows 11 Enterprise"]);
    expect(linesOf(of, "it", "KMS elsewhere")).toEqual([
      "kms-2 (10.10.1.4): 30 ask it, 25 are needed",
      "no row counts hosts of other sites outside the core",
    ]);
    expect(linesOf(of, "it", "discovery")).toEqual(["pointed to kms-2 (KeyManagementServiceName)"]);
  });

  it("tell a suffix without a record or a zone, and a site without suffixes", () => {
    const hidden = kmsHost({ site: "tested", records: { ...kmsHost().records, publishedBy: "none" } });
    const facts = inCore({}, { kmsHosts: [hidden] }, { suffixes: ["corp.example.", "plant.example."] });
    expect(linesOf(facts, "it", "discovery")).toEqual([
      "corp.example (zone corp.example): no record of a host that they meet",
      "plant.example (in no declared zone): no record of a host that they meet",
    ]);
    expect(linesOf(inCore({}, {}, { suffixes: [] }), "it", "discovery")).toEqual([
      "the site names no DNS suffix, so its machines find no host",
    ]);
  });

  it("hold what the cohort states for a declared method", () => {
    const facts = inCore({
      avma: { host: "windows-server-2022-datacenter", allNodesActivated: true, dataExchange: false },
      azureKms: { cloud: "global", forcedTunnel: true, routeToInternet: false },
      subscription: { join: "hybrid", baseActivated: true },
      token: { approved: false, pki: "corp-ca" },
    });
    const { facts: used } = explanationOf(facts, "it");
    expect(used.slice(4, 8)).toEqual([
      {
        name: "AVMA",
        lines: [
          "on Hyper-V of Windows Server 2022 Datacenter",
          "every node is activated: yes",
          "Data Exchange is on in the guests: no",
        ],
      },
      {
        name: "Azure KMS",
        lines: ["cloud global", "forced tunnel: yes", "its addresses are routed to the internet: no"],
      },
      { name: "subscription", lines: ["join: hybrid", "Windows Pro below is activated: yes"] },
      { name: "token", lines: ["approved by Microsoft: no", "issued by corp-ca"] },
    ]);
  });

  it("list eight hosts and count the others", () => {
    const kmsHosts = Array.from({ length: 10 }, (_, i) => kmsHost({ name: `kms-${i}` }));
    const lines = linesOf(inCore({}, { kmsHosts }), "it", "KMS in the core");
    expect(lines).toHaveLength(10);
    expect(lines).toContain("and 2 more hosts");
  });
});
