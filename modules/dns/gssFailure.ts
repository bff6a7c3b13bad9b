import { type Attempt, attemptError, type DnsError, rcodeError } from "./dnsError.ts";
import { cancelledError, missingProgram, ticketError } from "./kerberosError.ts";
import type { ProgramEnd } from "./runProgram.ts";

/** What a run of nsupdate failed with; undefined where it did what it was told. */
export function gssFailure(attempt: GssAttempt, end: ProgramEnd): DnsError | undefined {
  switch (end.kind) {
    case "missing":
      return missingProgram(attempt, "nsupdate");
    case "cancelled":
      return cancelledError(attempt);
    case "killed":
      return attemptError(attempt, "noAnswer", `nsupdate came to no end, ${end.how}; check that the server answers`);
    case "exited":
      return end.code === 0 ? undefined : readFailure(attempt, end.code, end.stderr);
    default:
      return end satisfies never;
  }
}

/** An attempt of somebody whom Kerberos knows. */
export interface GssAttempt extends Attempt {
  readonly principal: string;
}

/** How nsupdate (BIND 9.16 to 9.20) words each failure. The first that fits counts: later lines only follow from it. */
const failures: readonly (readonly [RegExp, (attempt: GssAttempt, match: RegExpExecArray) => DnsError])[] = [
  [/update failed: NOTAUTH\((BAD\w+)\)/, (attempt, [, code = ""]) => contextError(attempt, code)],
  [/update failed: ([A-Z]+)/, (attempt, [, rcode = ""]) => rcodeError(attempt, rcode)],
  [
    /TSIG error with server: (.*)/,
    (attempt, [, said]) =>
      attemptError(
        attempt,
        "unverified",
        `the answer's signature is not believed (${said}); use BIND's or Windows' name server, Samba's own signs answers that nsupdate cannot verify`,
      ),
  ],
  [/tkey query failed: (.*)/, (attempt, [, said = ""]) => ticketError(attempt, attempt.principal, said)],
  [/Communication with .* failed: (.*)/, (attempt, [, said = ""]) => communicationError(attempt, said)],
  [
    /could not find enclosing zone|does not exist|response to SOA query|SOA record/,
    (attempt) => zoneMissing(attempt, "the server does not hold the zone"),
  ],
];

function readFailure(attempt: GssAttempt, code: number, stderr: string): DnsError {
  for (const [pattern, failure] of failures) {
    const match = pattern.exec(stderr);
    if (match !== null) return failure(attempt, match);
  }
  const said = stderr.trim().split("\n").slice(0, 3).join(" ");
  return attemptError(
    attempt,
    "rejected",
    `nsupdate ended with exit code ${code}: ${said}; the server's log may say why`,
  );
}

/** `said`: words of the operating system, or the code of an answer to the question for the zone's SOA record. */
function communicationError(attempt: GssAttempt, said: string): DnsError {
  if (/timed out/.test(said)) {
    const outcome = "no answer in time; check that the server runs and that TCP to its port passes";
    return attemptError(attempt, "noAnswer", outcome);
  }
  if (/^[A-Z]+$/.test(said)) return zoneMissing(attempt, `${said} to the question for the zone's SOA record`);
  return attemptError(attempt, "unreachable", `${said}; check address and port, and that the server runs`);
}

function zoneMissing(attempt: GssAttempt, outcome: string): DnsError {
  const remedy = "name the primary server of exactly this zone";
  return attemptError(attempt, "notAuthoritative", `${outcome}; ${remedy}`);
}

/** The server complains of a signature whose key it agreed on with us a moment before. */
function contextError(attempt: GssAttempt, code: string): DnsError {
  const kind = code === "BADTIME" ? "badTime" : code === "BADKEY" ? "badKey" : "badSignature";
  const remedy =
    kind === "badTime"
      ? "set this machine's clock or the server's"
      : "run it again, and see the server's log if it comes again";
  return attemptError(attempt, kind, `NOTAUTH (${code}) to ${attempt.principal}; ${remedy}`);
}
