import { DirectoryError, type Request, requestError } from "./directoryError.ts";
import { type Entry, octets, text } from "./entry.ts";
import { type Endpoint, type LdapClient, ldaptsClient, type Search } from "./ldapClient.ts";

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
  readonly configurationNamingContext: string;
  readonly schemaNamingContext: string;
  /** Security identifiers of the account and of its groups, as the server sees them: octets in hexadecimal. */
  readonly identifiers: readonly string[];
  /**
   * Entries found; undefined where the server says that there is no such base, which it also says of a base that the
   * account may not see.
   *
   * @throws {DirectoryError} Where no answer can be had.
   */
  search(base: string, search: Search): Promise<readonly Entry[] | undefined>;
}

/** An open directory. */
export interface Directory extends DirectoryReader {
  /**
   * Removes one entry; one that is gone already is removed.
   *
   * @throws {DirectoryError} Where the server refuses, or its answer was lost: then the outcome is unknown.
   */
  remove(dn: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly makeClient?: (endpoint: Endpoint) => LdapClient;
}

/** noSuchObject, RFC 4511 appendix A. */
const noSuchObject = 32;
/** Milliseconds for connecting, TLS and bind together: ldapts itself waits for ever in a StartTLS handshake. */
const openTimeout = 15_000;
const ldapsPort = 636;

/**
 * Opens the first server that answers, over TLS with the pinned CA, as the given account.
 *
 * A refused password ends the search: trying it at every server would lock the account.
 *
 * @throws {DirectoryError} With what each server answered.
 */
export async function openDirectory(connection: DirectoryConnection, options: OpenOptions = {}): Promise<Directory> {
  refuseIncomplete(connection);
  const failures: DirectoryError[] = [];
  for (const server of connection.servers) {
    options.signal?.throwIfAborted();
    try {
      return await openServer(connection, server, options);
    } catch (error) {
      if (!(error instanceof DirectoryError) || error.kind === "credentials") throw error;
      failures.push(error);
    }
  }
  throw noneUsable(connection.forest, failures);
}

function refuseIncomplete({ forest, servers, bindAs, password, ca }: DirectoryConnection): void {
  // Windows takes a bind with an empty password as anonymous and answers success.
  if (bindAs === "" || password === "") {
    throw new DirectoryError("credentials", `forest ${forest}: name or password is empty; configure both`);
  }
  if (!ca.includes("-----BEGIN CERTIFICATE-----")) {
    throw new DirectoryError("tls", `forest ${forest}: ca holds no certificate; give the PEM text of the CA`);
  }
  if (servers.length === 0) {
    throw new DirectoryError("unreachable", `forest ${forest}: no server is named; name a domain controller`);
  }
}

function noneUsable(forest: string, failures: readonly DirectoryError[]): DirectoryError {
  const [first, ...others] = failures as [DirectoryError, ...DirectoryError[]];
  if (others.length === 0) return first;
  const kind = others.every((failure) => failure.kind === first.kind) ? first.kind : "unreachable";
  const all = failures.map(({ message }) => `\n  ${message}`).join("");
  return new DirectoryError(kind, `forest ${forest}: none of ${failures.length} servers could be used${all}`, first);
}

/** Opens a directory, lets it be used, and closes it whatever happens. */
export async function withDirectory<T>(
  connection: DirectoryConnection,
  use: (directory: Directory) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const directory = await openDirectory(connection, options);
  try {
    return await use(directory);
  } finally {
    await directory.close();
  }
}

async function openServer(
  { forest, bindAs, password, ca }: DirectoryConnection,
  server: string,
  { signal, makeClient = ldaptsClient }: OpenOptions,
): Promise<Directory> {
  const endpoint = { ...endpointOf(server), ca };
  const name = `${endpoint.host}:${endpoint.port}`;
  const request = (what: string): Request => ({ server: name, what, bindAs });
  const client = makeClient(endpoint);
  // A connection that is broken already cannot be closed in order, and need not be.
  const close = () => client.close().catch(() => undefined);
  const search = async (base: string, wanted: Search) => {
    signal?.throwIfAborted();
    try {
      return await client.search(base, wanted);
    } catch (error) {
      if (isLdap(error, noSuchObject)) return undefined;
      throw requestError(request(`reading ${base === "" ? "the root entry" : base}`), error);
    }
  };
  try {
    await inTime(client.bind(bindAs, password), request("logging on"));
    const [root] = (await search("", rootSearch)) ?? [];
    return { forest, server: name, ...rootFacts(root, request("reading the root entry")), search, remove, close };
  } catch (error) {
    await close();
    throw error;
  }

  async function remove(dn: string): Promise<void> {
    signal?.throwIfAborted();
    try {
      await client.remove(dn);
    } catch (error) {
      if (!isLdap(error, noSuchObject)) throw requestError(request(`removing ${dn}`), error);
    }
  }
}

const rootSearch: Search = {
  scope: "base",
  filter: "(objectClass=*)",
  attributes: ["configurationNamingContext", "schemaNamingContext", "tokenGroups"],
};

function rootFacts(
  root: Entry | undefined,
  request: Request,
): Pick<DirectoryReader, "configurationNamingContext" | "schemaNamingContext" | "identifiers"> {
  const configurationNamingContext = root === undefined ? null : text(root, "configurationNamingContext");
  const schemaNamingContext = root === undefined ? null : text(root, "schemaNamingContext");
  if (root === undefined || configurationNamingContext === null || schemaNamingContext === null) {
    throw requestError(request, new Error("it names no configuration; this is not an Active Directory server"));
  }
  const identifiers = octets(root, "tokenGroups").map((sid) => sid.toString("hex"));
  return { configurationNamingContext, schemaNamingContext, identifiers };
}

async function inTime(work: Promise<void>, request: Request): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("timed out")), openTimeout);
  try {
    await Promise.race([work, promise]);
  } catch (error) {
    throw requestError(request, error);
  } finally {
    clearTimeout(timer);
  }
}

function endpointOf(server: string): { host: string; port: number } {
  const [, host = server, port] = /^(.+):(\d{1,5})$/.exec(server) ?? [];
  return { host, port: port === undefined ? ldapsPort : Number(port) };
}

function isLdap(error: unknown, code: number): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
