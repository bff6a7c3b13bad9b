import { AndFilter, EqualityFilter, type Filter, PresenceFilter } from "ldapts";
import type { DirectoryReader } from "./directory.ts";
import { DirectoryError } from "./directoryError.ts";
import { type Entry, octets, text } from "./entry.ts";
import { isSid, sidText } from "./securityIdentifier.ts";

/** An account or group of the forest. */
export interface Principal {
  readonly sid: string;
  readonly distinguishedName: string;
  /** DOMAIN\name. */
  readonly name: string;
}

/** Lets something be asked of the global catalogue, which knows the accounts of every domain of the forest. */
export type UseCatalogue = <T>(use: (catalogue: DirectoryReader) => Promise<T>) => Promise<T>;

/** Looks principals up. */
export interface PrincipalFinder {
  /**
   * The principal of a name: `DOMAIN\name`, a user principal name, or a SID; undefined where the forest has none.
   *
   * @throws {DirectoryError} Where nobody could answer, the domain is not known, or more than one is meant.
   */
  find(name: string): Promise<Principal | undefined>;
}

interface Domain {
  /** NetBIOS name. */
  readonly short: string;
  readonly dns: string;
  readonly base: string;
}

/** True for the three forms in which a principal is named. */
export function isPrincipalName(text: string): boolean {
  return (
    isSid(text) ||
    /^[^\\@"/[\]:;|=,+*?<>\s][^\\@"/[\]:;|=,+*?<>]*\\[^\\@]+$/.test(text) ||
    /^[^\\@]+@[^\\@\s]+$/.test(text)
  );
}

/** Looks principals up at one server, and in its forest's global catalogue what lies in domains that it does not hold. */
export function principalFinder(directory: DirectoryReader, useCatalogue?: UseCatalogue): PrincipalFinder {
  let known: Promise<readonly Domain[]> | undefined;
  const domains = () => {
    known ??= domainsOf(directory);
    return known;
  };
  const search = async (domain: Domain, filter: Filter) => {
    const [found, all] = [await searchDomain(directory, domain, filter, useCatalogue), await domains()];
    // A global catalogue also finds what lies in the domains below.
    return found.filter(({ dn }) => domainOf(dn, all) === domain);
  };
  return { find };

  async function find(name: string): Promise<Principal | undefined> {
    const all = await domains();
    const entries = await entriesOf(name, all);
    const [found, another] = entries;
    if (another !== undefined) throw ambiguous(directory, name, entries);
    return found === undefined ? undefined : principalOf(found, all);
  }

  async function entriesOf(name: string, all: readonly Domain[]): Promise<readonly Entry[]> {
    if (isSid(name)) return await everywhere(all, equals("objectSid", name));
    const [, short, account] = /^([^\\]+)\\(.+)$/.exec(name) ?? [];
    if (short !== undefined && account !== undefined) {
      return await search(domainNamed(directory, short, all), equals("sAMAccountName", account));
    }
    const explicit = await everywhere(all, equals("userPrincipalName", name));
    if (explicit.length > 0) return explicit;
    // Every account also has the user principal name that its account name and its domain make up.
    const [, user = "", suffix = ""] = /^(.+)@(.+)$/.exec(name) ?? [];
    const own = all.find(({ dns }) => dns.toLowerCase() === suffix.toLowerCase());
    return own === undefined ? [] : await search(own, equals("sAMAccountName", user));
  }

  async function everywhere(all: readonly Domain[], filter: Filter): Promise<readonly Entry[]> {
    const found: Entry[] = [];
    for (const domain of all) found.push(...(await search(domain, filter)));
    return found;
  }
}

/**
 * SIDs of an account (`DOMAIN\name`, user principal name, SID) and of all its groups, with Everyone and Authenticated
 * Users, which it is in by logging on; undefined where the account is not found or its groups cannot be read.
 *
 * @throws {DirectoryError}
 */
export async function sidsOf(directory: DirectoryReader, account: string): Promise<readonly string[] | undefined> {
  const principal = await principalFinder(directory).find(account);
  if (principal === undefined) return undefined;
  // A constructed attribute: it is there only where the entry itself is read, and by itself.
  const groups = { scope: "base", filter: "(objectClass=*)", attributes: ["tokenGroups"] } as const;
  const [entry] = (await directory.search(principal.distinguishedName, groups)) ?? [];
  const tokens = entry === undefined ? [] : octets(entry, "tokenGroups");
  // Everybody is in a primary group at least, so that none means that they are not shown.
  if (tokens.length === 0) return undefined;
  return [...new Set([principal.sid, ...tokens.map(sidText), "S-1-1-0", "S-1-5-11"])];
}

/** DNS name of the domain that a distinguished name lies in; empty where it names none. */
export function dnsDomainOf(distinguishedName: string): string {
  return [...distinguishedName.matchAll(/(?:^|,)DC=([^,]+)/gi)].map(([, label]) => label).join(".");
}

async function domainsOf(directory: DirectoryReader): Promise<readonly Domain[]> {
  const base = `CN=Partitions,${directory.configurationNamingContext}`;
  const filter = "(&(objectClass=crossRef)(nETBIOSName=*))";
  const attributes = ["nETBIOSName", "dnsRoot", "nCName"];
  const found = (await directory.search(base, { scope: "one", filter, attributes })) ?? [];
  const domains = found.flatMap((entry) => {
    const [short, dns, nc] = [text(entry, "nETBIOSName"), text(entry, "dnsRoot"), text(entry, "nCName")];
    return short === null || dns === null || nc === null ? [] : [{ short, dns, base: nc }];
  });
  if (domains.length > 0) return domains;
  const words = `${base} shows no domain; give the account the right to read it, as Authenticated Users have by default`;
  throw new DirectoryError("denied", `forest ${directory.forest} at ${directory.server}: ${words}`);
}

function domainNamed({ forest, server }: DirectoryReader, name: string, all: readonly Domain[]): Domain {
  const same = (text: string) => text.toLowerCase() === name.toLowerCase();
  const found = all.find(({ short, dns }) => same(short) || same(dns));
  if (found !== undefined) return found;
  const known = all.map(({ short }) => short).join(", ");
  const remedy = "correct the name; a principal of another forest, or a built-in one, is named by its SID";
  throw new DirectoryError(
    "failed",
    `forest ${forest} at ${server} has no domain ${name} (it has ${known}); ${remedy}`,
  );
}

/** The filter classes escape what has a meaning in a filter. */
function equals(attribute: string, value: string): Filter {
  return new EqualityFilter({ attribute, value });
}

async function searchDomain(
  directory: DirectoryReader,
  { base }: Domain,
  condition: Filter,
  useCatalogue: UseCatalogue | undefined,
): Promise<readonly Entry[]> {
  const filter = new AndFilter({ filters: [new PresenceFilter({ attribute: "objectSid" }), condition] });
  const wanted = {
    scope: "sub",
    filter: filter.toString(),
    attributes: ["objectSid", "sAMAccountName"],
  } as const;
  const here = await directory.search(base, wanted).catch((error: unknown) => {
    if (isReferral(error)) return undefined;
    throw error;
  });
  if (here !== undefined) return here;
  const there = await useCatalogue?.((catalogue) => catalogue.search(base, wanted));
  if (there !== undefined) return there;
  const words = `neither holds ${base} nor has it in its global catalogue; name a global catalogue among the servers`;
  throw new DirectoryError("failed", `forest ${directory.forest}: ${directory.server} ${words}`);
}

/** Result code referral, RFC 4511 section 4.1.10: another server holds what was asked for. */
function isReferral(error: unknown): boolean {
  const cause = error instanceof DirectoryError ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && cause.code === 10;
}

function principalOf(entry: Entry, all: readonly Domain[]): Principal | undefined {
  const [sid] = octets(entry, "objectSid");
  if (sid === undefined) return undefined;
  const [domain, account] = [domainOf(entry.dn, all), text(entry, "sAMAccountName")];
  const name = domain === undefined || account === null ? sidText(sid) : `${domain.short}\\${account}`;
  return { sid: sidText(sid), distinguishedName: entry.dn, name };
}

/** The longest base is the domain itself; a shorter one is the domain above it. */
function domainOf(dn: string, all: readonly Domain[]): Domain | undefined {
  const inside = all.filter(({ base }) => dn.toLowerCase().endsWith(`,${base.toLowerCase()}`));
  return inside.sort((one, other) => other.base.length - one.base.length)[0];
}

function ambiguous({ forest, server }: DirectoryReader, name: string, entries: readonly Entry[]): DirectoryError {
  const all = entries.map(({ dn }) => dn).join(" and ");
  const words = `${JSON.stringify(name)} may be ${all}; name the one that is meant by its SID`;
  return new DirectoryError("failed", `forest ${forest} at ${server}: ${words}`);
}
