import { describe, expect, it } from "vitest";
import { countsOnlyThoseWhoAsk, keepsMargin, thresholdRules } from "../../../modules/rules/thresholdRules.ts";
import type { Cohort, Product } from "../../../modules/topology/model.ts";
import { cohort, csvlk, forest, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { found, reports } from "../../helpers/world.ts";

const [client, server, office] = thresholdRules;
const ruleOf = { client, server, office };
const windowsAndOffice = [csvlk(), csvlk({ name: "office-2019", group: "office-2019" })];

/** A core site with one host for Windows and Office, and these cohorts. */
const core = (...cohorts: Cohort[]) =>
  someFacts({
    keys: windowsAndOffice,
    kmsHosts: [kmsHost({ keys: ["windows-2025", "office-2019"] })],
    sites: [site({ cohorts })],
    forests: [forest()],
  });

describe("KMS-THR-01, KMS-THR-02 and KMS-THR-03", () => {
  it.each([
    ["client", 24, 1],
    ["client", 25, 0],
    ["server", 4, 1],
    ["server", 5, 0],
    ["office", 4, 1],
    ["office", 5, 0],
  ] as const)("judge %s cohorts of %i machines with %i findings", (product, count, findings) => {
    const facts = core(cohort({ product, count, method: "kms-central" }));
    for (const [other, rule] of Object.entries(ruleOf) as [Product, typeof client][])
      expect(rule && reports(rule, facts)).toHaveLength(other === product ? findings : 0);
  });

  it("name site, cohort, host and numbers", () => {
    const facts = core(cohort({ name: "scada", product: "server", count: 3, method: "kms-central" }));
    expect(server && reports(server, facts)).toEqual([
      {
        subject: "sites.hq.cohorts.scada",
        message:
          "site hq: cohort scada (3 servers) may use kms-1 in the core, which 3 machines ask, and servers need 5; let more machines ask one host, or give the cohort the method mak or adba",
      },
    ]);
  });

  it("count clients and servers together", () => {
    const facts = core(
      cohort({ count: 20, method: "kms-central" }),
      cohort({ name: "servers", product: "server", count: 5, method: "kms-central" }),
    );
    expect(client && reports(client, facts)).toEqual([]);
  });

  it("leave out machines that a forest activates first", () => {
    const facts = core(
      cohort({ count: 24, method: "kms-central" }),
      cohort({ name: "joined", count: 90, joined: "corp.example." }),
    );
    expect(client && found(reports(client, facts))).toEqual(["fail sites.hq.cohorts.desktops"]);
  });

  it("say so where a cohort may use no host at all", () => {
    const facts = someFacts({
      sites: [site(), site({ name: "shop", kind: "branch", cohorts: [cohort({ method: "kms-local" })] })],
    });
    expect(client && reports(client, facts)[0]?.message).toContain("may use no KMS host at its own site");
  });

  it("are silent about cohorts with another method", () => {
    expect(client && reports(client, core(cohort({ count: 3 })))).toEqual([]);
  });
});

describe("KMS-THR-04", () => {
  it.each([
    ["client", 24, 0],
    ["client", 25, 1],
    ["client", 29, 1],
    ["client", 30, 0],
    ["server", 5, 1],
    ["server", 6, 0],
    ["office", 5, 1],
    ["office", 6, 0],
  ] as const)("judges %s cohorts of %i machines with %i findings", (product, count, findings) => {
    expect(reports(keepsMargin, core(cohort({ product, count, method: "kms-central" })))).toHaveLength(findings);
  });

  it("names host, machines and how many of them are enough", () => {
    const message = (count: number) => reports(keepsMargin, core(cohort({ count })))[0]?.message;
    expect(message(27)).toBe(
      "kms-1: 27 machines ask it, and Windows clients (desktops of hq) need 25, so 3 that stay away for 30 days are enough to lose it; let more machines ask it, or know what to do then",
    );
    expect(message(25)).toContain("so 1 that stays away for 30 days is enough");
  });

  it("speaks of a host once, and not where ADBA takes the machines", () => {
    const two = core(cohort({ name: "a", count: 13 }), cohort({ name: "b", count: 13 }));
    expect(reports(keepsMargin, two)).toHaveLength(1);
    const joined = cohort({ name: "joined", count: 4, method: "kms-central", joined: "corp.example." });
    expect(reports(keepsMargin, core(cohort({ count: 60 }), joined))).toEqual([]);
  });
});

describe("KMS-THR-05", () => {
  const counted = (silent: Partial<Cohort>) =>
    reports(
      countsOnlyThoseWhoAsk,
      core(
        cohort({ name: "kiosks", count: 10, method: "kms-central" }),
        cohort({ name: "others", count: 15, ...silent }),
      ),
    );

  it("names both numbers and the machines that make the difference", () => {
    expect(counted({ joined: "corp.example." })).toEqual([
      {
        subject: "kmsHosts.kms-1",
        message:
          "kms-1: 10 machines ask it and 25 are needed; it has 25 only by counting 15 others of hq (ADBA), which never ask it; leave the whole cohort to ADBA or MAK, or set those machines to KMS",
      },
    ]);
  });

  it("is silent where all of them together are too few as well", () => {
    expect(counted({ joined: "corp.example.", count: 14 })).toEqual([]);
  });

  it.each([
    ["machines of another channel", { channel: "oem" }],
    ["retail machines", { channel: "retail" }],
    ["machines that are not activated", { activate: false }],
  ] as const)("finds %s", (_, silent) => {
    expect(found(counted(silent))).toEqual(["fail kmsHosts.kms-1"]);
  });

  it("is silent where enough machines ask", () => {
    expect(counted({})).toEqual([]);
  });

  it("is silent about machines with a declared MAK, which nobody would count", () => {
    expect(counted({ method: "mak" })).toEqual([]);
  });

  it("is silent about a host that no KMS cohort depends on", () => {
    const facts = core(cohort({ count: 10 }), cohort({ name: "joined", count: 90, joined: "corp.example." }));
    expect(reports(countsOnlyThoseWhoAsk, facts)).toEqual([]);
  });
});
