import { describe, expect, it, vi } from "vitest";
import { type EngineRun, failureOf, runEngine } from "../../../modules/engine/run.ts";
import { failure } from "../../helpers/engineEvents.ts";
import { aProject } from "../../helpers/environment.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";

const project = aProject();
const log = [failure("boom")];

describe("a run of the engine", () => {
  it("gives the exit code, the events and what went to stderr", async () => {
    await fakeEngine({ up: { log, exitCode: 255, stderr: "error: boom" } });
    const run = await runEngine("up", project, { show: false });
    expect(run).toEqual({ exitCode: 255, events: log, stderr: "error: boom", interrupted: false });
  });

  it("works in the folder of the project, on its stack, and writes an event log", async () => {
    const calls = await fakeEngine({ preview: {} });
    await runEngine("preview", project, { show: false, args: ["--diff"] });
    const [call] = await calls();
    expect(call?.cwd).toBe(project.dir);
    expect(call?.args.slice(0, 5)).toEqual(["preview", "--stack", "test", "--event-log", "LOG"]);
    expect(call?.args.at(-1)).toBe("--diff");
  });

  it("asks nothing and gives no colour where nobody looks", async () => {
    const calls = await fakeEngine({ preview: {} });
    await runEngine("preview", project, { show: false });
    expect((await calls())[0]?.args).toEqual(expect.arrayContaining(["--non-interactive", "--color", "never"]));
  });

  it.each([
    { command: "preview", options: {}, policies: true },
    { command: "up", options: {}, policies: true },
    { command: "destroy", options: {}, policies: true },
    { command: "refresh", options: {}, policies: false },
    { command: "preview", options: { withoutPolicies: true }, policies: false },
  ] as const)("takes the policy pack along: $command $options: $policies", async ({ command, options, policies }) => {
    const calls = await fakeEngine({ [command]: {} });
    await runEngine(command, project, { show: false, ...options });
    const args = (await calls())[0]?.args.join(" ");
    expect(args?.includes(`--policy-pack ${project.policyPack}`)).toBe(policies);
  });

  it.each([
    { command: "preview", checkpoints: false },
    { command: "refresh", checkpoints: false },
    { command: "up", checkpoints: true },
    { command: "destroy", checkpoints: true },
  ] as const)("writes checkpoints where it changes something: $command: $checkpoints", async (wanted) => {
    const calls = await fakeEngine({ [wanted.command]: {} });
    await runEngine(wanted.command, project, { show: false });
    expect((await calls())[0]?.checkpoints).toBe(wanted.checkpoints);
  });

  it.each([
    ["half a line", `${JSON.stringify(log[0])}\n{"resourcePre`],
    ["a line that is no JSON", `\n${JSON.stringify(log[0])}\nkilled\n`],
  ])("gives the whole events of a log with %s", async (_, text) => {
    await fakeEngine({ up: { log: text, exitCode: 1 } });
    expect((await runEngine("up", project, { show: false })).events).toEqual(log);
  });

  it("has no events where the engine came to write none", async () => {
    await fakeEngine({});
    expect(await runEngine("up", project, { show: false })).toMatchObject({ events: [] });
  });

  it.each([
    ["was killed", { killed: true }],
    ["ended in order after Ctrl-C", { exitCode: 8 }],
  ])("is interrupted, and failed, where the engine %s", async (_, play) => {
    await fakeEngine({ up: play });
    const run = await runEngine("up", project, { show: false });
    expect(run.interrupted).toBe(true);
    expect(run.exitCode).not.toBe(0);
  });

  it("says how to get an engine where there is none", async () => {
    vi.stubEnv("PATH", "/nowhere");
    await expect(runEngine("up", project, { show: false })).rejects.toThrow(
      "no `pulumi` on PATH; run `npm start` once, which brings it, or install Pulumi 3.255 or later",
    );
    vi.unstubAllEnvs();
  });

  it("leaves the signals of this process as they were", async () => {
    const before = process.listenerCount("SIGINT");
    await fakeEngine({ up: {} });
    await runEngine("up", project, { show: false });
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

describe("why a run failed", () => {
  const run = (overrides: Partial<EngineRun>): EngineRun => ({
    exitCode: 255,
    events: [],
    stderr: "",
    interrupted: false,
    ...overrides,
  });
  const remedyFor = (overrides: Partial<EngineRun>) => failureOf(run(overrides), project, true).at(-1);

  it("is what it reported and what it printed, each once", () => {
    const failed = run({ events: [failure("boom"), failure("boom"), failure("bang")], stderr: "bang\n" });
    expect(failureOf(failed, project, false)).toEqual(["boom", "bang"]);
    expect(failureOf(run({ stderr: " \n" }), project, false)).toEqual([]);
  });

  it("is not what a terminal has shown already", () => {
    expect(failureOf(run({ events: [failure("boom")], stderr: "error: bang" }), project, true)).toEqual(["boom"]);
  });

  it("comes with the advice to wait for a lock, or to free it if the other run is dead", () => {
    const advice =
      "another run holds the stack; wait for it, or, if it was killed, free it with `pulumi cancel --yes --stack test` and run the same command again";
    expect(remedyFor({ stderr: "error: the stack is currently locked by 1 lock(s)" })).toBe(advice);
    expect(remedyFor({ events: [failure("currently locked by 1 lock(s)")] })).toBe(advice);
  });

  it("comes, after an interruption, with how to go on", () => {
    expect(remedyFor({ interrupted: true })).toContain("run `activation up test` again to go on");
  });

  it.each(["error: incorrect passphrase", "passphrase must be set with PULUMI_CONFIG_PASSPHRASE"])(
    "comes, for `%s`, with how to set it",
    (stderr) => expect(remedyFor({ stderr })).toMatch(/^set PULUMI_CONFIG_PASSPHRASE or/),
  );

  it("is left to the engine's own words otherwise", () => {
    expect(remedyFor({ stderr: "error: no such zone" })).toBeUndefined();
  });
});
