import type { Directory, DirectoryConnection, DirectoryReader } from "./directory.ts";
import { DirectoryError, type Request, requestError } from "./directoryError.ts";
import { type Entry, octets, text } from "./entry.ts";
import { type Endpoint, type LdapClient, type LdapTimeouts, ldaptsClient, type Search } from "./ldapClient.ts";
import { sidText } from "./securityIdentifier.ts";

export interface OpenOptions {
  /** Ends what is under way at once, with its own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeouts?: LdapTimeouts;
  readonly makeClient?: (endpoint: Endpoint) => LdapClient;
}

/** noSuchObject, RFC 4511 appendix A. */
const noSuchObject = 32;
const usualTimeouts: LdapTimeouts = { connect: 5_000, operation: 15_000 };
const ldapsPort = 636;

/**
 * Logs on to one server.
 *
 * @throws {DirectoryError}
 */
export async function openServer(
  { forest, bindAs, password, ca }: DirectoryConnection,
  server: string,
  { signal, timeouts = usualTimeouts, makeClient = ldaptsClient }: OpenOptions,
): Promise<Directory> {
  const endpoint = { ...endpointOf(server), ca, timeouts };
  const name = `${endpoint.host}:${endpoint.port}`;
  const request = (what: string): Request => ({ server: name, what, bindAs });
  const client = makeClient(endpoint);
  // A connection that is broken already cannot be closed in order, and need not be.
  const close = () => client.close().catch(() => undefined);
  const ask = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await untilAborted(work(), signal);
    } catch (error) {
      throw signal?.aborted === true ? endedEarly(request(what), signal) : requestError(request(what), error);
    }
  };
  const search = (base: string, wanted: Search) =>
    ask(`reading ${base === "" ? "the root entry" : base}`, () =>
      client.search(base, wanted).catch(unlessAbsent(undefined)),
    );
  try {
    // ldapts itself waits for ever in a StartTLS handshake.
    await ask("logging on", () => inTime(client.bind(bindAs, password), timeouts.operation));
    const [root] = (await search("", rootSearch)) ?? [];
    const facts = rootFacts(root, request("reading the root entry"));
    return {
      ...{ forest, server: name, bindAs, ...facts, search, close },
      add: (dn, attributes) => ask(`adding ${dn}`, () => client.add(dn, attributes)),
      replaceAccessList: (dn, descriptor) =>
        ask(`writing the access list of ${dn}`, () => client.replaceAccessList(dn, descriptor)),
      remove: (dn) => ask(`removing ${dn}`, () => client.remove(dn).catch(unlessAbsent(undefined))),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function unlessAbsent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === noSuchObject) return instead;
    throw error;
  };
}

const rootNames = [
  "configurationNamingContext",
  "schemaNamingContext",
  "defaultNamingContext",
  "rootDomainNamingContext",
] as const;
const rootSearch: Search = { scope: "base", filter: "(objectClass=*)", attributes: [...rootNames, "tokenGroups"] };

function rootFacts(
  root: Entry | undefined,
  request: Request,
): Pick<DirectoryReader, (typeof rootNames)[number] | "identifiers"> {
  if (root === undefined || rootNames.some((name) => text(root, name) === null)) {
    throw requestError(request, new Error("it names no configuration; this is not an Active Directory server"));
  }
  const contexts = Object.fromEntries(rootNames.map((name) => [name, text(root, name)]));
  const identifiers = octets(root, "tokenGroups").flatMap(sidOrNone);
  return { ...(contexts as Record<(typeof rootNames)[number], string>), identifiers };
}

/** An identifier that is none gives no right to anybody. */
function sidOrNone(value: Buffer): readonly string[] {
  try {
    return [sidText(value)];
  } catch {
    return [];
  }
}

/** The engine's cancellation in its own words; where the time limit of the resource was over, what it ended. */
function endedEarly({ what, server }: Request, { reason }: AbortSignal): unknown {
  if (!(reason instanceof Error) || reason.name !== "TimeoutError") return reason;
  const words =
    "the time limit of the resource was over before the answer came; look at the server, or raise customTimeouts";
  return new DirectoryError("timeout", `${what} at ${server}: ${words}`, reason);
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("timed out")), milliseconds);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the work, or for the end of the wait; the work is then left to itself, and its connection is closed. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function endpointOf(server: string): { host: string; port: number } {
  const [, host = server, port] = /^(.+):(\d{1,5})$/.exec(server) ?? [];
  return { host, port: port === undefined ? ldapsPort : Number(port) };
}
