import { describe, expect, it, vi } from "vitest";
import { runEngine } from "../../../modules/engine/run.ts";
import { failure } from "../../helpers/engineEvents.ts";
import { aProject } from "../../helpers/environment.ts";
import { fakeEngine } from "../../helpers/fakeEngine.ts";

const project = aProject();
const log = [failure("boom")];

describe("a run of the engine", () => {
  it("gives the exit code, the events and what went to stderr", async () => {
    await fakeEngine({ up: { log, exitCode: 255, stderr: "error: boom" } });
    const run = await runEngine("up", project, { show: false });
    expect(run).toEqual({ command: "up", exitCode: 255, events: log, stderr: "error: boom", ended: "itself" });
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
    { command: "preview", policies: true },
    { command: "up", policies: true },
    { command: "destroy", policies: true },
    { command: "refresh", policies: false },
  ] as const)("takes the policy pack along: $command: $policies", async ({ command, policies }) => {
    const calls = await fakeEngine({ [command]: {} });
    await runEngine(command, project, { show: false });
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
    { play: { killed: true }, ended: "killed" },
    { play: { exitCode: 8 }, ended: "asked" },
  ])("tells an engine that was killed from one that was asked to end: $ended", async ({ play, ended }) => {
    await fakeEngine({ up: play });
    const run = await runEngine("up", project, { show: false });
    expect(run.ended).toBe(ended);
    expect(run.exitCode).not.toBe(0);
  });

  it.each(["preview", "refresh"] as const)("is no result where a %s was asked to end", async (command) => {
    await fakeEngine({ [command]: { exitCode: 8 } });
    await expect(runEngine(command, project, { show: false })).rejects.toThrow("interrupted; nothing was changed");
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
