import { MalformedAnswer } from "./ldapMessage.ts";
import type { DirectoryErrorKind, Outcome } from "./outcome.ts";

export type { DirectoryErrorKind } from "./outcome.ts";

import { ldapOutcome, timeout } from "./ldapOutcome.ts";

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

/** After these nobody knows whether a request was carried out: what counts is what is there afterwards. */
export function isUncertain(error: unknown): boolean {
  return error instanceof DirectoryError && (error.kind === "timeout" || error.kind === "unreachable");
}

/** One request, as messages name it. */
export interface Request {
  /** `host:port`. */
  readonly server: string;
  /** For example `reading CN=Services,CN=Configuration,DC=corp,DC=example`. */
  readonly what: string;
  readonly bindAs: string;
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
  if (typeof code === "number") return ldapOutcome(request.bindAs, code, message);
  if (typeof code === "string") return networkOutcome(request, code, message);
  if (cause instanceof MalformedAnswer) {
    return {
      kind: "failed",
      words: `${message}, and nothing is taken from it; see what listens there, or sits in between`,
    };
  }
  // ldapts ends a wait with an error that has no code.
  if (/time(d )?out/i.test(message)) return timeout;
  // So it does where the connection ends before the answer has come.
  if (/^(Connection closed|Socket )/.test(message)) return lost;
  return { kind: "failed", words: message };
}

const lost: Outcome = {
  kind: "unreachable",
  words: "the connection ended before the answer came; see whether the server restarts, and run again",
};

function networkOutcome({ server }: Request, code: string, message: string): Outcome {
  if (code === "ETIMEDOUT") return timeout;
  if (code === "ECONNRESET" || code === "EPIPE") return lost;
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
  if (code === "CERT_HAS_EXPIRED") {
    return { kind: "tls", words: "its certificate has expired (CERT_HAS_EXPIRED); renew it" };
  }
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO)/.test(code)) {
    return { kind: "tls", words: `TLS failed (${code}, ${message}); renew or correct the server's certificate` };
  }
  return {
    kind: "unreachable",
    words: `not reached (${code}); see that the server runs and that a firewall lets this through`,
  };
}
