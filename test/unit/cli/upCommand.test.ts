import { spawnSync } from "node:child_process";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { failure, planned, step, violation } from "../../helpers/engineEvents.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";
import { inFolder } from "../../helpers/inFolder.ts";
import { locksOf } from "../../helpers/locks.ts";

/** What the person at the terminal answers, and what they were asked. */
const person = vi.hoisted(() => ({ answer: "" as string | Error, asked: [] as string[] }));
vi.mock("node:readline/promises", () => ({
  createInterface: () => ({
    question: async (text: string) => {
      person.asked.push(text);
      if (person.answer instanceof Error) throw person.answer;
      return person.answer;
    },
    once: () => {},
    close: () => {},
  }),
}));

const log = planned(step("create"), step("update", { name: "kms-2" }));
const done = { preview: { log }, up: { log } };
const commands = async (calls: Awaited<ReturnType<typeof fakeEngine>>) => (await calls()).map(({ args }) => args[0]);

describe("activation up", () => {
  beforeEach(() => {
    person.asked = [];
  });

  it("previews, updates without another preview, and says what it did", async () => {
    const calls = await fakeEngine(done);
    const { exitCode, out, err } = await inFolder(["up", "test", "--yes"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^test: 1 to create, 1 to update\n {2}create {2}activation:index:SrvRecord kms-1\n/);
    expect(out).toMatch(/\ntest: done, 1 created, 1 updated\n$/);
    expect(err).toBe("previewing test with the policy pack ...\nupdating test ...\n");
    expect((await calls())[1]?.args).toEqual(expect.arrayContaining(["up", "--yes", "--skip-preview"]));
  });

  it("does not begin where nobody can confirm", async () => {
    const calls = await fakeEngine(done);
    const { exitCode, err } = await inFolder(["up", "test"]);
    expect(exitCode).toBe(2);
    expect(err).toBe("nobody is here to confirm; run it with --yes\n");
    expect(await calls()).toEqual([]);
  });

  it.each([
    { answer: "y", updates: true },
    { answer: " YES ", updates: true },
    { answer: "", updates: false },
    { answer: "n", updates: false },
    { answer: "yesterday", updates: false },
  ])("asks at a terminal, and takes `$answer` for a yes: $updates", async ({ answer, updates }) => {
    person.answer = answer;
    const calls = await fakeEngine(done);
    const { exitCode } = await inFolder(["up", "test", "--quiet"], { io: { isTerminal: true } });
    expect(exitCode).toBe(0);
    expect(person.asked).toEqual(["Bring test to this? [y/N] "]);
    expect(await commands(calls)).toEqual(updates ? ["preview", "up"] : ["preview"]);
  });

  it("asks nothing where nothing is to change, and has facts and protection recorded", async () => {
    const calls = await fakeEngine({ preview: { log: planned(step("same")) }, up: { log: planned(step("same")) } });
    const { exitCode, out } = await inFolder(["up", "test", "--quiet"], { io: { isTerminal: true } });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^test: no changes\n/);
    expect(person.asked).toEqual([]);
    expect(await commands(calls)).toEqual(["preview", "up"]);
  });

  it("ends with 0 where no change was expected and none came, and records nothing", async () => {
    const calls = await fakeEngine({ preview: { log: planned(step("same")) }, up: {} });
    expect(await inFolder(["up", "test", "--yes", "--expect-no-changes"])).toMatchObject({ exitCode: 0 });
    expect(await commands(calls)).toEqual(["preview"]);
  });

  it("changes nothing where no change was expected, and ends with 1 if there is one", async () => {
    const calls = await fakeEngine(done);
    const { exitCode, err } = await inFolder(["up", "test", "--yes", "--expect-no-changes"]);
    expect(exitCode).toBe(1);
    expect(err).toContain("no changes were expected; nothing was changed\n");
    expect(await commands(calls)).toEqual(["preview"]);
  });

  it.each([
    { why: "rules object", play: { log: [violation("KMS-THR-01 sites.hq: too few")], exitCode: 255 }, exitCode: 1 },
    { why: "it cannot be previewed", play: { log: [failure("boom")], exitCode: 255 }, exitCode: 2 },
  ])("changes nothing where $why", async ({ play, exitCode }) => {
    const calls = await fakeEngine({ preview: play, up: {} });
    expect(await inFolder(["up", "test", "--yes"])).toMatchObject({ exitCode });
    expect(await commands(calls)).toEqual(["preview"]);
  });

  it("ends with 2, and says each thing once, where the update failed", async () => {
    const failed = { log: [failure("no such zone"), failure("no such zone")], exitCode: 255, stderr: "no such zone\n" };
    await fakeEngine({ preview: { log }, up: failed });
    const { exitCode, out, err } = await inFolder(["up", "test", "--yes"]);
    expect(exitCode).toBe(2);
    expect(out).not.toContain("done");
    expect(err.split("\n").slice(2)).toEqual([
      "no such zone",
      "nothing was changed; put the above right and run `activation up test` again to go on",
      "",
    ]);
  });

  it.each([
    { how: "interrupted", play: { exitCode: 8 }, says: /\ninterrupted; nothing was changed; run `activation up test`/ },
    { how: "killed", play: { killed: true }, says: /\nthe engine was killed; .* may be there without it;/ },
  ])("says how to go on where it was $how", async ({ play, says }) => {
    await fakeEngine({ preview: { log }, up: play });
    const { exitCode, err } = await inFolder(["up", "test", "--yes"]);
    expect(exitCode).toBe(2);
    expect(err).toMatch(says);
    expect(err).toContain("run `activation up test` again to go on\n");
  });

  it("frees a stack that a killed run still holds, says so, and goes on", async () => {
    const { refused, cancelled } = await locksOf({ pid: spawnSync("true").pid });
    const calls = await fakeEngine({ preview: { log }, up: [refused, { log }], cancel: cancelled });
    const { exitCode, out, err } = await inFolder(["up", "test", "--yes", "--quiet"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/\ntest: done, 1 created, 1 updated\n$/);
    expect(err).toMatch(/^a run of .+ was killed and still holds the stack\nfreeing the stack: `pulumi cancel/);
    expect(await commands(calls)).toEqual(["preview", "up", "cancel", "up"]);
  });

  it("tries no third time", async () => {
    const { refused, cancelled } = await locksOf({ pid: spawnSync("true").pid });
    const calls = await fakeEngine({ preview: { log }, up: refused, cancel: cancelled });
    const { exitCode, err } = await inFolder(["up", "test", "--yes"]);
    expect(exitCode).toBe(2);
    expect(err).toContain(
      "another run holds the stack; wait for it, or, if it was killed, free it with `pulumi cancel",
    );
    expect(await commands(calls)).toEqual(["preview", "up", "cancel", "up"]);
  });

  it("changes nothing after a Ctrl-C at the question, nor where the input ends", async () => {
    const calls = await fakeEngine(done);
    person.answer = new DOMException("Aborted with Ctrl+C", "AbortError");
    const interrupted = await inFolder(["up", "test", "--quiet"], { io: { isTerminal: true } });
    expect(interrupted).toMatchObject({ exitCode: 2, err: "interrupted; nothing was changed\n" });
    person.answer = new DOMException("Aborted with Ctrl+D", "AbortError");
    const ended = await inFolder(["up", "test", "--quiet"], { io: { isTerminal: true } });
    expect(ended).toMatchObject({ exitCode: 0, err: "nothing was changed\n" });
    expect(await commands(calls)).toEqual(["preview", "preview"]);
  });
});
