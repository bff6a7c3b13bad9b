import { isAbsolute } from "node:path";

/** Who signs updates of a zone of Active Directory (GSS-TSIG, RFC 3645). */
export type KerberosCredentials =
  | {
      readonly kind: "keytab";
      /** `name@REALM`. */
      readonly principal: string;
      readonly keytab: Keytab;
    }
  /** A ticket cache that somebody else keeps fresh: an absolute path. */
  | { readonly kind: "ticketCache"; readonly file: string };

/** Octets of a keytab. They cannot be printed or serialised. */
export class Keytab {
  readonly #octets: Buffer;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  get octets(): Buffer {
    return this.#octets;
  }
}

/** Credentials as the provider's arguments hold them; each may be missing, or of any type. */
export interface KerberosArguments {
  /** `name@REALM`. */
  readonly principal?: unknown;
  /** Base64 of the keytab file. */
  readonly keytab?: unknown;
  /** Absolute path. */
  readonly ticketCache?: unknown;
}

/** First octet of a keytab of MIT Kerberos and of Windows' ktpass; the second is the version, of which only 2 is in use. */
const keytabMark = Buffer.from([5, 2]);

/** Credentials, or what is wrong with each part; no part of a keytab is repeated. */
export function parseKerberos(given: KerberosArguments): KerberosCredentials | Record<string, string> {
  const { principal, keytab, ticketCache } = given;
  if (ticketCache === undefined) return parseKeytab(principal, keytab);
  const problems: Record<string, string> = {};
  for (const [property, value] of Object.entries({ principal, keytab })) {
    if (value !== undefined) problems[property] = "cannot be given with ticketCache; a ticket says whose it is";
  }
  if (typeof ticketCache !== "string" || !isAbsolute(ticketCache)) {
    problems.ticketCache = "must be the absolute path of a ticket cache file (KEYRING: and KCM: caches cannot be used)";
  } else if (Object.keys(problems).length === 0) {
    return { kind: "ticketCache", file: ticketCache };
  }
  return problems;
}

function parseKeytab(principal: unknown, keytab: unknown): KerberosCredentials | Record<string, string> {
  const problems: Record<string, string> = {};
  // It becomes an argument of kinit and part of messages: no blanks, and nothing that looks like an option.
  const named = typeof principal === "string" && /^[^\s@-][^\s@]*@[\w.-]+$/.test(principal) ? principal : undefined;
  if (named === undefined) problems.principal = "must be name@REALM, as `klist -k` shows it";
  const octets = typeof keytab === "string" ? fromBase64(keytab) : undefined;
  if (octets === undefined || !octets.subarray(0, 2).equals(keytabMark)) {
    problems.keytab = "is not the base64 of a keytab file; take it with `base64 -w0 FILE`";
  } else if (named !== undefined) {
    return { kind: "keytab", principal: named, keytab: new Keytab(octets) };
  }
  return problems;
}

/** True where the credentials were found to be right. */
export function isCredentials(parsed: KerberosCredentials | Record<string, string>): parsed is KerberosCredentials {
  return parsed.kind === "keytab" || parsed.kind === "ticketCache";
}

/** Who asks, as messages name it. */
export function whoAsks(credentials: KerberosCredentials): string {
  return credentials.kind === "keytab" ? credentials.principal : `the ticket in ${credentials.file}`;
}

/** Line ends that `base64` and editors leave are no part of it; anything else that is not base64 is a mistake. */
function fromBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s/g, "");
  const octets = Buffer.from(compact, "base64");
  return octets.toString("base64") === compact ? octets : undefined;
}
