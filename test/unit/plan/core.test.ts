import { describe, expect, it } from "vitest";
import { cohort, csvlk, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { alone, decisionOf } from "./planned.ts";

const joined = { joined: "corp.example." };

describe("core sites", () => {
  it("use central KMS for 200 workgroup machines (D11)", () => {
    const facts = alone({ cohorts: [cohort({ name: "it", count: 200 })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "kms-central",
      row: "D11",
      reason: "CORE_KMS",
      criterion: 2,
      hosts: ["kms-1"],
      sentence: "200 client machines are counted by kms-1 in the core: 200 ask it, 25 are needed.",
    });
  });

  it.each([
    { product: "client", count: 24, method: "mak", row: "D13" },
    { product: "client", count: 25, method: "kms-central", row: "D11" },
    { product: "server", count: 4, method: "mak", row: "D13" },
    { product: "server", count: 5, method: "kms-central", row: "D11" },
    { product: "office", count: 4, method: "mak", row: "D13" },
    { product: "office", count: 5, method: "kms-central", row: "D11" },
  ] as const)("give $method to $count $product machines that alone ask a host", ({ product, count, method, row }) => {
    const facts = alone(
      { cohorts: [cohort({ name: "it", product, count })] },
      {
        keys: [csvlk(), csvlk({ name: "office-2019", group: "office-2019" })],
        kmsHosts: [kmsHost({ keys: ["windows-2025", "office-2019"] })],
      },
    );
    expect(decisionOf(facts, "it")).toMatchObject({ method, row });
  });

  it("say what stood against ADBA and KMS when a MAK is left (D13)", () => {
    const facts = alone({ cohorts: [cohort({ name: "it", count: 24, internet: true })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      reason: "NO_NETWORK_MEETS_THRESHOLD",
      criterion: 3,
      variant: "online",
      sentence: "24 client machines get a MAK: they are in no domain; kms-1 in the core is asked by 24, 25 are needed.",
    });
  });

  it("count 20 client machines and 5 servers together (A-2)", () => {
    const cohorts = [cohort({ name: "clients", count: 20 }), cohort({ name: "servers", product: "server", count: 5 })];
    const facts = alone({ cohorts });
    expect(decisionOf(facts, "clients").row).toBe("D11");
    expect(decisionOf(facts, "servers").row).toBe("D11");
  });

  it("count 19 client machines and 5 servers together, which serves the servers only (A-3, A-13)", () => {
    const cohorts = [cohort({ name: "clients", count: 19 }), cohort({ name: "servers", product: "server", count: 5 })];
    const facts = alone({ cohorts });
    expect(decisionOf(facts, "clients").row).toBe("D13");
    expect(decisionOf(facts, "servers").row).toBe("D11");
  });

  it("do not count machines that ADBA takes first (A-4)", () => {
    const cohorts = [cohort({ name: "members", count: 90, ...joined }), cohort({ name: "rest", count: 10 })];
    const facts = alone({ cohorts });
    expect(decisionOf(facts, "members")).toMatchObject({ row: "D10", method: "adba", effectiveMethod: "adba" });
    expect(decisionOf(facts, "rest").row).toBe("D13");
  });

  it("prefer ADBA where it is possible (D10)", () => {
    const facts = alone({ cohorts: [cohort({ name: "it", count: 3400, ...joined })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      row: "D10",
      reason: "CORE_ADBA",
      criterion: 1,
      sentence:
        "3400 client machines of corp.example use the activation object windows-2025, whose key covers Windows 11 Enterprise.",
    });
  });

  it("put KMS first where ADBA is only allowed, and say what the machines do (D11, EFFECTIVE_ADBA)", () => {
    const cohorts = [cohort({ name: "it", count: 40, ...joined }), cohort({ name: "others", count: 30 })];
    const facts = alone({ preferences: { adba: "allow" }, cohorts });
    expect(decisionOf(facts, "it")).toMatchObject({
      row: "D11",
      method: "kms-central",
      effectiveMethod: "adba",
      notes: ["EFFECTIVE_ADBA"],
      settings: ["VLActivationType 2 (KMS only), if KMS is to come before ADBA"],
      sentence:
        "40 client machines may use kms-1 in the core, which 30 others ask (25 are needed), but will use the activation object windows-2025 first.",
    });
  });

  it("fall back on ADBA where it is allowed and KMS is not possible (D12)", () => {
    const cohorts = [cohort({ name: "it", count: 40, ...joined }), cohort({ name: "others", count: 24 })];
    const facts = alone({ preferences: { adba: "allow" }, cohorts });
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D12", reason: "CORE_BELOW_THRESHOLD_ADBA", criterion: 1 });
  });

  it("keep ADBA out where the preference says never, as a setting to make (D11)", () => {
    const facts = alone({ preferences: { adba: "never" }, cohorts: [cohort({ name: "it", count: 25, ...joined })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      row: "D11",
      effectiveMethod: "kms-central",
      notes: [],
      settings: ["VLActivationType 2 (KMS only)"],
    });
  });

  it("end with a MAK where ADBA is kept out and KMS is too small (D13)", () => {
    const facts = alone({ preferences: { adba: "never" }, cohorts: [cohort({ name: "it", count: 24, ...joined })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      row: "D13",
      settings: [],
      sentence:
        "24 client machines get a MAK: ADBA is not wanted here; kms-1 in the core is asked by 24, 25 are needed.",
    });
  });

  it("give ADBA to Office only through an object with a key of that Office", () => {
    const office = cohort({ name: "it", product: "office", count: 4, ...joined });
    const keys = [csvlk(), csvlk({ name: "office-2019", group: "office-2019" })];
    const object = { name: "office", key: "office-2019", origin: "existing", runsOn: null } as const;
    expect(decisionOf(alone({ cohorts: [office] }, { keys }), "it").row).toBe("D13");
    const withObject = alone({ cohorts: [office] }, { keys, forests: [forest({ activationObjects: [object] })] });
    expect(decisionOf(withObject, "it").row).toBe("D10");
  });

  it("are served by the host of another core site", () => {
    const facts = someFacts({
      kmsHosts: [kmsHost({ site: "east" })],
      sites: [
        site({ name: "east", cohorts: [cohort({ name: "there", count: 20 })] }),
        site({ name: "west", cohorts: [cohort({ name: "here", count: 5 })] }),
      ],
    });
    expect(decisionOf(facts, "here").row).toBe("D11");
  });

  it.each([
    { kms: 180, row: "D11" },
    { kms: 181, row: "D13" },
    { kms: "never", row: "D13" },
  ] as const)("need contact with a host within 180 days: $kms gives $row (A-24)", ({ kms, row }) => {
    const cohorts = [cohort({ name: "it", contact: { domain: null, kms } }), cohort({ name: "others", count: 30 })];
    expect(decisionOf(alone({ cohorts }), "it").row).toBe(row);
  });

  it("say so when contact with a host that is asked enough is too rare", () => {
    const cohorts = [cohort({ name: "it", count: 1, contact: { domain: null, kms: 181 } }), cohort({ name: "others" })];
    expect(decisionOf(alone({ cohorts }), "it").sentence).toBe(
      "1 client machine gets a MAK: they are in no domain; they meet kms-1 in the core every 181 days, every 180 days are needed.",
    );
  });

  it("need no host at all for ADBA", () => {
    const facts = alone({ cohorts: [cohort({ name: "it", count: 1, ...joined })] }, { kmsHosts: [] });
    expect(decisionOf(facts, "it")).toMatchObject({
      row: "D10",
      hosts: [],
      sentence:
        "1 client machine of corp.example uses the activation object windows-2025, whose key covers Windows 11 Enterprise.",
    });
  });

  it("say that there is no host, or none that covers the machines", () => {
    const none = alone({ cohorts: [cohort({ name: "it" })] }, { kmsHosts: [] });
    expect(decisionOf(none, "it").sentence).toContain("they reach no KMS host in the core");
    const other = alone({ cohorts: [cohort({ name: "it" })] }, { kmsHosts: [kmsHost({ keys: ["unknown"] })] });
    expect(decisionOf(other, "it").sentence).toContain(
      "no KMS host in the core may count them as Windows 11 Enterprise",
    );
  });

  it("use KMS for 40 machines that two equal hosts share; the spread is for a rule to advise on", () => {
    const facts = alone(
      { cohorts: [cohort({ name: "it", count: 40 })] },
      { kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })] },
    );
    expect(decisionOf(facts, "it")).toMatchObject({ row: "D11", hosts: ["kms-1", "kms-2"] });
  });
});
