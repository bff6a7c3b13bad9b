import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { configureLabSecrets, labDir, type TestEstate, testEstate } from "../helpers/estate.ts";
import {
  expectNoProcess,
  expectRefusal,
  processOf,
  type Running,
  start,
  startActivation,
  stateOf,
} from "../helpers/faults.ts";
import { connectionGate, dnsGate } from "../helpers/gates.ts";
import { nsupdate } from "../helpers/nsupdate.ts";
import { smallTopology } from "../helpers/smallEstate.ts";

const bind = "10.88.0.53";
const owners = ["_vlmcs._tcp.kill.site.example.", "_vlmcs._tcp.b.kill.site.example."] as const;
/** A set has one TTL on BIND: ours, so that it stays as it is. */
const foreign = "0 0 1688 foreign.site.example. 3600";
const [a, b] = ["kms-a", "kms-b"].map((host) => `0 0 1688 ${host}.kill.site.example. 3600`);
const forms = { engine: /^pulumi up /, provider: /provider\/(main\.ts|pulumi-resource-activation)/ } as const;
type Victim = keyof typeof forms;

interface Record {
  readonly type: string;
  readonly id?: string;
}

describe.skipIf(labDir === undefined)("kill -9 in the middle of an `up`", () => {
  let estate: TestEstate;
  let dns: Awaited<ReturnType<typeof dnsGate>>;
  let good: string;

  const upAgain = () => estate.pulumi("up", "--yes", "--skip-preview");
  const begin = async (): Promise<Running> => {
    const running = startActivation(estate, "up", estate.stack, "--yes");
    await running.says("updating");
    return running;
  };
  /** Every record of each set, sorted: doubles and wrong values too. */
  const live = () =>
    Promise.all(
      owners.map(async (owner) => {
        const set = await readSrvSet(bind, owner);
        return set.map((r) => `${r.priority} ${r.weight} ${r.port} ${r.target} ${r.ttl}`).sort();
      }),
    );
  /** Own resources of the state as a checkpoint has left it, while an engine works too. */
  const inState = async (): Promise<readonly Record[]> => {
    const file = path.join(estate.dir, ".pulumi/stacks/activation-topology", `${estate.stack}.json`);
    const text = await readFile(file, "utf8").catch(() => "{}");
    const { checkpoint } = JSON.parse(text || "{}") as { checkpoint?: { latest?: { resources?: Record[] } } };
    return (checkpoint?.latest?.resources ?? []).filter(({ type }) => type.startsWith("activation:index:"));
  };
  const recordsInState = async () => (await inState()).filter(({ type }) => type.endsWith(":SrvRecord")).length;
  const sidecar = () => path.join(estate.dir, ".pulumi/stacks/activation-topology", `${estate.stack}.json.attrs`);
  /** A kill while the engine wrote beside its state: what stands in the way is named, and nothing is lost. */
  async function mend(): Promise<void> {
    const isTorn = (await readFile(sidecar(), "utf8").catch(() => "absent")) === "";
    if (!isTorn) return;
    const done = await estate.activation("up", estate.stack, "--yes");
    expectRefusal(done, 2, `${estate.stack}.json.attrs, which is empty now; the state beside it is whole: remove the`);
    await rm(sidecar());
  }
  const until = async (isSo: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200 && !(await isSo()); tries++) await pause(10);
    expect(await isSo()).toBe(true);
  };

  beforeAll(async () => {
    dns = await dnsGate(bind);
    estate = await testEstate({ name: "kill", topology: smallTopology({ name: "kill", server: dns.address }) });
    await configureLabSecrets(estate);
    good = await readFile(estate.topologyFile, "utf8");
    for (const owner of owners)
      await nsupdate(`update delete ${owner} SRV`, `update add ${owner} 3600 SRV 0 0 1688 foreign.site.example.`);
  });

  afterEach(async () => {
    dns.open();
    await writeFile(estate.topologyFile, good);
    await expectNoProcess(estate.dir);
    expect(await estate.pulumi("destroy", "--yes", "--skip-preview")).toMatchObject({ exitCode: 0 });
    expect(await live()).toEqual([[foreign], [foreign]]);
  });

  afterAll(async () => {
    await estate?.pulumi("cancel", "--yes");
    await estate?.pulumi("destroy", "--yes");
    await nsupdate(...owners.map((owner) => `update delete ${owner} SRV`));
    await dns?.close();
    await estate?.remove();
  });

  /** Kills, lets the traffic go on, and sees that the command says what happened and the state claims nothing untrue. */
  async function kill(victim: Victim, running: Running): Promise<void> {
    process.kill(await processOf(estate, forms[victim]), "SIGKILL");
    dns.open();
    const what = victim === "engine" ? "the engine was killed; " : "the provider activation was killed, or the machine";
    const done = await running.done;
    expectRefusal(done, 2, what, /may be there without it; run `activation up test-kill-\d+` again to go on$/m);
    // One message, after what was going on.
    if (victim === "engine") await mend();
    expect(done.stderr.trimEnd().split("\n").slice(2)).toEqual([expect.stringContaining(what)]);
    const there = (await live()).flat().join();
    for (const { id = "" } of (await inState()).filter(({ type }) => type.endsWith(":SrvRecord")))
      expect(there).toContain(` ${/([^/]+):1688$/.exec(id)?.[1]} `);
  }

  /** Frees the stack, and sees that the next `up` brings everything to what is declared, once and for all. */
  async function converges(victim: Victim, by: "hand" | "activation up", expected: readonly string[][]): Promise<void> {
    if (by === "hand") {
      if (victim === "engine") {
        expect((await upAgain()).stderr).toContain("currently locked by 1 lock(s)");
        expect(await estate.pulumi("cancel", "--yes")).toMatchObject({ exitCode: 0 });
      }
      expect(await upAgain()).toMatchObject({ exitCode: 0 });
    } else {
      const done = await estate.activation("up", estate.stack, "--yes");
      expect(done).toMatchObject({ exitCode: 0 });
      const freed =
        /on this machine \(.+, process \d+, since .+\) was killed and still holds the stack\nfreeing the stack: /;
      if (victim === "engine") expect(done.stderr).toMatch(freed);
      else expect(done.stderr).not.toContain("freeing");
    }
    expect(await live()).toEqual(expected);
    expect(await recordsInState()).toBe(expected.flat().length - expected.length);
    expect((await inState()).filter(({ type }) => type.endsWith(":ActivationObject"))).toHaveLength(1);
    expect(await estate.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes")).toMatchObject({ exitCode: 0 });
    // What a killed engine was making stays on its list until somebody says that it has been looked into.
    if ((await stateOf(estate)).pending === 0) return;
    expect(victim).toBe("engine");
    const refresh = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--expect-no-changes"];
    expect(await estate.pulumi(...refresh)).toMatchObject({ exitCode: 0 });
    expect((await stateOf(estate)).pending).toBe(0);
  }

  const both = [[a, b, foreign].map(String).sort(), [a, b, foreign].map(String).sort()];

  it.each([
    { victim: "provider", by: "hand" },
    { victim: "engine", by: "activation up" },
  ] as const)("of the $victim before the provider is configured", async ({ victim, by }) => {
    const running = await begin();
    await processOf(estate, forms.engine);
    const provider = await processOf(estate, forms.provider);
    // It has only just been started: it comes to nothing before it is killed, or goes on alone.
    if (victim === "provider") process.kill(provider, "SIGSTOP");
    await kill(victim, running);
    expect(await live()).toEqual([[foreign], [foreign]]);
    await converges(victim, by, both);
  });

  it.each([
    { victim: "provider", by: "activation up" },
    { victim: "engine", by: "hand" },
  ] as const)("of the $victim while it reads a set, before it writes", async ({ victim, by }) => {
    const held = dns.stopAt("answer");
    const running = await begin();
    await held;
    await kill(victim, running);
    await converges(victim, by, both);
  });

  it.each([
    { victim: "provider", by: "activation up" },
    { victim: "engine", by: "activation up" },
  ] as const)("of the $victim after a write was applied, and before its answer came", async ({ victim, by }) => {
    const held = dns.stopAt("updated");
    const running = await begin();
    await held;
    const applied = (await live()).flat().filter((record) => record !== foreign);
    expect(applied.length).toBeGreaterThan(0);
    expect(await recordsInState()).toBe(0);
    await kill(victim, running);
    await converges(victim, by, both);
  });

  it.each([
    { victim: "provider", by: "hand" },
    { victim: "engine", by: "activation up" },
  ] as const)("of the $victim between two records", async ({ victim, by }) => {
    // Each of the two sets is changed by one after the other, so the third update follows a record that is complete.
    const held = dns.stopAt("update", 3);
    const running = await begin();
    await held;
    await until(async () => (await recordsInState()) > 0);
    expect(await recordsInState()).toBeLessThan(4);
    await kill(victim, running);
    await converges(victim, by, both);
  });

  it.each([
    { victim: "provider", by: "hand" },
    { victim: "engine", by: "activation up" },
  ] as const)("of the $victim after the last record, before the checkpoint that knows it", async ({ victim, by }) => {
    const held = dns.stopAt("updated", 4);
    const running = await begin();
    await held;
    await until(async () => (await inState()).some(({ type }) => type.endsWith(":ActivationObject")));
    const engine = await processOf(estate, forms.engine);
    // The provider reads back and answers, and nobody hears it.
    process.kill(engine, "SIGSTOP");
    dns.open();
    await pause(500);
    expect(await live()).toEqual(both);
    expect(await recordsInState()).toBeLessThan(4);
    if (victim === "engine") await kill("engine", running);
    else {
      process.kill(await processOf(estate, forms.provider), "SIGKILL");
      process.kill(engine, "SIGCONT");
      // The answers lie there already: all may be well, or else it is said.
      const { exitCode, stderr } = await running.done;
      if (exitCode !== 0) expect(stderr).toContain("the provider activation was killed, or the machine");
    }
    await converges(victim, by, both);
  });

  it.each([
    { victim: "provider", by: "activation up" },
    { victim: "engine", by: "hand" },
  ] as const)("of the $victim while it removes records", async ({ victim, by }) => {
    expect(await upAgain()).toMatchObject({ exitCode: 0 });
    await estate.topology((text) => text.replace(", b.kill.site.example]", "]"));
    const held = dns.stopAt("updated");
    const running = await begin();
    await held;
    await kill(victim, running);
    await converges(victim, by, [both[0] ?? [], [foreign]]);
  });

  it("of the engine while it writes beside its state (played: the file is made empty)", async () => {
    expect(await upAgain()).toMatchObject({ exitCode: 0 });
    await writeFile(sidecar(), "");
    expect((await upAgain()).exitCode).not.toBe(0);
    await mend();
    await converges("provider", "hand", both);
  });

  it("of the provider while it reads the directory", async () => {
    const name = "dc1.corp.example";
    const gate = await connectionGate({ host: "127.0.0.77", port: 636 }, { host: "10.88.0.10", port: 636 });
    const hosts = path.join(estate.dir, "hosts");
    await writeFile(hosts, `127.0.0.1 localhost\n127.0.0.77 ${name}\n`);
    const held = gate.stopAt("connection");
    const command = `mount --bind ${hosts} /etc/hosts && exec node modules/cli/activation.mjs up ${estate.stack} --yes`;
    const running = start(["unshare", "--mount", "sh", "-c", command], { env: estate.env });
    await held;
    await kill("provider", running);
    await gate.close();
    await converges("provider", "hand", both);
  });
});
