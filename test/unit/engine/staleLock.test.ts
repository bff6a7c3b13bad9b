import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { runEngine } from "../../../modules/engine/run.ts";
import { freeStaleLock } from "../../../modules/engine/staleLock.ts";
import { aProject } from "../../helpers/environment.ts";
import { fakeEngine, type Played } from "../../helpers/fakeEngine.ts";
import { locksOf } from "../../helpers/locks.ts";

const project = aProject();
/** A process that has ended. */
const dead = () => spawnSync("true").pid;

/** What becomes of a stack that an `up` found locked. */
async function freed(refused: Played, cancelled: Played = {}) {
  const calls = await fakeEngine({ up: refused, cancel: cancelled });
  const run = await runEngine("up", project, { show: false });
  const said: string[] = [];
  const isFree = await freeStaleLock(run, project, (text) => said.push(text));
  const [, ...later] = await calls();
  return { isFree, said: said.join(""), calls: later.map(({ args }) => args) };
}

const leftAlone = { isFree: false, said: "", calls: [] };

describe("a stack that is locked", () => {
  it("is freed by the engine where the run that locked it was killed on this machine, and that is said", async () => {
    const { refused, cancelled, left } = await locksOf({ pid: dead() }, { pid: dead() });
    const { isFree, said, calls } = await freed(refused, cancelled);
    expect(isFree).toBe(true);
    expect(left()).toBe(0);
    expect(calls).toEqual([["cancel", "--yes", "--stack", "test", "--non-interactive"]]);
    expect(said.match(/on this machine \(.+, process \d+, since 2026-06-01T09:00:00Z\) was killed/g)).toHaveLength(2);
    expect(said).toMatch(/\nfreeing the stack: `pulumi cancel --yes --stack test` \.\.\.\n$/);
  });

  it("is not free where the engine did not take the lock away", async () => {
    const { refused } = await locksOf({ pid: dead() });
    expect(await freed(refused, { exitCode: 1 })).toMatchObject({ isFree: false });
  });

  it.each([
    {
      who: "a process of this machine that lives",
      lock: () => ({ pid: process.pid, timestamp: new Date().toISOString() }),
    },
    { who: "a process of another machine", lock: () => ({ pid: dead(), hostname: "elsewhere" }) },
    { who: "nobody knows since when", lock: () => ({ pid: dead(), timestamp: "yesterday, at nine o'clock" }) },
  ])("is left alone where one of the locks is held by $who", async ({ lock }) => {
    const { refused, cancelled, left } = await locksOf({ pid: dead() }, lock());
    expect(await freed(refused, cancelled)).toEqual(leftAlone);
    expect(left()).toBe(2);
  });

  it("is left alone where the engine names fewer locks than there are", async () => {
    const { refused, cancelled } = await locksOf({ pid: dead() });
    const stderr = refused.stderr?.replace("by 1 lock(s)", "by 2 lock(s)") ?? "";
    expect(await freed({ ...refused, stderr }, cancelled)).toEqual(leftAlone);
  });

  it.each(["azblob://states", "s3://states", "https://states.example"])(
    "is left alone where its locks are no files: %s",
    async (backend) => {
      const { refused, cancelled } = await locksOf({ pid: dead() });
      const stderr = refused.stderr?.replaceAll(/file:\/\/\S*\//g, `${backend}/`) ?? "";
      expect(stderr).toContain(`  ${backend}/`);
      expect(await freed({ ...refused, stderr }, cancelled)).toEqual(leftAlone);
    },
  );

  it.each([
    { what: "is gone meanwhile", text: undefined },
    { what: "is no JSON", text: "half a" },
    { what: "names no process", text: "{}" },
  ])("is left alone where the lock $what", async ({ text }) => {
    const { refused, cancelled, files } = await locksOf({ pid: dead() });
    const [file = ""] = files;
    if (text === undefined) spawnSync("rm", [file]);
    else await writeFile(file, text);
    expect(await freed(refused, cancelled)).toEqual(leftAlone);
  });

  it("is freed by one of those that would: they would take each other's lock", async () => {
    const { refused, cancelled } = await locksOf({ pid: dead() });
    const calls = await fakeEngine({ up: refused, cancel: cancelled });
    const run = await runEngine("up", project, { show: false });
    const free = () => freeStaleLock(run, project, () => {});
    const answers = await Promise.all([free(), free(), free()]);
    expect(answers.filter((isFree) => isFree)).toHaveLength(1);
    expect((await calls()).filter(({ args }) => args[0] === "cancel")).toHaveLength(1);
    expect(await free()).toBe(false);
  });

  it("is no matter where an `up` failed for another reason", async () => {
    expect(await freed({ exitCode: 1, stderr: "error: no such zone" })).toEqual(leftAlone);
  });
});
