import { type Attempt, attemptError, type DnsError, type DnsErrorKind } from "./dnsError.ts";

/** What MIT Kerberos says (its com_err texts, the same in kinit and behind GSSAPI), what that is, and what to do. */
const reasons: readonly (readonly [RegExp, DnsErrorKind, string])[] = [
  [/Ticket expired/i, "ticketExpired", "renew the ticket cache (kinit), and have whoever keeps it do so in time"],
  [
    /Clock skew too great/i,
    "badTime",
    "set this machine's clock, or the domain controller's: they differ by more than 5 minutes",
  ],
  [
    /Cannot (contact any|find|resolve).* KDC|no answer from the realm/i,
    "noTicket",
    "check that a domain controller runs and that TCP and UDP 88 pass, and that krb5.conf or the SRV records _kerberos._udp of the realm name it",
  ],
  [
    /Server .*not found in Kerberos database/i,
    "noTicket",
    "the server is no domain controller of this realm, or lacks its service name DNS/HOST; name as server a controller that holds the zone",
  ],
  [
    /Preauthentication failed|Password incorrect|Decrypt integrity check failed/i,
    "noTicket",
    "the keytab holds an older key than the account has now; export it again after every change of the password",
  ],
  [
    /no suitable keys|Key table entry not found/i,
    "noTicket",
    "the keytab is of another account or realm; compare with `klist -k`",
  ],
  [
    /Unsupported key table|Key table file|Bad format in (keytab|key table)|End of (file|key table)/i,
    "noTicket",
    "the keytab is damaged; export it again",
  ],
  [/Client .*not found in Kerberos database/i, "noTicket", "there is no such account; correct principal"],
  [/credentials have been revoked/i, "noTicket", "the account is disabled or locked; enable it"],
  [/Password has expired/i, "noTicket", "the account's password has expired; change it and export the keytab again"],
  [
    /no support for encryption type/i,
    "noTicket",
    "allow AES for the account (msDS-SupportedEncryptionTypes) and export the keytab again",
  ],
];

/** Kerberos gave no ticket for the update, or none for this server: nothing was sent. `said`: what the program wrote. */
export function ticketError(attempt: Attempt, who: string, said: string): DnsError {
  const outcome = wordsOf(said);
  const [, kind, remedy] = reasons.find(([pattern]) => pattern.test(said)) ?? [
    undefined,
    "noTicket" as const,
    "try the same by hand (kinit, then nsupdate -g); the controller's log says more",
  ];
  return attemptError(attempt, kind, `Kerberos refused ${who}: ${outcome}; ${remedy}`);
}

/** The last line that a program wrote, without its own name and the frame that GSSAPI puts around each reason. */
function wordsOf(said: string): string {
  const line = said.trim().split("\n").at(-1) ?? "";
  const minor = /Minor = (.*?)\.?$/.exec(line)?.[1];
  return (
    minor ?? (line.replace(/^kinit: ?/, "").replace(/ while getting initial credentials$/, "") || "no reason given")
  );
}

/** Package of each program in Debian and Ubuntu, and in Red Hat's family. */
const packages = {
  nsupdate: "bind9-dnsutils (Red Hat: bind-utils)",
  kinit: "krb5-user (Red Hat: krb5-workstation)",
} as const;

/** A program that signing with Kerberos needs is not on PATH. */
export function missingProgram(attempt: Attempt, program: keyof typeof packages): DnsError {
  const text = `${program} is not installed here or not on PATH, and zones of Active Directory need it; install ${packages[program]}`;
  return attemptError(attempt, "missingProgram", text);
}

/** The caller gave up. */
export function cancelledError(attempt: Attempt, cause?: unknown): DnsError {
  return attemptError(attempt, "cancelled", "cancelled, or ended by the resource's own time-out", cause);
}
