import { AndFilter, EqualityFilter, type Filter, FilterParser, PresenceFilter } from "ldapts";
import { DirectoryError } from "../../modules/directory/directoryError.ts";
import type { Entry } from "../../modules/directory/entry.ts";
import type { Search } from "../../modules/directory/ldapClient.ts";
import { sidOctets } from "../../modules/directory/securityIdentifier.ts";
import type { Values } from "./fakeDirectory.ts";

const partitions = "CN=Partitions,CN=Configuration,DC=corp,DC=example";

/** Accounts and domains by distinguished name: CORP, which the server holds, and BRANCH, which it does not. */
export function twoDomains(): Map<string, Values> {
  const domain = (nETBIOSName: string, dnsRoot: string, nCName: string) => ({ nETBIOSName, dnsRoot, nCName });
  return new Map<string, Values>([
    [`CN=CORP,${partitions}`, domain("CORP", "corp.example", "DC=corp,DC=example")],
    [`CN=BRANCH,${partitions}`, domain("BRANCH", "branch.corp.example", "DC=branch,DC=corp,DC=example")],
  ]);
}

/** An account for `twoDomains`. */
export function anAccount(sid: string, sAMAccountName: string, changes: Values = {}): Values {
  return { objectSid: sidOctets(sid), sAMAccountName, ...changes };
}

/** What searches in a forest find; bases that are not held give a referral, as Active Directory does. */
export function searchIn(
  entries: Map<string, Values>,
  held: readonly string[],
): (base: string, search: Search) => Promise<readonly Entry[] | undefined> {
  return async (base, search) => {
    if (search.scope === "sub" && !held.includes(base)) throw referral();
    const filter = FilterParser.parseString(search.filter);
    const below = [...entries].filter(([dn]) => (search.scope === "base" ? dn === base : dn.endsWith(`,${base}`)));
    return below
      .filter(([, values]) => search.scope === "base" || matches(filter, values))
      .map(([dn, values]) => ({
        dn,
        attributes: new Map(
          search.attributes.flatMap((name) =>
            values[name] === undefined
              ? []
              : [[name.toLowerCase(), [values[name]].flat().map((value) => Buffer.from(value as string))]],
          ),
        ),
      }));
  };
}

function matches(filter: Filter, values: Values): boolean {
  if (filter instanceof AndFilter) return filter.filters.every((part) => matches(part, values));
  const has = (attribute: string) => values[attribute];
  if (filter instanceof PresenceFilter) return has(filter.attribute) !== undefined;
  if (!(filter instanceof EqualityFilter)) throw new Error("a filter that this stand-in does not know");
  if (filter.attribute === "objectClass") return true;
  const [value, wanted] = [has(filter.attribute), String(filter.value)];
  if (filter.attribute === "objectSid") return sidOctets(wanted).equals(value as Buffer);
  return typeof value === "string" && value.toLowerCase() === wanted.toLowerCase();
}

function referral(): DirectoryError {
  return new DirectoryError("failed", "referral", Object.assign(new Error("referral"), { code: 10 }));
}
