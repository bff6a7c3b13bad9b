import { describe, expect, it } from "vitest";
import { adbaConditions, adbaGapText } from "../../../modules/plan/adba.ts";
import type { Cohort, Facts, Forest, Site } from "../../../modules/topology/model.ts";
import { activationObject, cohort, forest, site, someFacts } from "../../helpers/facts.ts";

const reaches = { kms: null, domain: { forests: ["corp.example"], over: ["ldap", "dns"] } } as const;

/** Conditions of a joined cohort at a branch that reaches the forest, and the first gap in words. */
function conditions(of: {
  cohort?: Partial<Cohort>;
  site?: Partial<Site>;
  forest?: Partial<Forest>;
  facts?: Partial<Facts>;
}) {
  const it = cohort({ joined: "corp.example.", ...of.cohort });
  const where = site({ kind: "branch", reaches, cohorts: [it], ...of.site });
  const facts = someFacts({ forests: [forest(of.forest)], sites: [where], ...of.facts });
  const found = adbaConditions(facts, where, it);
  return { ...found, text: adbaGapText(it, found) };
}

const contact = (domain: number | "never") => ({ domain, kms: null });

describe("ADBA", () => {
  it("is possible for members of a forest that has an object for them and is in reach", () => {
    expect(conditions({})).toEqual({
      ok: true,
      missing: [],
      forest: "corp.example",
      schemaVersion: 88,
      object: "windows-2025",
      contact: 0,
      text: null,
    });
  });

  it("reaches child domains of the forest", () => {
    expect(conditions({ cohort: { joined: "emea.corp.example." } }).ok).toBe(true);
  });

  it.each([
    { of: { cohort: { joined: null } }, missing: ["joined"], text: "they are in no domain" },
    {
      of: { cohort: { joined: "other.example." } },
      missing: ["forest"],
      text: "no declared forest has the domain other.example",
    },
    {
      of: { cohort: { os: "windows-7-pro" } },
      missing: ["os"],
      text: "Windows 7 Pro cannot use ADBA",
    },
    { of: { cohort: { joined: null, os: "beos" } }, missing: ["joined", "os"], text: "they are in no domain" },
    {
      of: { forest: { schemaVersion: 55 } },
      missing: ["schema"],
      text: "the schema of corp.example is version 55, ADBA needs 56",
    },
    {
      of: { forest: { activationObjects: [] } },
      missing: ["object"],
      text: "no activation object of corp.example covers Windows 11 Enterprise",
    },
    {
      of: { forest: { activationObjects: [activationObject({ key: "gone" })] } },
      missing: ["object"],
      text: "no activation object of corp.example covers Windows 11 Enterprise",
    },
    {
      of: { site: { reaches: { kms: null, domain: { forests: ["corp.example"], over: ["dns"] } } } },
      missing: ["ldap"],
      text: "LDAP does not reach corp.example",
    },
    {
      of: { site: { reaches: { kms: null, domain: { forests: ["corp.example"], over: ["ldap"] } } } },
      missing: ["dns"],
      text: "DNS does not reach corp.example",
    },
    {
      of: { site: { reaches: { kms: null, domain: { forests: ["other.example"], over: ["ldap", "dns"] } } } },
      missing: ["ldap", "dns"],
      text: "LDAP does not reach corp.example",
    },
    {
      of: { cohort: { contact: contact(181) } },
      missing: ["contact"],
      text: "they meet corp.example every 181 days, every 180 days are needed",
    },
    {
      of: { cohort: { contact: contact("never") } },
      missing: ["contact"],
      text: "they never meet corp.example",
    },
    { of: { site: { kind: "disconnected" } }, missing: ["contact"], text: "they never meet corp.example" },
  ] as const)("is not possible when $text", ({ of, missing, text }) => {
    expect(conditions(of)).toMatchObject({ ok: false, missing, text });
  });

  it.each([55, 56, null])("needs schema 56; version %s", (schemaVersion) => {
    expect(conditions({ forest: { schemaVersion } }).ok).toBe(schemaVersion !== 55);
  });

  it("needs no `reaches` in the core", () => {
    expect(conditions({ site: { kind: "core", reaches: { kms: null, domain: null } } })).toMatchObject({
      ok: true,
      contact: 0,
    });
  });

  it("takes a stated contact for a path, unless the site shuts it", () => {
    const none = { kms: null, domain: null };
    expect(conditions({ site: { reaches: none }, cohort: { contact: contact(1) } })).toMatchObject({
      ok: true,
      contact: 1,
    });
    const half = { kms: null, domain: { forests: ["corp.example"], over: ["dns"] } } as const;
    expect(conditions({ site: { reaches: half }, cohort: { contact: contact(200) } }).missing).toEqual([
      "contact",
      "ldap",
    ]);
  });

  it("lists everything that is missing", () => {
    const found = conditions({
      cohort: { os: "windows-7-pro" },
      forest: { schemaVersion: 47, activationObjects: [] },
      site: { reaches: { kms: null, domain: null } },
    });
    expect(found.missing).toEqual(["os", "schema", "object", "ldap", "dns"]);
  });
});
