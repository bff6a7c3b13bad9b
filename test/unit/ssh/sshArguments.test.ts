import { describe, expect, it } from "vitest";
import { sshArguments, sshEnvironment } from "../../../modules/ssh/sshArguments.ts";
import { SshError } from "../../../modules/ssh/sshError.ts";
import type { SshTarget } from "../../../modules/ssh/sshTarget.ts";

const patience = { connect: 20, alive: 15 };

function argumentsFor(changes: Partial<SshTarget> = {}): readonly string[] {
  const target = {
    address: "kms.corp.example",
    port: 22,
    user: "kmsadmin",
    hostKey: "ssh-ed25519 AAAA",
    identityFile: null,
  };
  return sshArguments({ ...target, ...changes }, "powershell.exe -X", patience);
}

describe("arguments of ssh", () => {
  it("believe one host key, ask nobody, and give the host no way back", () => {
    const said = argumentsFor().join(" ");
    for (const option of [
      "-F none",
      "StrictHostKeyChecking=yes",
      "UserKnownHostsFile=known_hosts",
      "GlobalKnownHostsFile=none",
      "UpdateHostKeys=no",
      "BatchMode=yes",
      "PasswordAuthentication=no",
      "ForwardAgent=no",
      "ClearAllForwardings=yes",
      "ControlPath=none",
      "ConnectTimeout=20",
      "ServerAliveInterval=15",
      "-T",
      "-a",
      "-x",
    ]) {
      expect(said).toContain(option);
    }
  });

  it("end with account, address and the command as one", () => {
    expect(argumentsFor({ user: "CORP\\kms admin".replace(" ", "_"), port: 2222 }).slice(-7)).toEqual([
      "-p",
      "2222",
      "-l",
      "CORP\\kms_admin",
      "--",
      "kms.corp.example",
      "powershell.exe -X",
    ]);
  });

  it("offer a named key alone, whatever its path is made of", () => {
    const said = argumentsFor({ identityFile: "/keys/100% mine" });
    expect(said).toContain('IdentityFile="/keys/100%% mine"');
    expect(said).toContain("IdentitiesOnly=yes");
    expect(argumentsFor().join(" ")).not.toContain("Identit");
  });

  it.each(["10.1.0.10", "fe80::1%eth0", "2001:db8::10", "kms_1", "kms.corp.example."])(
    "take the address %s",
    (address) => {
      expect(argumentsFor({ address }).at(-2)).toBe(address);
    },
  );

  it.each(["", "-oProxyCommand=x", "a@b", "ssh://kms", "kms example", "kms;x", "$(x)"])(
    "refuse the address %j",
    (address) => {
      expect(() => argumentsFor({ address })).toThrow(SshError);
    },
  );

  it.each(["", "-l", "a b", "a;b", "$HOME", "`x`"])("refuse the account %j", (user) => {
    expect(() => argumentsFor({ user })).toThrow(SshError);
  });
});

describe("the environment of ssh", () => {
  it("is that of its own needs", () => {
    const env = { PATH: "/bin", HOME: "/root", SSH_AUTH_SOCK: "/agent", AZURE_CLIENT_SECRET: "x", SSH_ASKPASS: "x" };
    expect(sshEnvironment(env)).toEqual({ PATH: "/bin", HOME: "/root", SSH_AUTH_SOCK: "/agent", LC_ALL: "C" });
    expect(sshEnvironment({ PATH: "/bin" })).toEqual({ PATH: "/bin", LC_ALL: "C" });
  });
});
