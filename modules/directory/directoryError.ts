/** What a caller may do differently about. None of them means that something is not there, except the two absent ones. */
export type DirectoryErrorKind =
  /** No server was reached: nothing is known. */
  | "unreachable"
  | "timeout"
  | "tls"
  | "credentials"
  /** The server answered and hid or refused what was asked for. */
  | "denied"
  /** The server answered, and demonstrably has no such container or class. */
  | "absentContainer"
  | "absentSchema"
  /** Anything else that the server refused. */
  | "failed";

/**
 * A question to a directory that got no usable answer: never to be read as "nothing found".
 *
 * The message says which server, what was asked, what came back and what to do; it never holds a password.
 */
export class DirectoryError extends Error {
  override readonly name = "DirectoryError";
  readonly kind: DirectoryErrorKind;

  constructor(kind: DirectoryErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
  }
}

/** One request, as messages name it. */
export interface Request {
  /** `host:port`. */
  readonly server: string;
  /** For example `reading CN=Services,CN=Configuration,DC=corp,DC=example`. */
  readonly what: string;
  readonly bindAs: string;
}

interface Outcome {
  readonly kind: DirectoryErrorKind;
  /** What came back, and after a semicolon the remedy. */
  readonly words: string;
}

/** Words the failure of an LDAP request, whatever the client library threw. */
export function requestError(request: Request, cause: unknown): DirectoryError {
  if (cause instanceof DirectoryError) return cause;
  const { kind, words } = outcomeOf(request, cause);
  return new DirectoryError(kind, `${request.what} at ${request.server}: ${words}`, cause);
}

function outcomeOf(request: Request, cause: unknown): Outcome {
  const message = cause instanceof Error ? cause.message.trim().replace(/\s+/g, " ") : String(cause);
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (typeof code === "number") return ldapOutcome(request, code, message);
  if (typeof code === "string") return networkOutcome(request, code, message);
  // ldapts ends a wait with an error that has no code.
  return /time(d )?out/i.test(message) ? timeout : { kind: "failed", words: message };
}

const timeout: Outcome = {
  kind: "timeout",
  words: "no answer in time; see whether the server is overloaded or a firewall drops the packets",
};

/** Result codes of LDAP, RFC 4511 appendix A. */
function ldapOutcome({ bindAs }: Request, code: number, message: string): Outcome {
  switch (code) {
    case 49:
      return { kind: "credentials", words: `the server refuses ${bindAs}: ${refusal(message)}` };
    case 50:
      return { kind: "denied", words: `${bindAs} lacks the right (insufficientAccessRights); have it delegated` };
    case 1:
      return {
        kind: "failed",
        words: "operationsError, most often a connection that was lost and is no longer authenticated; try again",
      };
    case 8:
      return { kind: "tls", words: "strongerAuthRequired; the server wants LDAPS or StartTLS before a password" };
    case 3:
      return timeout;
    case 51:
    case 52:
      return { kind: "unreachable", words: "the server is busy or unavailable; try again, or name another server" };
    default:
      return { kind: "failed", words: `LDAP result ${code}, ${message}` };
  }
}

/** What Active Directory adds to invalidCredentials, system error codes, https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699- */
const refusals: Readonly<Record<string, string>> = {
  "525": "no such account; correct bindAs",
  "52e": "wrong name or password; correct bindAs or the configured secret",
  "530": "not allowed at this time; use another account or change its logon hours",
  "531": "not allowed from here; allow the account to log on from this machine",
  "532": "password expired; set a new one and change the configured secret",
  "533": "account disabled; enable it",
  "701": "account expired; extend it",
  "773": "password must be changed first; set a new one and change the configured secret",
  "775": "account locked; find out what tries the wrong password, then unlock it",
};

function refusal(message: string): string {
  const data = /\bdata ([0-9a-f]{3})\b/i.exec(message)?.[1]?.toLowerCase() ?? "";
  return refusals[data] ?? "invalidCredentials; correct bindAs or the configured secret";
}

function networkOutcome({ server }: Request, code: string, message: string): Outcome {
  if (code === "ETIMEDOUT") return timeout;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      kind: "unreachable",
      words: `the name cannot be resolved (${code}); correct it, or this machine's resolver`,
    };
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return {
      kind: "tls",
      words:
        "its certificate is for other names; name the server as in its certificate, or give it a certificate with this name",
    };
  }
  if (/^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_UNTRUSTED|CERT_SIGNATURE)/.test(code)) {
    return {
      kind: "tls",
      words: `its certificate was not issued by the pinned CA (${code}); set ca to the root that issued the certificate of ${server}`,
    };
  }
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO)/.test(code)) {
    return { kind: "tls", words: `TLS failed (${code}, ${message}); renew or correct the server's certificate` };
  }
  return {
    kind: "unreachable",
    words: `not reached (${code}); see that the server runs and that a firewall lets this through`,
  };
}
