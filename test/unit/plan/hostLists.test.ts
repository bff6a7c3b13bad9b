import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostIndex, joined, namedHosts, noHosts, select, without } from "../../../modules/plan/hostLists.ts";
import {
  discovers,
  foundHosts,
  hostContact,
  hostsThatServe,
  mayUse,
  metHosts,
  reachedHosts,
} from "../../../modules/plan/usage.ts";
import type { Cohort, Facts, KmsHostFacts, Site } from "../../../modules/topology/model.ts";
import { cohort, kmsHost, site, someFacts } from "../../helpers/facts.ts";
import { estates } from "./estates.ts";

const names = (found: readonly KmsHostFacts[]) => found.map((host) => host.name);

const law = (holds: (facts: Facts, where: Site, it: Cohort) => void) =>
  fc.assert(
    fc.property(estates, (facts) => {
      for (const where of facts.sites) for (const one of where.cohorts) holds(facts, where, one);
    }),
    { numRuns: 300 },
  );

describe("lists of hosts", () => {
  const hosts = ["a", "b", "c", "d"].map((name) => kmsHost({ name, site: name === "b" ? "plant" : "hq" }));
  const index = hostIndex(someFacts({ kmsHosts: hosts }));
  const [a = kmsHost(), b = kmsHost()] = hosts;

  it("that are joined stand in the order of the file", () => {
    expect(names(joined(index, [b], index.core))).toEqual(["a", "b", "c", "d"]);
    expect(names(joined(index, index.core, [b]))).toEqual(["a", "b", "c", "d"]);
    expect(joined(index, noHosts, index.core)).toBe(index.core);
    expect(joined(index, index.core, noHosts)).toBe(index.core);
  });

  it("that sites name are one list for the same names, in the order of the file, unknown names left out", () => {
    expect(names(namedHosts(index, ["c", "x", "a", "c"]))).toEqual(["a", "c"]);
    expect(namedHosts(index, ["c", "a"])).toBe(namedHosts(index, ["c", "a"]));
  });

  it("are shared: the same choice from the same list is the same list, and the whole list itself where all pass", () => {
    const isA = (host: KmsHostFacts) => host === a;
    expect(select(index.core, "is a", isA)).toBe(select(index.core, "is a", isA));
    expect(select(index.core, "all", () => true)).toBe(index.core);
    expect(select(index.core, "none", () => false)).toBe(noHosts);
    expect(select(noHosts, "any", () => true)).toBe(noHosts);
  });

  it("may leave some of their own out", () => {
    expect(names(without(index.core, [a]))).toEqual(["c", "d"]);
    expect(without(index.core, noHosts)).toBe(index.core);
    expect(without(index.core, index.core)).toBe(noHosts);
  });

  it("are one for all sites that reach the core", () => {
    const reaches = { kms: { hosts: "core", over: ["tcp1688", "rpc"] }, domain: null } as const;
    const branches = [1, 2].map((i) => site({ name: `branch-${i}`, kind: "branch", reaches }));
    const facts = someFacts({ kmsHosts: [kmsHost(), kmsHost({ name: "kms-2" })], sites: [site(), ...branches] });
    const [first, second] = branches.map((branch) => mayUse(facts, branch, cohort()));
    expect(names(first ?? [])).toEqual(["kms-1", "kms-2"]);
    expect(second).toBe(first);
  });
});

describe("hosts of a cohort, in every estate", () => {
  it("are met where its site reaches them and they are beside it or it has contact", () => {
    law((facts, where, one) => {
      const { beside, elsewhere, gap } = hostContact(facts, where, one);
      const met = metHosts(facts, where, one);
      expect(new Set(met)).toEqual(new Set([...beside, ...elsewhere]));
      expect(beside.filter((host) => elsewhere.includes(host))).toEqual([]);
      if (gap === "never") expect(elsewhere).toEqual([]);
      if (one.contact.kms === null && where.kind !== "disconnected") expect(met).toEqual(reachedHosts(facts, where));
    });
  });

  it("are found where `discovers` says so, and stand in the order of the file", () => {
    law((facts, where, one) => {
      const usable = mayUse(facts, where, one);
      expect(foundHosts(facts, where, one)).toEqual(usable.filter((host) => discovers(facts, where, one, host)));
      expect(usable).toEqual(facts.kmsHosts.filter((host) => usable.includes(host)));
    });
  });

  it("may be used where they serve it, it is volume licensed and to be activated", () => {
    law((facts, where, one) => {
      const isForKms = one.channel === "volume" && one.activate;
      expect(mayUse(facts, where, one)).toEqual(isForKms ? hostsThatServe(facts, where, one) : []);
    });
  });
});
