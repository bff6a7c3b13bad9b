import type { Entry } from "./entry.ts";
import type { NewAttributes, Search } from "./ldapClient.ts";

/** How to reach the domain controllers of one forest. */
export interface DirectoryConnection {
  /** Name of the forest in the file. */
  readonly forest: string;
  /** `host` or `host:port`, in the order of trying. LDAPS (636) where no port says otherwise; StartTLS on 389 and 3268. */
  readonly servers: readonly string[];
  /** UPN, DN or DOMAIN\name. */
  readonly bindAs: string;
  readonly password: string;
  /** The only CA that is trusted: PEM text. */
  readonly ca: string;
}

/** What reading needs of an open directory; a test's fake satisfies it. */
export interface DirectoryReader {
  readonly forest: string;
  /** `host:port` of the server that answered. */
  readonly server: string;
  /** Who reads, as the connection names the account. */
  readonly bindAs: string;
  readonly configurationNamingContext: string;
  readonly schemaNamingContext: string;
  /** Domain of the server. */
  readonly defaultNamingContext: string;
  readonly rootDomainNamingContext: string;
  /** Security identifiers of the account and of its groups, as the server counts them: `S-1-...`. */
  readonly identifiers: readonly string[];
  /**
   * Entries found; undefined where the server says that there is no such base, which it also says of a base that the
   * account may not see.
   *
   * @throws {DirectoryError} Where no answer can be had.
   */
  search(base: string, search: Search): Promise<readonly Entry[] | undefined>;
}

/** An open directory. Of a write whose answer was lost nobody knows the outcome (`isUncertain`): it has to be read. */
export interface Directory extends DirectoryReader {
  /**
   * Adds an entry.
   *
   * @throws {DirectoryError} `exists` where the name is taken.
   */
  add(dn: string, attributes: NewAttributes): Promise<void>;
  /**
   * Replaces the access list of an entry.
   *
   * @param descriptor - Self-relative; only its access list is written.
   * @throws {DirectoryError}
   */
  replaceAccessList(dn: string, descriptor: Buffer): Promise<void>;
  /**
   * Removes one entry; one that is gone already is removed.
   *
   * @throws {DirectoryError}
   */
  remove(dn: string): Promise<void>;
  close(): Promise<void>;
}
