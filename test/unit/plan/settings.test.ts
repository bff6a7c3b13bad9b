import { describe, expect, it } from "vitest";
import type { ActivationType, Method } from "../../../modules/topology/model.ts";
import { cohort, kmsHost } from "../../helpers/facts.ts";
import { alone, decisionOf, oneCohort } from "./planned.ts";

const toCore = { hosts: "core", over: ["tcp1688", "rpc"] } as const;
const others = cohort({ name: "others", count: 30 });
const member = (activationType: ActivationType, method: Method | null = null) =>
  cohort({ name: "it", joined: "corp.example.", activationType, method });

describe("settings of the machines", () => {
  it.each([
    { type: "any", settings: [], effectiveMethod: "adba" },
    { type: "ad", settings: ["VLActivationType 1 (AD only)"], effectiveMethod: "adba" },
    { type: "kms", settings: ["VLActivationType 0 (AD, KMS or token)"], effectiveMethod: "kms-central" },
    { type: "token", settings: ["VLActivationType 0 (AD, KMS or token)"], effectiveMethod: "token" },
  ] as const)("let ADBA happen on machines of type $type, which as they are use $effectiveMethod", (expected) => {
    const { type, ...rest } = expected;
    expect(decisionOf(alone({ cohorts: [member(type), others] }), "it")).toMatchObject({ method: "adba", ...rest });
  });

  it("say what machines of type kms do at a branch, and where no host serves them", () => {
    const reaches = { kms: null, domain: { forests: ["corp.example"], over: ["ldap", "dns"] } } as const;
    const branch = { kind: "branch", reaches, cohorts: [member("kms")] } as const;
    expect(decisionOf(alone(branch), "it")).toMatchObject({ row: "D30", effectiveMethod: "kms-local" });
    expect(decisionOf(alone(branch, { kmsHosts: [] }), "it")).toMatchObject({ row: "D30", effectiveMethod: "none" });
  });

  it.each([
    { type: "any", settings: [] },
    { type: "ad", settings: ["VLActivationType 2 (KMS only)"] },
    { type: "kms", settings: ["VLActivationType 2 (KMS only)"] },
    { type: "token", settings: ["VLActivationType 2 (KMS only)"] },
  ] as const)("let KMS happen on workgroup machines of type $type", ({ type, settings }) => {
    const it1 = cohort({ name: "it", activationType: type });
    expect(decisionOf(alone({ cohorts: [it1, others] }), "it")).toMatchObject({ method: "kms-central", settings });
  });

  it("set token machines to tokens, whatever the preference", () => {
    const cohorts = [cohort({ name: "it", activationType: "token", method: "token", pinnedTo: ["kms-1"] })];
    expect(decisionOf(alone({ cohorts, preferences: { adba: "never" } }), "it").settings).toEqual([
      "VLActivationType 3 (token only)",
    ]);
  });

  it("leave a declared ADBA alone where the site's preference is never", () => {
    const facts = alone({ cohorts: [member("any", "adba")], preferences: { adba: "never" } });
    expect(decisionOf(facts, "it")).toMatchObject({ effectiveMethod: "adba", settings: [] });
  });

  it("name the hosts that machines are pinned to", () => {
    const facts = alone(
      { cohorts: [cohort({ name: "it", pinnedTo: ["kms-2", "kms-1"] })] },
      { kmsHosts: [kmsHost(), kmsHost({ name: "kms-2", port: 1700 })] },
    );
    expect(decisionOf(facts, "it").settings).toEqual([
      "KeyManagementServiceName kms-1.corp.example:1688 or kms-2.corp.example:1700",
    ]);
  });

  it("name a host that would count the machines and that they do not find", () => {
    const records = {
      publishedBy: "toolkit",
      existing: "upsert",
      priority: 0,
      weight: 0,
      ttl: 3600,
      domains: ["corp.example."],
    } as const;
    const estate = oneCohort({
      site: { kind: "branch", suffixes: ["branch.example."], reaches: { kms: toCore, domain: null } },
      facts: { kmsHosts: [kmsHost({ site: "core", records })] },
    });
    expect(decisionOf(estate, "it")).toMatchObject({
      row: "D31",
      effectiveMethod: "none",
      settings: [
        "KeyManagementServiceName kms-1.corp.example:1688, because no suffix that they search holds its record",
      ],
    });
    const found = oneCohort({
      site: { kind: "branch", suffixes: ["branch.example.", "corp.example."], reaches: { kms: toCore, domain: null } },
      facts: { kmsHosts: [kmsHost({ site: "core", records })] },
    });
    expect(decisionOf(found, "it")).toMatchObject({ row: "D31", effectiveMethod: "kms-central", settings: [] });
  });

  it("say that machines set to AD only or to tokens never ask the KMS that they have", () => {
    const effective = (activationType: ActivationType) =>
      decisionOf(alone({ cohorts: [cohort({ name: "it", activationType }), others] }), "it").effectiveMethod;
    expect((["any", "kms", "ad", "token"] as const).map(effective)).toEqual([
      "kms-central",
      "kms-central",
      "none",
      "token",
    ]);
  });

  it("are none for a MAK", () => {
    const facts = alone({ cohorts: [cohort({ name: "it", count: 3, activationType: "kms", pinnedTo: ["kms-1"] })] });
    expect(decisionOf(facts, "it")).toMatchObject({ method: "mak", settings: [] });
  });
});
