import { describe, expect, it } from "vitest";
import type { SiteKind } from "../../../modules/topology/model.ts";
import { cohort } from "../../helpers/facts.ts";
import { alone, decisionOf } from "./planned.ts";

const kinds: readonly SiteKind[] = ["core", "isolated", "branch", "disconnected", "lab"];

describe("channels", () => {
  it.each(kinds)("leave OEM machines of a %s site to the factory (D01)", (kind) => {
    const facts = alone({ kind, cohorts: [cohort({ name: "it", count: 40, channel: "oem" })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "oem",
      row: "D01",
      reason: "OEM_CHANNEL",
      criterion: 9,
      variant: null,
      hosts: [],
    });
  });

  it.each(kinds)("leave retail machines of a %s site to their own keys (D02)", (kind) => {
    const facts = alone({ kind, cohorts: [cohort({ name: "it", count: 5, channel: "retail" })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "retail",
      row: "D02",
      reason: "RETAIL_CHANNEL",
      criterion: 8,
      variant: "phone",
      sentence: "5 client machines carry retail keys, one for each copy.",
    });
  });

  it.each([
    { internet: true, vamt: true, phone: true, variant: "online" },
    { internet: false, vamt: true, phone: true, variant: "vamt-proxy" },
    { internet: false, vamt: false, phone: true, variant: "phone" },
    { internet: false, vamt: false, phone: false, variant: "none" },
  ] as const)("activate a retail key by $variant (internet $internet, VAMT $vamt, phone $phone)", (paths) => {
    const { variant, ...ways } = paths;
    const facts = alone({ cohorts: [cohort({ name: "it", channel: "retail", ...ways })] });
    expect(decisionOf(facts, "it")).toMatchObject({ variant, notes: variant === "none" ? ["NO_MAK_PATH"] : [] });
  });

  it.each(kinds.filter((kind) => kind !== "lab"))("refuse unactivated machines at a %s site (D00)", (kind) => {
    const facts = alone({ kind, cohorts: [cohort({ name: "it", count: 4, activate: false })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "none",
      row: "D00",
      reason: "INPUT",
      criterion: 7,
      sentence: `4 client machines are declared as not activated, which only a lab may do; hq is of kind ${kind}.`,
    });
  });
});

describe("labs", () => {
  it("may leave machines unactivated (D03)", () => {
    const facts = alone({ kind: "lab", cohorts: [cohort({ name: "it", activate: false })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "none",
      row: "D03",
      reason: "LAB_NONE",
      criterion: 7,
      notes: ["LICENSE_TERMS"],
    });
  });

  it("decide as isolated sites and watch the count (D04)", () => {
    const facts = alone({ kind: "lab", cohorts: [cohort({ name: "it", count: 30 })] });
    expect(decisionOf(facts, "it")).toMatchObject({
      method: "kms-local",
      row: "D22",
      notes: ["LAB_AS_ISOLATED", "LAB_MONITOR_COUNT"],
    });
    const small = alone({ kind: "lab", cohorts: [cohort({ name: "it", count: 3 })] });
    expect(decisionOf(small, "it")).toMatchObject({
      row: "D23",
      notes: ["LAB_AS_ISOLATED", "LAB_MONITOR_COUNT"],
    });
  });

  it("leave OEM and retail machines to their channel even when unactivated", () => {
    const facts = alone({ kind: "lab", cohorts: [cohort({ name: "it", channel: "oem", activate: false })] });
    expect(decisionOf(facts, "it").row).toBe("D01");
  });
});
