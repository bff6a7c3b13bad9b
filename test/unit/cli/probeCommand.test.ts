import { describe, expect, it } from "vitest";
import { type Prober, probeCommand } from "../../../modules/cli/probeCommand.ts";
import { parseTarget } from "../../../modules/cli/probeTarget.ts";
import { runActivation } from "../../../modules/cli/program.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";

/** Every address whose last number is even has an RPC server. */
const played: Prober = async ({ host, port }, timeout) => ({
  host,
  port,
  name: { outcome: "address", detail: null, ms: 0, addresses: [host] },
  paths: [
    {
      address: host,
      tcp: { outcome: "open", detail: null, ms: timeout },
      rpc: { outcome: Number(host.split(".")[3]) % 2 === 0 ? "rejected" : "silent", detail: null, ms: 1 },
    },
  ],
});

async function probe(targets: readonly string[], timeout = "3", prober: Prober = played) {
  const io = fakeIo();
  const exitCode = await probeCommand({ targets, timeout, format: "json" }, io, prober);
  return { exitCode, document: JSON.parse(io.out()) };
}

describe("a target", () => {
  it.each([
    ["kms-1.corp.example", "kms-1.corp.example", 1688],
    ["kms-1:135", "kms-1", 135],
    ["kms_1.example.:65535", "kms_1.example.", 65_535],
    ["10.40.0.9", "10.40.0.9", 1688],
    ["2001:db8::9", "2001:db8::9", 1688],
    ["[2001:db8::9]", "2001:db8::9", 1688],
    ["[2001:db8::9]:135", "2001:db8::9", 135],
  ])("is read: %s", (text, host, port) => {
    expect(parseTarget(text)).toEqual({ host, port });
  });

  it.each([
    "",
    ":1688",
    "a b",
    "-kms",
    "kms-",
    "kms..example",
    "10.40.0.256",
    "[10.40.0.9]:1688",
    "kms-1:1:2",
    "a/b",
    "x".repeat(254),
  ])("is refused where it names no host: %j", (text) => {
    expect(() => parseTarget(text)).toThrow(/names no target of a probe; write HOST, HOST:PORT or \[IPv6\]:PORT/);
  });

  it.each(["kms-1:", "kms-1:0", "kms-1:65536", "kms-1:x", "kms-1:01688"])(
    "is refused where it names no port: %j",
    (text) => {
      expect(() => parseTarget(text)).toThrow(/a port is a number from 1 to 65535/);
    },
  );
});

describe("activation probe", () => {
  it("ends with 0 where an RPC server answers at every target, else with 1", async () => {
    expect(await probe(["10.0.0.2", "10.0.0.4"])).toMatchObject({ exitCode: 0 });
    expect(await probe(["10.0.0.2", "10.0.0.3"])).toMatchObject({ exitCode: 1 });
  });

  it("keeps the order of the targets, whichever answers first", async () => {
    const started: string[] = [];
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const prober: Prober = async (target, timeout) => {
      started.push(target.host);
      // The first waits for the last: one after the other they would never end.
      if (target.host === "10.0.0.2") await slow;
      else release();
      return played(target, timeout);
    };
    const { document } = await probe(["10.0.0.2", "10.0.0.4"], "3", prober);
    expect(started).toEqual(["10.0.0.2", "10.0.0.4"]);
    expect(document.targets.map(({ host }: { host: string }) => host)).toEqual(["10.0.0.2", "10.0.0.4"]);
  });

  it("waits for as long as it was told", async () => {
    const { document } = await probe(["10.0.0.2"], "0.25");
    expect(document.targets[0].paths[0].tcp.ms).toBe(250);
  });

  it.each(["0", "-1", "1e3", "soon", "121", ""])("refuses to wait for %j seconds", async (timeout) => {
    await expect(probe(["10.0.0.2"], timeout)).rejects.toThrow(
      /--timeout must be a number of seconds above 0, up to 120/,
    );
  });

  it("probes nothing where one target is wrong", async () => {
    const prober: Prober = () => Promise.reject(new Error("nothing should have been probed"));
    await expect(probe(["10.0.0.2", "kms-1:0"], "3", prober)).rejects.toThrow(/names no target/);
  });

  it("ends with 2 for bad input and for no target at all, and shows an example", async () => {
    expect(await runActivation(["probe", "kms-1:0"], fakeIo())).toBe(2);
    expect(await runActivation(["probe"], fakeIo())).toBe(2);
    const io = fakeIo();
    expect(await runActivation(["probe", "--help"], io)).toBe(0);
    expect(io.out()).toContain("Example:\n  $ activation probe kms-1.corp.example");
  });
});
