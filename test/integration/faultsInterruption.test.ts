import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { checkout, configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import {
  expectNoProcess,
  expectRefusal,
  processesWith,
  type Running,
  silentServer,
  start,
  startActivation,
  stateOf,
} from "../helpers/faults.ts";

type Silent = Awaited<ReturnType<typeof silentServer>>;

describe.skipIf(labDir === undefined)("an `up` that is interrupted", () => {
  let estate: TestEstate;
  let good: string;
  let silent: Silent;

  const up = () => estate.activation("up", estate.stack, "--yes");
  const startUp = () => startActivation(estate, "up", estate.stack, "--yes");
  /** An `up` that hangs at a name server which never answers, in the middle of its work. */
  const hanging = async (): Promise<Running> => {
    await estate.topology((text) => text.replace("server: 10.88.0.53", `server: ${silent.address}`));
    const running = startUp();
    await running.says("updating");
    await silent.asked();
    return running;
  };
  const destroy = async () => {
    expect(await estate.pulumi("destroy", "--yes")).toMatchObject({ exitCode: 0 });
    expect(estate.store((store) => store.list())).toEqual([]);
  };

  beforeAll(async () => {
    estate = await testEstate({ name: "stop" });
    await configureLabSecrets(estate);
    good = await readFile(estate.topologyFile, "utf8");
    silent = await silentServer();
  });

  afterEach(async () => {
    await writeFile(estate.topologyFile, good);
    await expectNoProcess(estate.dir);
  });

  afterAll(async () => {
    silent?.socket.close();
    await estate?.pulumi("cancel", "--yes");
    await estate?.pulumi("destroy", "--yes");
    await estate?.remove();
  });

  it("holds the stack meanwhile; by Ctrl-C it ends in order, says what was done, and goes on the next time", async () => {
    const running = await hanging();
    // Another one is told to wait, or how to free the stack. Who only reads is not held up.
    const other = await up();
    expectRefusal(
      other,
      2,
      "the stack is currently locked by 1 lock(s)",
      `pulumi cancel --yes --stack ${estate.stack}`,
    );
    expect(other.stderr).not.toContain("freeing");
    expect((await estate.activation("preview", estate.stack)).exitCode).toBe(0);

    running.interrupt();
    const done = await running.done;
    expectRefusal(done, 2, /^interrupted; .*; run `activation up test-stop-\d+` again to go on$/m);
    expect(done.stderr).not.toMatch(/cancelled|context canceled|update failed/);
    const { types, pending } = await stateOf(estate);
    expect(types).toContain("activation:estate:Estate");
    expect(pending).toBe(0);

    await writeFile(estate.topologyFile, good);
    expect(await up()).toMatchObject({ exitCode: 0 });
    expect(await estate.activation("up", estate.stack, "--yes", "--expect-no-changes")).toMatchObject({ exitCode: 0 });
    await destroy();
  });

  it.each([
    { who: "us alone", tell: (running: Running) => void process.kill(running.pid, "SIGTERM") },
    { who: "all processes", tell: (running: Running) => running.interrupt("SIGTERM") },
  ])("by SIGTERM to $who ends in order too, and the engine does not go on behind our back", async ({ tell }) => {
    const running = await hanging();
    tell(running);
    expectRefusal(await running.done, 2, /^interrupted; .*again to go on$/m);
    expect((await stateOf(estate)).pending).toBe(0);
    // The stack is free.
    expect(
      await estate.pulumi("refresh", "--yes", "--skip-preview", "--exclude", "**activation:index:**"),
    ).toMatchObject({
      exitCode: 0,
    });
  });

  it.each([0, 100, 250, 500])(
    "by Ctrl-C %d ms into the preview changes nothing, now or later",
    async (milliseconds) => {
      const before = await stateOf(estate);
      const running = startUp();
      await running.says("previewing");
      await pause(milliseconds);
      running.interrupt();
      const done = await running.done;
      expectRefusal(done, 2, "interrupted; nothing was changed");
      expect(done.stderr).not.toContain("updating");
      expect(await stateOf(estate)).toEqual(before);
    },
  );

  it.each(["preview", "drift"])("is no `up`: a %s ends at once, and says so", async (command) => {
    const running = startActivation(estate, command, estate.stack);
    await running.says("...");
    await pause(300);
    running.interrupt();
    expectRefusal(await running.done, 2, "interrupted; nothing was changed");
  });

  it.each([
    { key: "Ctrl-C", typed: "\u0003", exitCode: 2, said: "interrupted; nothing was changed" },
    { key: "Ctrl-D", typed: "\u0004", exitCode: 0, said: "nothing was changed" },
    { key: "no", typed: "n\n", exitCode: 0, said: "nothing was changed" },
  ])("at the question is answered by $key with no change", async ({ typed, exitCode, said }) => {
    const before = await stateOf(estate);
    const command = `stty rows 40 cols 200; node modules/cli/activation.mjs up ${estate.stack} --quiet`;
    const running = start(["script", "-qefc", command, "/dev/null"], { env: estate.env });
    await running.says("[y/N]");
    await pause(200);
    running.types(typed);
    expectRefusal(await running.done, exitCode, said);
    expect(await stateOf(estate)).toEqual(before);
  });

  it("whose engine is killed is gone on with by the next, which frees the stack; what was being made is taken over", async () => {
    await destroy();
    // Holds the stand-in in the middle of making something, as a slow Azure would be.
    const azure = new DatabaseSync(estate.env.ACTIVATION_AZURE_STORE ?? "");
    const running = startUp();
    await running.says("updating");
    while (!estate.store((store) => store.list().some(({ id }) => id.endsWith("/vnet-lab")))) await pause(2);
    azure.exec("BEGIN IMMEDIATE");
    await pause(1500);
    const engine = (await processesWith(estate.dir)).find(({ command }) => command.startsWith("pulumi up "));
    process.kill(engine?.pid ?? 0, "SIGKILL");
    expectRefusal(await running.done, 2, "the engine was killed; ", /run `activation up .*` again to go on$/m);
    azure.exec("COMMIT");
    azure.close();
    await expectNoProcess(estate.dir);
    expect((await stateOf(estate)).pending).toBeGreaterThan(0);

    let done = await up();
    expect(done.stderr).toMatch(/was killed and still holds the stack\nfreeing the stack: `pulumi cancel --yes /);
    // Azure has finished what the engine had asked for, and refuses to make it twice: each time the way on is a command.
    for (let tries = 0; tries < 6 && done.exitCode !== 0; tries++) {
      expectRefusal(done, 2, "cannot create already existing resource", /`pulumi import azure-native:/);
      for (const [, command = ""] of done.stderr.matchAll(/`(pulumi import [^`]+)`/g))
        await promisify(execFile)("sh", ["-c", command], { cwd: checkout, env: { ...process.env, ...estate.env } });
      done = await up();
    }
    expect(done.exitCode).toBe(0);
    expect(await estate.activation("up", estate.stack, "--yes", "--expect-no-changes")).toMatchObject({ exitCode: 0 });
    expect(await estate.pulumi("refresh", "--yes", "--clear-pending-creates")).toMatchObject({ exitCode: 0 });
    expect((await stateOf(estate)).pending).toBe(0);
    await destroy();
  }, 300_000);
});
