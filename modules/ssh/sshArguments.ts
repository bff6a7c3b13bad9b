import { SshError } from "./sshError.ts";
import type { SshTarget } from "./sshTarget.ts";

/** Seconds. */
export interface Patience {
  /** For the connection, the protocol's greeting and the exchange of keys. */
  readonly connect: number;
  /** Between two questions whether a silent host is still there; it is given up after three. */
  readonly alive: number;
}

/** The name under which the pinned key is filed, so that neither address nor port has to be written as OpenSSH would. */
export const pinnedName = "pinned-host";

/** Files in the private folder that is the client's working directory. */
export const files = { knownHosts: "known_hosts", log: "log" } as const;

/**
 * Arguments of `ssh` for one command; nothing of them is secret.
 *
 * No configuration file counts, nobody is asked, one host key is believed, and the host gets neither a terminal nor a
 * way back here. The client's own words go to a file, so that no host can speak with its voice.
 *
 * @throws {SshError} Where address or account would be taken for something else.
 */
export function sshArguments(target: SshTarget, command: string, patience: Patience): readonly string[] {
  // A leading hyphen would be an option, an @ another account, and the rest means something inside ssh's own options.
  if (!/^[\p{L}\p{N}_:][\p{L}\p{N}_.:%-]*$/u.test(target.address)) {
    throw new SshError("target", `${JSON.stringify(target.address)} is no name or address of a host; correct address`);
  }
  if (!/^[^-\s'"`;&<>|(){}$][^\s'"`;&<>|(){}$]*$/.test(target.user)) {
    throw new SshError("target", `${JSON.stringify(target.user)} is no name of an account; correct user`);
  }
  const options = { ...always, ...patienceOptions(patience), ...identityOptions(target.identityFile) };
  return [
    ...["-F", "none", "-E", files.log, "-T", "-a", "-x"],
    ...Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
    ...["-p", String(target.port), "-l", target.user, "--", target.address, command],
  ];
}

const always: Readonly<Record<string, string>> = {
  BatchMode: "yes",
  PreferredAuthentications: "publickey",
  PasswordAuthentication: "no",
  KbdInteractiveAuthentication: "no",
  StrictHostKeyChecking: "yes",
  UserKnownHostsFile: files.knownHosts,
  GlobalKnownHostsFile: "none",
  HostKeyAlias: pinnedName,
  VerifyHostKeyDNS: "no",
  UpdateHostKeys: "no",
  ForwardAgent: "no",
  ClearAllForwardings: "yes",
  ControlPath: "none",
  PermitLocalCommand: "no",
  EscapeChar: "none",
  // The lowest at which the client says how far it came: whether the command was sent, whether an exit code arrived.
  LogLevel: "DEBUG1",
};

function patienceOptions({ connect, alive }: Patience): Readonly<Record<string, string>> {
  return {
    ConnectTimeout: String(connect),
    ConnectionAttempts: "1",
    ServerAliveInterval: String(alive),
    ServerAliveCountMax: "3",
    TCPKeepAlive: "yes",
  };
}

function identityOptions(identityFile: string | null): Readonly<Record<string, string>> {
  if (identityFile === null) return {};
  // Quoted, and its percent signs doubled: ssh splits at spaces and fills in tokens.
  return { IdentityFile: `"${identityFile.replaceAll("%", "%%")}"`, IdentitiesOnly: "yes" };
}

/** What the client gets to see of our own environment; its messages come in English. */
export function sshEnvironment(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const passed = ["PATH", "HOME", "SSH_AUTH_SOCK"].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(passed), LC_ALL: "C" };
}
