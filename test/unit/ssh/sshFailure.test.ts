import { describe, expect, it } from "vitest";
import { failure, hasExitStatus, nameOf } from "../../../modules/ssh/sshFailure.ts";

// What OpenSSH 9 says where a loopback cannot show it; the rest is shown on a real server.
const target = {
  address: "10.1.0.10",
  port: 22,
  user: "kmsadmin",
  hostKey: "ssh-ed25519 AAAA",
  identityFile: "/keys/kms",
};

const failed = (log: string) =>
  failure(target, { log: `debug1: Connecting to 10.1.0.10 port 22.\n${log}\n`, connectSeconds: 20 });

const sent = "debug1: Sending command: powershell.exe -X";

describe("words for a client that gave up", () => {
  it.each([
    [
      "ssh: connect to host 10.1.0.10 port 22: Connection timed out",
      "timeout",
      /no answer within 20 s.*Add-WindowsCapability/,
    ],
    ["ssh: connect to host 10.1.0.10 port 22: No route to host", "unreachable", /no way to the host/],
    ["ssh: connect to host 10.1.0.10 port 22: Network is unreachable", "unreachable", /routes and firewalls/],
    ["Connection timed out during banner exchange", "timeout", /no SSH server spoke within 20 s/],
    ["kex_exchange_identification: read: Connection reset by peer", "lost", /nothing was done/],
    [
      "Unable to negotiate with 10.1.0.10 port 22: no matching cipher found. Their offer: 3des-cbc",
      "protocol",
      /no protocol in common/,
    ],
    [
      "Unable to negotiate with 10.1.0.10 port 22: no matching host key type found. Their offer: ssh-dss",
      "hostKey",
      /\(ssh-dss\)/,
    ],
    [
      "Received disconnect from 10.1.0.10 port 22:2: Too many authentication failures",
      "authentication",
      /identityFile/,
    ],
    [
      'Load key "/keys/kms": incorrect passphrase supplied\nPermission denied (publickey).',
      "authentication",
      /passphrase/,
    ],
    ['Load key "/keys/kms": error in libcrypto\nPermission denied (publickey).', "authentication", /damaged/],
    ["something that nobody foresaw", "protocol", /\(something that nobody foresaw\)/],
    ["", "protocol", /without a word/],
  ] as const)("%s", (log, kind, words) => {
    const error = failed(log);
    expect(error).toMatchObject({ kind, mayHaveRun: false, message: expect.stringMatching(words) });
    expect(error.message).toMatch(/^opening an SSH session as kmsadmin@10\.1\.0\.10:22: /);
  });

  it.each([
    [`${sent}\nTimeout, server 10.1.0.10 not responding.`, "lost", /fell silent/],
    [`${sent}\nclient_loop: send disconnect: Broken pipe`, "lost", /connection broke/],
    [`${sent}\ndebug1: client_input_channel_req: channel 0 rtype exit-signal reply 0`, "signal", /the host ended it/],
  ] as const)("calls the outcome unknown once the command was sent (%#)", (log, kind, words) => {
    expect(failed(log)).toMatchObject({ kind, mayHaveRun: true, message: expect.stringMatching(words) });
  });
});

describe("reading the client's log", () => {
  it("sees the exit code arrive, and no other request", () => {
    expect(hasExitStatus("debug1: client_input_channel_req: channel 0 rtype exit-status reply 0")).toBe(true);
    expect(hasExitStatus("debug1: client_input_channel_req: channel 0 rtype exit-signal reply 0")).toBe(false);
  });

  it("names IPv6 hosts so that the port can be told", () => {
    expect(nameOf({ ...target, address: "2001:db8::10" })).toBe("kmsadmin@[2001:db8::10]:22");
  });
});
