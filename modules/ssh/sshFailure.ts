import { fingerprint } from "./hostKey.ts";
import { SshError, type SshErrorKind } from "./sshError.ts";
import type { SshTarget } from "./sshTarget.ts";

/** How a run of the client ended without the exit code of the command. */
export interface Ending {
  /** All that the client itself said. */
  readonly log: string;
  /** Seconds given for the connection. */
  readonly connectSeconds: number;
}

/** The client has sent the command; whatever happens from then on may have happened on the host as well. */
export function wasSent(log: string): boolean {
  return /^debug1: Sending command:/m.test(log);
}

/** The command's exit code has arrived. */
export function hasExitStatus(log: string): boolean {
  return /^debug1: client_input_channel_req: channel \d+ rtype exit-status\b/m.test(log);
}

/** As messages name a host: `user@address:port`. */
export function nameOf({ user, address, port }: SshTarget): string {
  return `${user}@${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** Words a run of the client that brought no exit code of the command. */
export function failure(target: SshTarget, ending: Ending): SshError {
  if (wasSent(ending.log)) return duringCommand(target, ending.log);
  const [kind, outcome] = beforeCommand(target, ending);
  return new SshError(kind, `opening an SSH session as ${nameOf(target)}: ${outcome}`);
}

type Outcome = readonly [SshErrorKind, string];

function beforeCommand(target: SshTarget, { log, connectSeconds }: Ending): Outcome {
  if (/Host key verification failed|no matching host key type/.test(log)) return ["hostKey", wrongHostKey(target, log)];
  if (/Permission denied|Too many authentication failures/.test(log)) return ["authentication", notLetIn(target, log)];
  const found = connectOutcomes.find(([pattern]) => pattern.test(log));
  if (found !== undefined) {
    const [, kind, outcome] = found;
    return [kind, outcome.replace("{seconds}", String(connectSeconds))];
  }
  return ["protocol", `the client gave up (${lastWords(log)}); run ssh by hand as this account to see more`];
}

/**
 * How OpenSSH comes onto Windows, https://learn.microsoft.com/windows-server/administration/openssh/openssh_install_firstuse
 */
const openSshServer =
  "OpenSSH Server is an optional feature of Windows Server 2019 and 2022, which `Add-WindowsCapability -Online -Name OpenSSH.Server~~~~0.0.1.0` adds; " +
  "there and on Server 2025, where it is installed and off, `Set-Service sshd -StartupType Automatic; Start-Service sshd` starts it";

const connectOutcomes: readonly (readonly [RegExp, SshErrorKind, string])[] = [
  [
    /Could not resolve hostname/,
    "unresolved",
    "the name cannot be resolved; correct address, or this machine's resolver",
  ],
  [
    /Connection timed out during banner exchange|timed out while waiting|Connection to .* timed out/,
    "timeout",
    "the connection was taken and no SSH server spoke within {seconds} s; see whether the service sshd hangs or is only starting, and whether the port is sshd's",
  ],
  [
    /[Cc]onnect(?:ion)? (?:to .*)?timed out|Operation timed out/,
    "timeout",
    `no answer within {seconds} s; see that the host runs and that a firewall lets this through (its own rule is OpenSSH-Server-In-TCP). ${openSshServer}`,
  ],
  [
    /Connection refused/,
    "refused",
    `refused, nothing listens there; see that sshd runs and that the port is right. ${openSshServer}`,
  ],
  [
    /No route to host|Network is unreachable|connect to host .* port/,
    "unreachable",
    "there is no way to the host; see that it runs, and the routes and firewalls in between",
  ],
  [
    /no matching (?:key exchange method|cipher|MAC)|Bad remote protocol|banner line contains invalid|Bad packet length/,
    "protocol",
    "both sides have no protocol in common, or this is no SSH server; see that the port is right, and update OpenSSH on the older side",
  ],
  [
    /Connection (?:closed|reset)|closed by remote host|Broken pipe/,
    "lost",
    "the host closed the connection before the command was sent, so nothing was done; sshd may be starting, stopping or full: try again, and read its log if it stays so",
  ],
];

function wrongHostKey({ hostKey }: SshTarget, log: string): string {
  const pinned = `the pinned one is ${hostKey.split(" ")[0]} ${fingerprint(hostKey)}`;
  const offered = /^debug1: Server host key: (\S+ \S+)/m.exec(log)?.[1];
  const offer =
    offered === undefined
      ? `the host has no key of a kind that this client takes (${/Their offer: (\S+)/.exec(log)?.[1] ?? "none"})`
      : `the host shows another key than the pinned one: ${offered}`;
  return `${offer}, ${pinned}; if the host got a new key, read it there (ssh-keygen -lf %ProgramData%\\ssh\\ssh_host_ed25519_key.pub) and correct hostKey; if not, somebody stands in between`;
}

/** Where keys of administrators lie, and who alone may write there, https://learn.microsoft.com/windows-server/administration/openssh/openssh_server_configuration */
const administratorsKeys =
  "if the account is an administrator of the host, add the public key to %ProgramData%\\ssh\\administrators_authorized_keys, which may grant rights to none but SYSTEM and " +
  'Administrators (icacls.exe %ProgramData%\\ssh\\administrators_authorized_keys /inheritance:r /grant "*S-1-5-32-544:F" /grant "*S-1-5-18:F"); ' +
  "if not, to .ssh\\authorized_keys in its profile";

function notLetIn({ user, identityFile }: SshTarget, log: string): string {
  if (/UNPROTECTED PRIVATE KEY FILE|bad permissions/.test(log)) {
    return `the private key ${identityFile ?? ""} is not used, because others than its owner may read it; chmod 600`;
  }
  if (/incorrect passphrase|error in libcrypto|invalid format|Load key/.test(log)) {
    return `the private key ${identityFile ?? ""} cannot be used: it is damaged, or has a passphrase that nobody is here to type; put it into an agent, or name another in identityFile`;
  }
  const offered = [...log.matchAll(/^debug1: Offering public key: .* (SHA256:\S+)/gm)].map(([, print]) => print);
  const tried = offered.length === 0 ? "no key was there to offer" : `refused the keys ${offered.join(", ")}`;
  const many = /Too many authentication failures/.test(log)
    ? " (too many of them: name the right one in identityFile)"
    : "";
  return `the host does not let ${user} in: ${tried}${many}; ${administratorsKeys}`;
}

function duringCommand(target: SshTarget, log: string): SshError {
  const what = `running a command as ${nameOf(target)}`;
  if (/rtype exit-signal/.test(log)) {
    return new SshError(
      "signal",
      `${what}: the host ended it before it was done; how much it did is unknown, so read what is there first`,
      true,
    );
  }
  const silent = /Timeout, server .* not responding/.test(log);
  const how = silent ? "the host fell silent" : "the connection broke";
  return new SshError(
    "lost",
    `${what}: ${how} before it was done; how much it did is unknown, so read what is there first`,
    true,
  );
}

/** What the client said last, without what it only says to developers. */
function lastWords(log: string): string {
  const lines = log.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("debug1:"));
  return lines.at(-1)?.slice(0, 200) ?? "without a word";
}
