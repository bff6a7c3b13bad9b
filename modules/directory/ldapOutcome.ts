import type { Outcome } from "./outcome.ts";

/** No answer came. */
export const timeout: Outcome = {
  kind: "timeout",
  words: "no answer in time; see whether the server is overloaded or a firewall drops the packets",
};

/** What the codes mean whose words do not depend on the request, RFC 4511 appendix A. */
const outcomes: Readonly<Record<number, Outcome>> = {
  1: {
    kind: "failed",
    words: "operationsError, most often a connection that was lost and is no longer authenticated; try again",
  },
  3: timeout,
  8: { kind: "tls", words: "strongerAuthRequired; the server wants LDAPS or StartTLS before a password" },
  11: { kind: "failed", words: "adminLimitExceeded; raise the limits of the server's LDAP policy, or ask another one" },
  13: { kind: "tls", words: "confidentialityRequired; the server wants LDAPS or StartTLS" },
  20: { kind: "failed", words: "attributeOrValueExists: the entry has it already; look at it, and run again" },
  51: { kind: "unreachable", words: "the server is busy; try again, or name another server" },
  52: { kind: "unreachable", words: "the server is unavailable; try again, or name another server" },
  68: { kind: "exists", words: "entryAlreadyExists: another entry has the name; look at it, and run again" },
};

/** Codes to which the server adds what it objects to, with the remedy. */
const objections: Readonly<Record<number, readonly [name: string, remedy: string]>> = {
  10: [
    "referral",
    "this server does not hold the entry and names another one, which is not followed; name a controller of the forest itself",
  ],
  4: [
    "sizeLimitExceeded",
    "there is more than the server gives or than was asked for, so that nothing is known; look at what fills it",
  ],
  16: ["noSuchAttribute", "the entry changed meanwhile, or the schema lacks it; run again"],
  19: ["constraintViolation", "a value is longer, shorter or more than the schema allows; correct it"],
  21: ["invalidAttributeSyntax", "a value is not of the form that the schema wants; correct it"],
  32: ["noSuchObject", "what should hold it is not there, or is not shown to the account; see that both are so"],
  53: [
    "unwillingToPerform",
    "the server does not do this, a read-only controller for example; name a writable controller",
  ],
  64: [
    "namingViolation",
    "the schema does not let an entry of this class be there; see that the container is the right one",
  ],
  65: [
    "objectClassViolation",
    "an attribute is missing or is none of the class; extend the schema with adprep, or correct it",
  ],
};

/** Words a result code of LDAP. `message`: what the server added, on one line. */
export function ldapOutcome(bindAs: string, code: number, message: string): Outcome {
  if (code === 49) return { kind: "credentials", words: `the server refuses ${bindAs}: ${refusal(message)}` };
  if (code === 50) {
    return { kind: "denied", words: `${bindAs} lacks the right (insufficientAccessRights); have it delegated` };
  }
  const known = outcomes[code];
  if (known !== undefined) return known;
  const [name, remedy] = objections[code] ?? [`LDAP result ${code}`, "look it up, and the server's own log"];
  return { kind: "failed", words: `${name} (${message}); ${remedy}` };
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
