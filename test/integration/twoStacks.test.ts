import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { type Done, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import { expectRefusal, saidBy } from "../helpers/faults.ts";
import { nsupdate } from "../helpers/nsupdate.ts";
import { smallTopology } from "../helpers/smallEstate.ts";

const zone = "duel.site.example";
const owner = `_vlmcs._tcp.${zone}.`;
const target = (host: string) => `${host}.${zone}.`;
const foreign = target("foreign");

const up = (estate: TestEstate) => estate.pulumi("up", "--yes", "--skip-preview");
const destroy = (estate: TestEstate) => estate.pulumi("destroy", "--yes", "--skip-preview");
const same = (estate: TestEstate) => estate.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
const drift = (estate: TestEstate) => estate.pulumi("refresh", "--preview-only", "--expect-no-changes");
const all = (...done: Promise<Done>[]) => Promise.all(done);
const done = { exitCode: 0 };

/** Targets of the set, sorted: doubles too. */
const live = async () => (await readSrvSet("10.88.0.53", owner)).map((record) => record.target).sort();
const priorities = async (host: string) =>
  (await readSrvSet("10.88.0.53", owner)).filter((r) => r.target === target(host)).map(({ priority }) => priority);

describe.skipIf(labDir === undefined)("two stacks that publish in one name", () => {
  let one: TestEstate;
  let two: TestEstate;

  const declare = (
    estate: TestEstate,
    hosts: readonly string[],
    options: { readonly priority?: number; readonly existing?: "upsert" | "adopt" | "refuse" } = {},
  ) => estate.topology(() => smallTopology({ name: "duel", suffixes: [zone], controller: null, hosts, ...options }));
  /** Each of them holds what it has made, and nobody else's record is gone. */
  const bothKeep = async (expected: readonly string[]) => {
    expect(await live()).toEqual([...expected, foreign].sort());
    expect(await all(same(one), same(two), drift(one), drift(two))).toMatchObject([done, done, done, done]);
  };

  beforeAll(async () => {
    [one, two] = [await testEstate({ name: "one", topology: "" }), await testEstate({ name: "two", topology: "" })];
    const { siteExampleTsig } = JSON.parse(await readFile(path.join(labDir ?? "", "secrets.json"), "utf8"));
    for (const estate of [one, two]) await estate.config("siteExampleTsig", siteExampleTsig, "--secret");
    await nsupdate(`update delete ${owner} SRV`, `update add ${owner} 3600 SRV 0 0 1688 ${foreign}`);
  });

  afterAll(async () => {
    for (const estate of [one, two]) {
      await estate?.pulumi("destroy", "--yes", "--skip-preview");
      await estate?.remove();
    }
    await nsupdate(`update delete ${owner} SRV`);
  });

  it("lose no record to each other, whatever they do at the same moment", async () => {
    await declare(one, ["a", "b"]);
    await declare(two, ["c", "d"]);
    for (let round = 0; round < 2; round++) {
      expect(await all(up(one), up(two))).toMatchObject([done, done]);
      expect(await live()).toEqual(["a", "b", "c", "d", "foreign"].map(target));
      if (round === 0) await bothKeep(["a", "b", "c", "d"].map(target));
      expect(await all(destroy(one), up(two))).toMatchObject([done, done]);
      expect(await live()).toEqual(["c", "d", "foreign"].map(target));
      expect(await all(up(one), destroy(two))).toMatchObject([done, done]);
      expect(await live()).toEqual(["a", "b", "foreign"].map(target));
    }
    expect(await all(up(one), up(two))).toMatchObject([done, done]);
    await bothKeep(["a", "b", "c", "d"].map(target));
  });

  it("leave the records of the other and of everybody else where one of them goes", async () => {
    expect(await destroy(one)).toMatchObject(done);
    expect(await live()).toEqual(["c", "d", "foreign"].map(target));
    expect(await all(same(two), drift(two))).toMatchObject([done, done]);
    expect(await destroy(two)).toMatchObject(done);
    expect(await live()).toEqual([foreign]);
  });

  describe("and declare one and the same record", () => {
    it("with `refuse`: the second says whose it may be, and changes nothing", async () => {
      await declare(one, ["shared"], { priority: 1 });
      expect(await up(one)).toMatchObject(done);
      await declare(two, ["shared"], { priority: 2, existing: "refuse" });
      const refused = await two.activation("up", two.stack, "--yes");
      expectRefusal(
        refused,
        2,
        `${owner} has 1 0 1688 ${target("shared")} with TTL 3600 s already`,
        'existing is "refuse"',
      );
      expect(await priorities("shared")).toEqual([1]);
    });

    it("with `adopt`: the second takes part in it where it wants the same, and else refuses", async () => {
      await declare(two, ["shared"], { priority: 2, existing: "adopt" });
      const refused = await two.activation("up", two.stack, "--yes");
      expectRefusal(refused, 2, `which is not as declared (2 0 1688 ${target("shared")}), and existing is "adopt"`);
      expect(await priorities("shared")).toEqual([1]);
      await declare(two, ["shared"], { priority: 1, existing: "adopt" });
      const adopted = await up(two);
      expect(adopted).toMatchObject(done);
      expect(saidBy(adopted)).toContain("it is adopted");
      await bothKeep([target("shared")]);
    });

    it("with `upsert`: it is as the last of them says, and each `drift` shows it to the other", async () => {
      await declare(two, ["shared"], { priority: 2 });
      expect(await up(two)).toMatchObject(done);
      expect(await priorities("shared")).toEqual([2]);
      // The state of the first still says 1: only who looks at the world sees it, and an `up` after that writes it back.
      expect(await same(one)).toMatchObject(done);
      expect((await drift(one)).exitCode).not.toBe(0);
      expect(await one.pulumi("refresh", "--yes", "--skip-preview")).toMatchObject(done);
      expect(await up(one)).toMatchObject(done);
      expect(await priorities("shared")).toEqual([1]);
    });

    it("and one of them goes: the record goes with it, and the other sees that and makes it anew", async () => {
      expect(await destroy(two)).toMatchObject(done);
      expect(await live()).toEqual([foreign]);
      expect((await drift(one)).exitCode).not.toBe(0);
      expect(await one.pulumi("refresh", "--yes", "--skip-preview")).toMatchObject(done);
      expect(await up(one)).toMatchObject(done);
      expect(await priorities("shared")).toEqual([1]);
      expect(await destroy(one)).toMatchObject(done);
      expect(await live()).toEqual([foreign]);
    });
  });
});
