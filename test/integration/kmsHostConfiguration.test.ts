import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Properties } from "../../modules/provider/resourceKind.ts";
import { fingerprint } from "../../modules/ssh/hostKey.ts";
import type { SshTarget } from "../../modules/ssh/sshTarget.ts";
import { hostStub } from "../../modules/windows/hostScript.ts";
import { checkout } from "../helpers/estate.ts";
import { madeUpKey } from "../helpers/madeUpKey.ts";
import { freePort } from "../helpers/named.ts";
import { ProviderClient, secretOnWire } from "../helpers/providerClient.ts";
import { type Fault, freshServer, hashOf, type RecordedState } from "../helpers/recordedWindows.ts";
import { descendants, type Sshd, startSshd } from "../helpers/sshd.ts";
import { startVaultStandIn, type VaultStandIn } from "../helpers/vaultStandIn.ts";

// A real OpenSSH server and client, the provider as its own process, Azure's own libraries; Windows is a recording, and
// the vault a stand-in.
let sshd: Sshd;
let vault: VaultStandIn;
let provider: ProviderClient;
/** Path of the recorded host's state. */
let file: string;
let key: string;

const type = "activation:index:KmsHostConfiguration";
const environment = { ...process.env };

beforeAll(async () => {
  [sshd, vault] = await Promise.all([startSshd(), startVaultStandIn()]);
  file = `${sshd.directory}/recorded.json`;
  await sshd.program("powershell.exe", recording());
  Object.assign(process.env, vault.env);
  provider = await started();
});
afterAll(async () => {
  await provider.stop();
  process.env = environment;
  await Promise.all([sshd.stop(), vault.stop()]);
});

beforeEach(() => {
  key = madeUpKey();
  vault.secrets.set("windows", { value: key });
  vault.asked.length = 0;
  provider.logged.length = 0;
  provider.timeout = 0;
  record();
});
afterEach(() => sshd.thaw());

function recording(): string {
  return `#!/bin/sh\nexec ${process.execPath} ${checkout}/test/programs/recordedWindows/main.ts ${file} "$@"\n`;
}

function record(changes: Partial<RecordedState> = {}): void {
  writeFileSync(file, JSON.stringify(freshServer(changes)));
}

const recorded = (): RecordedState => JSON.parse(readFileSync(file, "utf8")) as RecordedState;
const fault = (mode: "verify" | "configure", what: Fault) => record({ faults: { [mode]: what } });
const modes = () => recorded().runs.map(({ mode }) => mode);
const keysSent = () => recorded().runs.flatMap(({ keys }) => keys.filter((hash) => hash !== null));

async function started(changes: Partial<SshTarget> = {}): Promise<ProviderClient> {
  const client = new ProviderClient(type);
  await client.start();
  const hosts = { "kms-1": { ...sshd.target(changes), keys: { windows: vault.address("windows") } } };
  await client.configure({
    zones: secretOnWire("{}"),
    forests: secretOnWire("{}"),
    hosts: JSON.stringify(hosts),
  });
  return client;
}

async function checked(changes: Properties = {}): Promise<Properties> {
  const { inputs, failures } = await provider.check({
    host: "kms-1",
    manage: "configure",
    fqdn: "kms01.corp.example",
    port: 1690,
    publishing: true,
    publishList: [{ domain: "site.example", priority: 10, weight: 5 }],
    homeZone: "corp.example",
    activationMinutes: 120,
    renewalMinutes: 20_160,
    lowPriority: false,
    allowedNetworks: ["10.0.0.0/8"],
    keys: [{ name: "windows", lastFive: key.slice(-5) }],
    activation: "online",
    ...changes,
  });
  expect(failures).toEqual([]);
  return inputs;
}

/** Waits until the recorded host has had a run of this kind and does not answer any more. */
async function begun(mode: "verify" | "configure"): Promise<void> {
  while (!modes().includes(mode)) await pause(20);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  return await work.then(
    (done) => Promise.reject(new Error(`it succeeded: ${JSON.stringify(done)}`)),
    (error: { details?: string }) => error.details ?? String(error),
  );
}

/** After a fault: the next run brings the host in order, and the key has been sent once in all. */
async function expectConvergence(): Promise<void> {
  provider.timeout = 0;
  const { outputs } = await provider.create(await checked());
  expect(outputs.differences).toEqual([]);
  expect(recorded()).toMatchObject({ port: 1690, renewalMinutes: 20_160, listening: true });
  expect(keysSent()).toEqual([hashOf(key)]);
}

describe("a KMS host over SSH", () => {
  test("is set up, found in order, drifts, and is brought back; its key travels once", async () => {
    const inputs = await checked();
    const { id, outputs } = await provider.create(inputs);
    expect([id, outputs.differences]).toEqual(["kms-1", []]);
    expect(await provider.read(id, outputs)).toMatchObject({ inputs: { port: 1690, keys: inputs.keys } });
    writeFileSync(file, JSON.stringify({ ...recorded(), port: 1688, publishing: false }));
    const drifted = await provider.read(id, outputs);
    expect(drifted.inputs).toMatchObject({ port: 1688, publishing: false });
    const { replacesList, diffsList } = await provider.diff(drifted.inputs ?? {}, inputs);
    expect([replacesList, diffsList]).toEqual([[], expect.arrayContaining(["port", "publishing"])]);
    expect((await provider.update(id, drifted.outputs ?? {}, inputs)).differences).toEqual([]);
    expect(recorded()).toMatchObject({ port: 1690, publishing: true });
    expect(modes()).toEqual(["verify", "configure", "verify", "verify", "verify", "configure"]);
    expect(keysSent()).toEqual([hashOf(key)]);
    expect(vault.asked).toEqual([expect.stringContaining("/secrets/windows")]);
  });

  test("is imported by its name, and left alone when it is deleted", async () => {
    const { outputs } = await provider.create(await checked());
    const found = await provider.read("kms-1");
    expect(found.inputs).toMatchObject({ manage: "verify", port: 1690, keys: [{ name: "windows" }] });
    const before = recorded();
    // A process that declared it would take the deletion for a change of name.
    const later = await started();
    await later.delete("kms-1", outputs);
    await expect.poll(() => later.logged.join()).toContain("the host stays as it is");
    await later.stop();
    expect(recorded()).toEqual(before);
  });

  test("is not reached by a preview", async () => {
    const inputs = await checked();
    await sshd.halt();
    const { outputs } = await provider.create(inputs, true);
    const updated = await provider.update("kms-1", outputs, inputs, true);
    await sshd.start();
    expect(updated).toMatchObject({ port: 1690 });
    expect(recorded().runs).toEqual([]);
  });

  test("is only read in mode verify", async () => {
    const { outputs } = await provider.create(await checked({ manage: "verify" }));
    expect(outputs.differences).toContain("port: declared 1690, live 1688");
    await expect.poll(() => provider.logged).toContain("warning kms-1: port: declared 1690, live 1688");
    expect(modes()).toEqual(["verify"]);
    expect(vault.asked).toEqual([]);
  });
});

describe("before anything is sent", () => {
  test.each<[string, () => Promise<Partial<SshTarget>>, RegExp]>([
    ["down", async () => ({ port: await freePort() }), /refused.*Add-WindowsCapability/s],
    ["wrong host key", async () => ({ hostKey: sshd.otherHostKey }), /shows another key than the pinned one/],
    ["wrong key", async () => ({ identityFile: sshd.strangerKey }), /administrators_authorized_keys/],
    ["wrong account", async () => ({ user: "nobody-of-that-name" }), /does not let nobody-of-that-name in/],
    ["name unknown", async () => ({ address: "kms-1.no-such-domain.example" }), /cannot be resolved/],
  ])("%s", async (_case, changes, words) => {
    const client = await started(await changes());
    const details = await refusal(client.create(await checked()));
    await client.stop();
    expect(details).toMatch(words);
    expect(recorded().runs).toEqual([]);
    expect(vault.asked).toEqual([]);
  });

  test("the host key's fingerprints are both said", async () => {
    const client = await started({ hostKey: sshd.otherHostKey });
    const details = await refusal(client.create(await checked()));
    await client.stop();
    expect(details).toContain(fingerprint(sshd.otherHostKey));
    expect(details).toContain(fingerprint(sshd.target().hostKey));
  });

  test("no PowerShell", async () => {
    await sshd.program("powershell.exe", undefined);
    const details = await refusal(provider.create(await checked()));
    await sshd.program("powershell.exe", recording());
    expect(details).toMatch(/no such program.*DefaultShell/);
    await expectConvergence();
  });

  test("starting", async () => {
    const inputs = await checked();
    await sshd.halt();
    expect(await refusal(provider.create(inputs))).toMatch(/refused/);
    await sshd.start();
    await expectConvergence();
  });

  test("no administrator", async () => {
    record({ admin: false });
    expect(await refusal(provider.create(await checked()))).toMatch(
      /the account is no administrator.*nothing was changed/,
    );
    record();
    await expectConvergence();
  });

  test("a vault that refuses", async () => {
    vault.secrets.set("windows", { status: 403, inner: "ForbiddenByRbac" });
    expect(await refusal(provider.create(await checked()))).toMatch(/secret windows of kv-lab.*Key Vault Secrets User/);
    expect(modes()).toEqual(["verify"]);
    vault.secrets.set("windows", { value: key });
    await expectConvergence();
  });
});

describe("in the middle", () => {
  test("slow by 3 s: it is waited for", async () => {
    fault("configure", { kind: "slow", ms: 3_000 });
    expect((await provider.create(await checked())).outputs.differences).toEqual([]);
  });

  test("restarting: the session is cut after the work, and the read-back finds it done", async () => {
    fault("configure", { kind: "hangs", ms: 600_000 });
    const creating = provider.create(await checked());
    await begun("configure");
    await sshd.cutSessions();
    expect((await creating).outputs.differences).toEqual([]);
    await expect.poll(() => provider.logged.join()).toMatch(/warning .*the connection broke.*is as declared/);
    expect(modes()).toEqual(["verify", "configure", "verify"]);
    expect(keysSent()).toEqual([hashOf(key)]);
  });

  test("gone for good: the outcome is called unknown, and the next run finds it done", async () => {
    fault("configure", { kind: "hangs", ms: 600_000 });
    const creating = refusal(provider.create(await checked()));
    await begun("configure");
    await sshd.halt();
    expect(await creating).toMatch(/the connection broke.*Reading it back failed as well: .*refused/);
    await sshd.start();
    await expectConvergence();
  });

  test("frozen: the time that the resource was given ends it, and the next run finds it done", async () => {
    fault("configure", { kind: "hangs", ms: 600_000 });
    provider.timeout = 10;
    const creating = refusal(provider.create(await checked()));
    await begun("configure");
    await sshd.freeze();
    expect(await creating).toMatch(/longer than it was given.*customTimeouts/);
    await sshd.thaw();
    await sshd.cutSessions();
    await expectConvergence();
  });

  test("frozen before it speaks", async () => {
    const inputs = await checked();
    provider.timeout = 1;
    await sshd.freeze();
    expect(await refusal(provider.create(inputs))).toMatch(/longer than it was given; the command was not sent/);
    await sshd.thaw();
    await expectConvergence();
  });

  test("cancelled: ssh is gone, and the next run finds what was done", async () => {
    fault("configure", { kind: "hangs", ms: 600_000 });
    const cancelled = await started();
    onTestFinished(() => cancelled.stop());
    const creating = refusal(cancelled.create(await checked()));
    await begun("configure");
    await cancelled.cancel();
    expect(await creating).toMatch(/cancelled; what the host had begun ends with the session/);
    await expect.poll(() => descendants(cancelled.pid)).toEqual([]);
    await sshd.cutSessions();
    await expectConvergence();
  });

  test.each(["silent", "cutOff", "malformed"] as const)("an answer that is %s: read back", async (kind) => {
    fault("configure", { kind });
    expect((await provider.create(await checked())).outputs.differences).toEqual([]);
    expect(modes()).toEqual(["verify", "configure", "verify"]);
  });

  test("a first reading that is cut off: nothing is sent", async () => {
    fault("verify", { kind: "cutOff" });
    expect(await refusal(provider.create(await checked()))).toMatch(/^reading kms01\.corp\.example at 127/);
    expect(modes()).toEqual(["verify"]);
    await expectConvergence();
  });

  test.each(["clixml", "crlf"] as const)("an answer in %s is understood", async (kind) => {
    fault("configure", { kind });
    await provider.create(await checked());
    expect(modes()).toEqual(["verify", "configure"]);
  });

  test.each([
    [41, "activation of key windows", "0xC004C008", /activations are spent/],
    [53, "restart", "not listening", /sppsvc.*run up again/],
  ] as const)("the script's exit code %d in words", async (exit, step, code, words) => {
    fault("configure", { kind: "exit", exit, step, code });
    const details = await refusal(provider.create(await checked()));
    expect(details).toContain(`exit code ${exit}`);
    expect(details).toContain(`${step}: ${code}`);
    expect(details).toMatch(words);
    await expectConvergence();
  });
});

describe("the product key", () => {
  /** All that anybody could read of these processes while they run, and the files that they have open. */
  function traces(pids: readonly number[]): string {
    const read = (path: string) => {
      try {
        return readFileSync(path, "latin1");
      } catch {
        return "";
      }
    };
    return pids
      .map((pid) => [read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/environ`), ...openFiles(pid)].join("\n"))
      .join("\n");
  }

  function openFiles(pid: number): readonly string[] {
    try {
      const paths = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
      return paths
        .filter((path) => path.startsWith("/tmp/") && statSync(path).isFile())
        .map((path) => readFileSync(path, "latin1"));
    } catch {
      return [];
    }
  }

  /** Files of the clients' private folders. */
  function privateFiles(): string {
    const folders = readdirSync(tmpdir()).filter((name) => name.startsWith("activation-ssh-"));
    const all = folders.flatMap((folder) => {
      try {
        const dir = `${tmpdir()}/${folder}`;
        expect(statSync(dir).mode & 0o077).toBe(0);
        return readdirSync(dir).map((name) => readFileSync(`${dir}/${name}`, "latin1"));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
    });
    return all.join("\n");
  }

  test("is in no argument, environment, open file, temporary file, log, output or error; it comes by standard input, once", async () => {
    fault("configure", { kind: "slow", ms: 1_500 });
    const creating = provider.create(await checked());
    const seen: string[] = [];
    let ended = false;
    const watching = (async () => {
      while (!ended) {
        const pids = [...(await descendants(provider.pid)), ...(await sshd.sessions())];
        seen.push(traces([provider.pid, ...pids]), privateFiles());
        await pause(30);
      }
    })();
    const { outputs } = await creating.finally(() => {
      ended = true;
    });
    await watching;
    const all = seen.join("\n");
    // The watch saw the client, its log, and the host's side at work.
    expect(all).toContain("StrictHostKeyChecking=yes");
    expect(all).toContain("debug1: Sending command");
    expect(all).toContain("recordedWindows/main.ts");
    const everything = [
      all,
      JSON.stringify(outputs),
      provider.logged.join("\n"),
      provider.stderr,
      JSON.stringify(recorded()),
    ];
    expect(outputs.products).toMatchObject([{ lastFive: key.slice(-5) }]);
    for (const group of key.split("-").slice(0, 4)) expect(everything.join("\n")).not.toContain(group);
    expect(recorded().runs.map(({ command, rest }) => [command, rest])).toEqual([
      [hostStub().replace("powershell.exe ", ""), ""],
      [hostStub().replace("powershell.exe ", ""), ""],
    ]);
    expect(keysSent()).toEqual([hashOf(key)]);
  });

  test("is repeated by no message, even where the host prints it", async () => {
    fault("configure", { kind: "printsKey" });
    await provider.create(await checked());
    await expect.poll(() => provider.logged.join()).toContain("treat the key as seen");
    const said = provider.logged.join("\n") + provider.stderr;
    for (const group of key.split("-").slice(0, 4)) expect(said).not.toContain(group);
  });
});
