/** What a caller may do differently about. */
export type DnsErrorKind =
  /** The server was not reached, or said nothing in time: nothing is known. */
  | "unresolved"
  | "unreachable"
  | "noAnswer"
  | "cancelled"
  /** It answered, and refused. */
  | "refused"
  | "badKey"
  | "badSignature"
  | "badTime"
  | "notAuthoritative"
  | "serverFailure"
  | "rejected"
  /** Kerberos gave no ticket, or a program that is needed for it is missing: nothing was sent. */
  | "noTicket"
  | "ticketExpired"
  | "missingProgram"
  /** The record set is not what the update was based on. */
  | "prerequisite"
  /** It answered something that cannot be believed or used. */
  | "unverified"
  | "malformed"
  | "alias"
  /** Accepted, and yet not there. */
  | "notApplied";

/**
 * A question or an update that a DNS server did not answer as hoped: never to be read as "the record is absent".
 *
 * The message says what was tried, at which server, what came back and what to do; it holds no secret.
 */
export class DnsError extends Error {
  override readonly name = "DnsError";
  readonly kind: DnsErrorKind;

  constructor(kind: DnsErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
  }
}

/** An update of which nobody knows whether it was applied: it was sent, and the set could not be read afterwards. */
export class OutcomeUnknown extends DnsError {}

/** One attempt, as messages name it. */
export interface Attempt {
  /** For example `update of SRV _vlmcs._tcp.corp.example.`. */
  readonly what: string;
  /** `host:port`. */
  readonly server: string;
  /** Name of the TSIG key, where one is used. */
  readonly keyName?: string | undefined;
  /** Who asks, where Kerberos signs. */
  readonly principal?: string | undefined;
}

/** An error about one attempt: what was tried where, what happened, and after a semicolon the remedy. */
export function attemptError(attempt: Attempt, kind: DnsErrorKind, outcome: string, cause?: unknown): DnsError {
  return new DnsError(kind, `${attempt.what} at ${attempt.server}: ${outcome}`, cause);
}

/** The words for a response code other than NOERROR (RFC 1035 section 4.1.1, RFC 2136 section 2.2). */
export function rcodeError(attempt: Attempt, rcode: string): DnsError {
  switch (rcode) {
    case "REFUSED":
      return attemptError(attempt, "refused", refusal(attempt));
    case "NOTAUTH":
      return attemptError(
        attempt,
        "notAuthoritative",
        "NOTAUTH, the server is not the zone's primary or not its authority; name the primary server of exactly this zone",
      );
    case "NOTZONE":
      return attemptError(attempt, "notAuthoritative", "NOTZONE, the name lies outside the zone; correct name or zone");
    case "NXRRSET":
    case "YXRRSET":
    case "NXDOMAIN":
    case "YXDOMAIN":
      return attemptError(
        attempt,
        "prerequisite",
        `${rcode}, somebody changed the record set in between; read it and try again`,
      );
    case "SERVFAIL":
      return attemptError(
        attempt,
        "serverFailure",
        "SERVFAIL, the server failed inside; its log says why (BIND: often a journal or zone file that it may not write, or a set of more than max-records-per-type records, 100 by default)",
      );
    default:
      return attemptError(attempt, "rejected", `${rcode}; the server does not take this kind of request`);
  }
}

function refusal({ principal, keyName }: Attempt): string {
  if (principal !== undefined) {
    return `REFUSED to ${principal}; Active Directory lets the owner of a name change it and whoever was given write access: grant it on the name's object (dnsNode) or on the zone, or delete records that nobody owns any more`;
  }
  const as = keyName === undefined ? "an unsigned request" : `key ${keyName}`;
  return `REFUSED to ${as}; allow it in the zone's policy (BIND: update-policy or allow-update, and allow-query for reading)`;
}

/** The words for an error inside a TSIG record (RFC 8945 section 3). `skew`: seconds that the server is ahead of us. */
export function tsigError(attempt: Attempt, code: number, skew?: number): DnsError {
  const key = `key ${attempt.keyName ?? "(none)"}`;
  switch (code) {
    case 16:
      return attemptError(
        attempt,
        "badSignature",
        `NOTAUTH (BADSIG), the server knows ${key} with another secret; correct the secret, here or there`,
      );
    case 17:
      return attemptError(
        attempt,
        "badKey",
        `NOTAUTH (BADKEY), the server does not know ${key} with this algorithm; correct keyName or algorithm, or add the key there`,
      );
    case 18: {
      const by = skew === undefined ? "" : ` by ${Math.abs(skew)} s (the server is ${skew < 0 ? "behind" : "ahead"})`;
      return attemptError(
        attempt,
        "badTime",
        `NOTAUTH (BADTIME), the clocks differ${by}; set this machine's clock or the server's`,
      );
    }
    default:
      return attemptError(attempt, "rejected", `NOTAUTH (TSIG error ${code}) for ${key}; the server's log says why`);
  }
}
