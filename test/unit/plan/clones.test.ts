import { describe, expect, it } from "vitest";
import { cohort, csvlk, kmsHost } from "../../helpers/facts.ts";
import { alone, decisionOf, demandOf } from "./planned.ts";

const clones = (clientIds: number, of: Parameters<typeof cohort>[0] = {}) =>
  cohort({ name: "it", count: 60, clientIds, ...of });

describe("clones that share client machine ids", () => {
  it("are counted once for each id, with the number of machines beside it", () => {
    const facts = alone({ cohorts: [clones(1), cohort({ name: "others", count: 10 })] });
    expect(demandOf(facts, "kms-1")).toMatchObject({ demand: 11, machines: 70 });
  });

  it.each([
    {
      clientIds: 24,
      row: "D13",
      sentence: "kms-1 in the core is asked by 24 client machine ids of 60 machines, 25 are needed.",
    },
    {
      clientIds: 25,
      row: "D11",
      sentence: "kms-1 in the core: 25 client machine ids of 60 machines ask it, 25 are needed.",
    },
  ])("with $clientIds ids on 60 machines come to row $row", ({ clientIds, row, sentence }) => {
    const decision = decisionOf(alone({ cohorts: [clones(clientIds)] }), "it");
    expect(decision.row).toBe(row);
    expect(decision.sentence.endsWith(sentence)).toBe(true);
    expect(decision.count).toBe(60);
  });

  it.each([
    { product: "server", keys: ["windows-2025"], few: 4, enough: 5 },
    { product: "office", keys: ["office-2019"], few: 4, enough: 5 },
  ] as const)("need $enough ids for $product too", ({ product, keys, few, enough }) => {
    const facts = (clientIds: number) =>
      alone(
        { cohorts: [clones(clientIds, { product })] },
        {
          keys: [csvlk(), csvlk({ name: "office-2019", group: "office-2019" })],
          kmsHosts: [kmsHost({ keys: [...keys] })],
        },
      );
    expect(decisionOf(facts(few), "it").method).toBe("mak");
    expect(decisionOf(facts(enough), "it").method).toBe("kms-central");
  });

  it("come with a note where they use KMS, and with none elsewhere or where every machine has its own", () => {
    expect(decisionOf(alone({ cohorts: [clones(25)] }), "it").notes).toEqual(["SHARED_CLIENT_IDS"]);
    expect(decisionOf(alone({ cohorts: [clones(60)] }), "it").notes).toEqual([]);
    expect(decisionOf(alone({ cohorts: [clones(24)] }), "it").notes).toEqual([]);
    const members = alone({ cohorts: [clones(25, { joined: "corp.example." })] });
    expect(decisionOf(members, "it")).toMatchObject({ method: "adba", notes: [] });
  });

  it("of a cohort with a declared MAK would add their ids, not their number", () => {
    const facts = (clientIds: number) => alone({ cohorts: [clones(clientIds, { method: "mak" })] });
    expect(decisionOf(facts(24), "it").selected).toEqual({ method: "mak", row: "D13" });
    expect(decisionOf(facts(25), "it").selected).toEqual({ method: "kms-central", row: "D11" });
  });

  it("are as many as the machines of an activation object, which counts nobody", () => {
    const facts = alone({ cohorts: [clones(1, { joined: "corp.example." })] });
    expect(decisionOf(facts, "it")).toMatchObject({ method: "adba", count: 60 });
    expect(demandOf(facts, "kms-1")).toMatchObject({
      demand: 0,
      machines: 0,
      notCounted: [{ count: 60, why: "adba" }],
    });
  });
});
