import { chmodSync, copyFileSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { fingerprint } from "../../modules/ssh/hostKey.ts";
import { type HostAnswer, type HostCommand, runOnHost } from "../../modules/ssh/runOnHost.ts";
import { SshError } from "../../modules/ssh/sshError.ts";
import type { SshTarget } from "../../modules/ssh/sshTarget.ts";
import { freePort } from "../helpers/named.ts";
import { descendants, type Sshd, startSshd } from "../helpers/sshd.ts";

/** A program that says what it got, and ends as it is told. */
const echo = `#!/bin/sh
cat
echo "arguments: $*"
echo "on the error stream" >&2
exit 7
`;
/** A program that shows that it has begun, and then goes on until its session ends. */
const endless = `#!/bin/sh
touch "$1"
while kill -0 $PPID; do sleep 0.1; done
`;

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd({ programs: { "powershell.exe": echo, endless } });
});
afterAll(() => sshd.stop());
afterEach(() => sshd.thaw());

function run(changes: Partial<SshTarget> = {}, request: Partial<HostCommand> = {}): Promise<HostAnswer> {
  const signal = AbortSignal.timeout(60_000);
  return runOnHost(sshd.target(changes), { command: "powershell.exe -X", input: "typed\n", signal, ...request });
}

async function failed(running: Promise<unknown>): Promise<SshError> {
  const error = await running.then(
    (answer) => Promise.reject(new Error(`it succeeded: ${JSON.stringify(answer)}`)),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SshError)) throw error;
  return error;
}

/** Starts the endless program and waits until it runs. */
async function underWay(request: Partial<HostCommand> = {}): Promise<{ running: Promise<HostAnswer> }> {
  const sign = `${sshd.directory}/begun-${Math.random()}`;
  const running = run({}, { command: `endless ${sign}`, ...request });
  // A rejection is looked at later.
  running.catch(() => {});
  while (!readdirSync(sshd.directory).includes(sign.split("/").at(-1) ?? "")) await pause(20);
  return { running };
}

describe("running a command on a host", () => {
  test("gives it standard input and brings back both streams and the exit code", async () => {
    const stderr = "on the error stream\n";
    expect(await run()).toEqual({ exitCode: 7, stdout: "typed\narguments: -X\n", stderr });
  });

  test("carries every octet of a long input, and nothing is left behind", async () => {
    // Another test's folders lie where this machine's do.
    const { TMPDIR } = process.env;
    process.env.TMPDIR = `${sshd.directory}/bin`;
    onTestFinished(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    });
    const before = readdirSync(process.env.TMPDIR);
    const input = "0123456789abcdef\r\n".repeat(20_000);
    const { stdout } = await run({}, { input });
    expect(stdout).toBe(`${input}arguments: -X\n`);
    expect(readdirSync(process.env.TMPDIR)).toEqual(before);
  });

  test.each([0, 1, 126, 255])("tells exit code %d of the command from a failure of its own", async (exitCode) => {
    expect((await run({}, { command: `exit ${exitCode}` })).exitCode).toBe(exitCode);
  });

  test("believes no words of the host about the connection", async () => {
    const lie = "echo 'Permission denied (publickey).' >&2; echo 'Host key verification failed.' >&2; exit 255";
    expect((await run({}, { command: lie })).exitCode).toBe(255);
  });

  test("reads no configuration of the account and passes on no environment", async () => {
    process.env.ACTIVATION_TEST_LEAK = "leaked";
    onTestFinished(() => void delete process.env.ACTIVATION_TEST_LEAK);
    const cancel = new AbortController();
    const { running } = await underWay({ signal: cancel.signal });
    onTestFinished(() => cancel.abort());
    const mine = await childrenOf("ssh");
    expect(mine.map(({ environment }) => Object.keys(environment).sort())).toEqual([
      ["HOME", "LC_ALL", "PATH", "SSH_AUTH_SOCK"].filter((name) => name === "LC_ALL" || name in process.env),
    ]);
    expect(mine[0]?.argv.slice(1, 3)).toEqual(["-F", "none"]);
    cancel.abort();
    await failed(running);
  });
});

/** Children of this process by name, with what everybody can read of them. */
async function childrenOf(name: string): Promise<{ argv: string[]; environment: Record<string, string> }[]> {
  const read = (pid: number, file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8").split("\0").slice(0, -1);
  const pairs = (pid: number) => read(pid, "environ").map((line) => line.split("=", 2) as [string, string]);
  return (await descendants(process.pid))
    .flatMap((pid) => {
      try {
        return [{ argv: read(pid, "cmdline"), environment: Object.fromEntries(pairs(pid)) }];
      } catch {
        // It ended since it was listed: the server's children come and go.
        return [];
      }
    })
    .filter(({ argv }) => argv[0] === name);
}

describe("a host that cannot be used", () => {
  test.each([
    ["name unknown", () => ({ address: "kms-9.no-such-domain.example" }), "unresolved", /name cannot be resolved/],
    ["address that is an option", () => ({ address: "-oProxyCommand=true" }), "target", /no name or address/],
    ["account that is an option", () => ({ user: "-F" }), "target", /no name of an account/],
    ["wrong account", () => ({ user: "nobody-of-that-name" }), "authentication", /does not let nobody-of-that-name in/],
    ["wrong key", () => ({ identityFile: sshd.strangerKey }), "authentication", /administrators_authorized_keys/],
    ["key file missing", () => ({ identityFile: "/nonexistent/key" }), "identity", /\/nonexistent\/key/],
  ] as const)("%s", async (_case, changes, kind, words) => {
    const error = await failed(run(changes()));
    expect(error).toMatchObject({ kind, mayHaveRun: false, message: expect.stringMatching(words) });
  });

  test("down: refused, and how OpenSSH comes onto Windows", async () => {
    const error = await failed(run({ port: await freePort() }));
    expect(error).toMatchObject({ kind: "refused", mayHaveRun: false });
    expect(error.message).toContain("Add-WindowsCapability -Online -Name OpenSSH.Server~~~~0.0.1.0");
    expect(error.message).toContain("Start-Service sshd");
  });

  test("another host key: both fingerprints", async () => {
    const error = await failed(run({ hostKey: sshd.otherHostKey }));
    expect(error).toMatchObject({ kind: "hostKey", mayHaveRun: false });
    expect(error.message).toContain(
      `another key than the pinned one: ssh-ed25519 ${fingerprint(sshd.target().hostKey)}`,
    );
    expect(error.message).toContain(`the pinned one is ssh-ed25519 ${fingerprint(sshd.otherHostKey)}`);
  });

  test("a private key that others may read", async () => {
    const open = `${sshd.directory}/open`;
    copyFileSync(sshd.target().identityFile ?? "", open);
    chmodSync(open, 0o644);
    const error = await failed(run({ identityFile: open }));
    expect(error).toMatchObject({ kind: "authentication", message: expect.stringContaining("chmod 600") });
  });

  test("frozen before it speaks", async () => {
    await sshd.freeze();
    const error = await failed(run({}, { patience: { connect: 1, alive: 1 } }));
    expect(error).toMatchObject({ kind: "timeout", mayHaveRun: false, message: expect.stringContaining("within 1 s") });
  });

  test("something else than an SSH server", async () => {
    const port = await serve((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const error = await failed(run({ port }, { patience: { connect: 2, alive: 1 } }));
    expect(["protocol", "timeout", "lost"]).toContain(error.kind);
    expect(error.mayHaveRun).toBe(false);
  });

  test("starting: it hangs up at once", async () => {
    const port = await serve((socket) => socket.destroy());
    const error = await failed(run({ port }));
    expect(error).toMatchObject({ kind: "lost", mayHaveRun: false });
    expect(error.message).toContain("nothing was done");
  });

  test("no such program", async () => {
    const error = await failed(run({}, { command: "pwsh-of-nowhere.exe -NoProfile" }));
    expect(error.kind).toBe("commandMissing");
    expect(error.message).toContain("pwsh-of-nowhere.exe");
  });

  test("no such program, as cmd.exe says it in German", async () => {
    const german = `echo 'Der Befehl "powershell.exe" ist entweder falsch geschrieben oder' >&2; exit 1`;
    await sshd.program("powershell.exe", `#!/bin/sh\n${german}\n`);
    onTestFinished(() => sshd.program("powershell.exe", echo));
    expect((await failed(run())).kind).toBe("commandMissing");
  });

  test("no ssh here", async () => {
    const { PATH = "" } = process.env;
    process.env.PATH = "/nonexistent";
    onTestFinished(() => {
      process.env.PATH = PATH;
    });
    const error = await failed(run());
    expect(error).toMatchObject({ kind: "noProgram", message: expect.stringContaining("openssh-client") });
  });
});

async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => {});
    answer(socket);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

describe("a command that does not come to its end", () => {
  test("cancelled: ssh is gone, and the outcome is called unknown", async () => {
    const cancel = new AbortController();
    const { running } = await underWay({ signal: cancel.signal });
    cancel.abort();
    const error = await failed(running);
    expect(error).toMatchObject({ kind: "cancelled", mayHaveRun: true });
    expect(error.message).toContain("ends with the session");
    expect(await childrenOf("ssh")).toEqual([]);
  });

  test("cancelled before it began", async () => {
    const error = await failed(run({}, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ kind: "cancelled", mayHaveRun: false });
  });

  test("longer than it was given", async () => {
    const { running } = await underWay({ timeoutMs: 2_000 });
    const error = await failed(running);
    expect(error).toMatchObject({
      kind: "timeout",
      mayHaveRun: true,
      message: expect.stringContaining("customTimeouts"),
    });
  });

  test("the session is cut", async () => {
    const { running } = await underWay();
    await sshd.cutSessions();
    expect(await failed(running)).toMatchObject({ kind: "lost", mayHaveRun: true });
  });

  test("frozen in the middle", async () => {
    const { running } = await underWay({ patience: { connect: 5, alive: 1 } });
    await sshd.freeze();
    const error = await failed(running);
    expect(error).toMatchObject({ kind: "lost", mayHaveRun: true, message: expect.stringContaining("fell silent") });
  });

  test("ended by a signal on the host", async () => {
    expect(await failed(run({}, { command: "kill -KILL $$" }))).toMatchObject({ kind: "signal", mayHaveRun: true });
  });

  test("more output than anybody wants", async () => {
    const error = await failed(run({}, { command: "exec cat /dev/zero" }));
    expect(error).toMatchObject({ kind: "output", mayHaveRun: true });
  });

  test("several at once do not meet", async () => {
    const texts = Array.from({ length: 6 }, (_, i) => `number ${i}\n`);
    const answers = await Promise.all(texts.map((input) => run({}, { input })));
    expect(answers.map(({ stdout }) => stdout)).toEqual(texts.map((text) => `${text}arguments: -X\n`));
  });
});
