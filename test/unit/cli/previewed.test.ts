import { describe, expect, it } from "vitest";
import { type PreviewOptions, previewed } from "../../../modules/cli/previewed.ts";
import type { EngineEvent } from "../../../modules/engine/events.ts";
import { failure, planned, step, taken, violation } from "../../helpers/engineEvents.ts";
import { anEnvironment } from "../../helpers/environment.ts";
import { zone } from "../../helpers/facts.ts";
import { fakeEngine, type Played } from "../../helpers/fakeEngine.ts";
import { topology } from "../../helpers/topology.ts";

const failed = "KMS-THR-01 sites.plant: kms-2 counts 24 client machines; add one";
/** Six records stay and four go: more than the guard lets through. */
const manyRemovals = planned(
  ...Array.from({ length: 10 }, (_, i) =>
    step(i < 6 ? "same" : "delete", { name: `r${i}`, old: { inputs: { zone: "plant.example" } } }),
  ),
);
const foreignRecord = taken(
  step("update", {
    type: "azure-native:privatedns:PrivateRecordSet",
    name: "hq-srv",
    old: { inputs: { privateZoneName: "az.example", srvRecords: [] } },
    new: { inputs: { privateZoneName: "az.example", srvRecords: [{ target: "foreign.az.example", port: 1688 }] } },
  }),
);

async function preview(play: Played, refreshed: readonly EngineEvent[] = [], options: Partial<PreviewOptions> = {}) {
  const calls = await fakeEngine({ preview: play, refresh: { log: refreshed } });
  const result = await previewed(anEnvironment(), { show: false, allowRemovals: false, ...options });
  return { ...result, calls: await calls() };
}

describe("a preview with policies and guards", () => {
  it("is in order where engine, rules and guards have nothing against it", async () => {
    const result = await preview({ log: planned(step("create")) });
    expect(result).toMatchObject({ exitCode: 0, findings: [], problems: [] });
    expect(result.changes.map(({ op, name }) => `${op} ${name}`)).toEqual(["create kms-1"]);
  });

  it("is stopped by a mandatory rule: exit code 1, and that the preview failed is not said again", async () => {
    const result = await preview({ log: [violation(failed), failure("preview failed")], exitCode: 255 });
    expect(result).toMatchObject({ exitCode: 1, problems: [] });
    expect(result.findings.map(({ rule, place }) => [rule, place?.file])).toEqual([["KMS-THR-01", "x.yaml"]]);
  });

  it("could not run where a provider failed as well: much was left unjudged", async () => {
    const log = [violation(failed), failure("no such zone"), failure("preview failed")];
    expect(await preview({ log, exitCode: 255 })).toMatchObject({ exitCode: 2, problems: ["no such zone"] });
  });

  it("that failed for another reason could not run, whatever advisory rules say", async () => {
    const log = [violation(`advisory: ${failed}`), failure("no such zone")];
    const result = await preview({ log, exitCode: 255, stderr: "error: no such zone\n" });
    expect(result).toMatchObject({ exitCode: 2, problems: ["no such zone", "error: no such zone"] });
  });

  it("says what helps, where the engine does not", async () => {
    const result = await preview({ exitCode: 255, stderr: "the stack is currently locked by 1 lock(s)" });
    expect(result.problems[1]).toMatch(/^another run holds the stack; /);
  });

  it("is stopped by a removal of many records, unless it is allowed", async () => {
    expect(await preview({ log: manyRemovals })).toMatchObject({
      exitCode: 1,
      problems: [expect.stringContaining("zone plant.example would lose 4 of its 10 records")],
    });
    expect(await preview({ log: manyRemovals }, [], { allowRemovals: true })).toMatchObject({
      exitCode: 0,
      problems: [],
    });
  });

  it("is stopped by a record of others in an Azure set, allowed removals or not", async () => {
    const result = await preview({}, foreignRecord, { allowRemovals: true });
    expect(result).toMatchObject({ exitCode: 1, problems: [expect.stringContaining("foreign.az.example:1688")] });
  });

  it("is stopped where the record sets on Azure could not be read", async () => {
    await fakeEngine({ preview: {}, refresh: { log: [failure("no access")], exitCode: 255 } });
    expect(await previewed(anEnvironment(), { show: false, allowRemovals: false })).toMatchObject({
      exitCode: 1,
      problems: [expect.stringContaining("could not be read (no access)")],
    });
  });

  it("tells guards and errors together", async () => {
    const result = await preview({ log: [...manyRemovals, failure("boom")], exitCode: 255 });
    expect(result).toMatchObject({ exitCode: 2, problems: [expect.stringContaining("would lose"), "boom"] });
  });

  it("is stopped where Azure could not be asked, for then nobody knows what an `up` would remove", async () => {
    await fakeEngine({ preview: {}, refresh: { exitCode: 255, stderr: "error: no sign-in" } });
    const { exitCode, problems } = await previewed(anEnvironment(), { show: false, allowRemovals: false });
    expect(exitCode).not.toBe(0);
    expect(problems).toEqual([expect.stringContaining("error: no sign-in")]);
  });

  it("asks Azure first, and only for record sets, and touches nothing", async () => {
    const { calls } = await preview({});
    expect(calls.map(({ args }) => args[0])).toEqual(["refresh", "preview"]);
    expect(calls[0]?.args).toEqual(
      expect.arrayContaining(["--preview-only", "--target", "**azure-native:privatedns:PrivateRecordSet**"]),
    );
  });

  it("asks Azure nothing where no zone of the file is there", async () => {
    const calls = await fakeEngine({ preview: {} });
    await previewed(anEnvironment({ topology: topology({ zones: [zone()] }) }), { show: false, allowRemovals: false });
    expect((await calls()).map(({ args }) => args[0])).toEqual(["preview"]);
  });
});
