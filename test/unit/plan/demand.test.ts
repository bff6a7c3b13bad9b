import { describe, expect, it } from "vitest";
import { planTopology } from "../../../modules/plan/plan.ts";
import { activationObject, cohort, csvlk, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { alone, decisionOf, demandOf } from "./planned.ts";

const officeKey = csvlk({ name: "office-2019", group: "office-2019" });

describe("demand", () => {
  it("counts client machines and servers together, Office apart", () => {
    const cohorts = [
      cohort({ name: "clients", count: 20 }),
      cohort({ name: "servers", product: "server", count: 6 }),
      cohort({ name: "office", product: "office", count: 7 }),
    ];
    const facts = alone(
      { cohorts },
      { keys: [csvlk(), officeKey], kmsHosts: [kmsHost({ keys: ["windows-2025", "office-2019"] })] },
    );
    expect(planTopology(facts).demand).toEqual([
      { host: "kms-1", application: "windows", demand: 26, machines: 26, notCounted: [] },
      { host: "kms-1", application: "office", demand: 7, machines: 7, notCounted: [] },
    ]);
  });

  it("names an application only where a key of the host serves it, demand or not", () => {
    const facts = alone({ cohorts: [] }, { kmsHosts: [kmsHost(), kmsHost({ name: "empty", keys: [] })] });
    expect(planTopology(facts).demand).toEqual([
      { host: "kms-1", application: "windows", demand: 0, machines: 0, notCounted: [] },
    ]);
  });

  it("leaves out, with the reason, everybody who will not ask", () => {
    const cohorts = [
      cohort({ name: "asks", count: 1 }),
      cohort({ name: "adba", count: 2, joined: "corp.example." }),
      cohort({ name: "oem", count: 3, channel: "oem" }),
      cohort({ name: "retail", count: 4, channel: "retail" }),
      cohort({ name: "off", count: 5, activate: false }),
      cohort({ name: "mak", count: 6, method: "mak" }),
      cohort({ name: "ad-only", count: 7, activationType: "ad" }),
      cohort({ name: "token", count: 8, activationType: "token" }),
      cohort({ name: "elsewhere", count: 9, pinnedTo: ["kms-2"] }),
    ];
    const facts = alone({ cohorts }, { kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })] });
    const { demand, notCounted } = demandOf(facts, "kms-1");
    expect(demand).toBe(1);
    expect(notCounted.map(({ cohort: name, count, why }) => [name, count, why])).toEqual([
      ["adba", 2, "adba"],
      ["oem", 3, "channel"],
      ["retail", 4, "channel"],
      ["off", 5, "not-activated"],
      ["mak", 6, "declared"],
      ["ad-only", 7, "declared"],
      ["token", 8, "declared"],
      ["elsewhere", 9, "undiscovered"],
    ]);
    expect(demandOf(facts, "kms-2").demand).toBe(10);
  });

  it.each(["mak", "none", "retail", "oem", "token", "avma", "azure-kms", "subscription"] as const)(
    "does not count machines with the declared method %s",
    (method) => {
      expect(demandOf(alone({ cohorts: [cohort({ method })] }), "kms-1").demand).toBe(0);
    },
  );

  it.each(["adba", "kms-central", "kms-local"] as const)(
    "counts machines with the declared method %s that no forest serves",
    (method) => {
      expect(demandOf(alone({ cohorts: [cohort({ method })] }), "kms-1").demand).toBe(30);
    },
  );

  it("counts members of a domain once the preference keeps ADBA out", () => {
    const cohorts = [cohort({ joined: "corp.example." })];
    expect(demandOf(alone({ cohorts }), "kms-1").demand).toBe(0);
    expect(demandOf(alone({ cohorts, preferences: { adba: "never" } }), "kms-1").demand).toBe(30);
  });

  it("counts Office on members of a domain whose objects cover only Windows", () => {
    const cohorts = [cohort({ product: "office", joined: "corp.example." })];
    const hosts = [kmsHost({ keys: ["office-2019"] })];
    const facts = alone({ cohorts }, { keys: [csvlk(), officeKey], kmsHosts: hosts });
    expect(demandOf(facts, "kms-1", "office").demand).toBe(30);
    const objects = [activationObject(), activationObject({ name: "office", key: "office-2019" })];
    const covered = { ...facts, forests: [forest({ activationObjects: objects })] };
    expect(demandOf(covered, "kms-1", "office").demand).toBe(0);
  });

  it("does not count machines that no key of the host covers", () => {
    const cohorts = [cohort({ name: "eleven", count: 3 }), cohort({ name: "ten", count: 4, os: "windows-10-pro" })];
    const keys = [csvlk({ name: "windows-2025", group: "windows-server-2019" })];
    const kmsHosts = [kmsHost({ os: "windows-server-2019-standard" })];
    expect(demandOf(alone({ cohorts }, { keys, kmsHosts }), "kms-1")).toMatchObject({ demand: 4, notCounted: [] });
  });

  it("does not count servers on a client Windows", () => {
    const clients = cohort({ os: "windows-10-pro", count: 25 });
    const cohorts = [clients, cohort({ name: "servers", product: "server", count: 6 })];
    const keys = [csvlk({ group: "windows-10" })];
    const facts = alone({ cohorts }, { keys, kmsHosts: [kmsHost({ os: "windows-10-enterprise" })] });
    expect(demandOf(facts, "kms-1")).toMatchObject({ demand: 25, notCounted: [] });
  });

  it("counts machines of every site that reaches the host, for each host that they may ask", () => {
    const facts = someFacts({
      kmsHosts: [kmsHost(), kmsHost({ name: "kms-2", address: "10.10.1.5" })],
      sites: [
        site({ cohorts: [cohort({ count: 10 })] }),
        site({
          name: "branch",
          kind: "branch",
          reaches: { kms: { hosts: ["kms-2"], over: ["tcp1688", "rpc"] }, domain: null },
          cohorts: [cohort({ name: "it", count: 20 })],
        }),
      ],
    });
    expect(demandOf(facts, "kms-1").demand).toBe(10);
    expect(demandOf(facts, "kms-2").demand).toBe(30);
    expect(decisionOf(facts, "it").row).toBe("D31");
  });

  it("finds no machines where the host's record lies in no suffix of theirs", () => {
    const records = {
      publishedBy: "toolkit",
      existing: "upsert",
      priority: 0,
      weight: 0,
      ttl: 3600,
      domains: ["other.example."],
    } as const;
    const facts = alone({ cohorts: [cohort({ name: "it" })] }, { kmsHosts: [kmsHost({ records })] });
    expect(demandOf(facts, "kms-1")).toMatchObject({ demand: 0, notCounted: [{ count: 30, why: "undiscovered" }] });
    expect(decisionOf(facts, "it").row).toBe("D13");
  });

  it("gives pinned machines only the host that they are pinned to", () => {
    const cohorts = [cohort({ name: "it", count: 3, pinnedTo: ["kms-2"] }), cohort({ name: "crowd", count: 40 })];
    const quiet = {
      publishedBy: "none",
      existing: "upsert",
      priority: 0,
      weight: 0,
      ttl: 3600,
      domains: null,
    } as const;
    const facts = alone({ cohorts }, { kmsHosts: [kmsHost(), kmsHost({ name: "kms-2", records: quiet })] });
    expect(demandOf(facts, "kms-2").demand).toBe(3);
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D13", hosts: ["kms-1", "kms-2"] });
  });
});
