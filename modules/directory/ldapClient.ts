import { Attribute, Change, type Client, Control } from "ldapts";
import type { Entry } from "./entry.ts";
import { type Endpoint, ldapConnection } from "./ldapConnection.ts";

export type { Endpoint, LdapTimeouts } from "./ldapConnection.ts";

/** A search: the part of LDAP that reading needs. */
export interface Search {
  readonly scope: "base" | "one" | "sub";
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Most entries that are wanted; where the server has more, the search fails. Default: all, page by page. */
  readonly sizeLimit?: number;
}

/** Attribute values to be written, by attribute name. */
export type NewAttributes = Readonly<Record<string, readonly (string | Buffer)[]>>;

/** One connection to one server. Errors are the client library's; `openDirectory` words them. */
export interface LdapClient {
  bind(name: string, password: string): Promise<void>;
  search(base: string, search: Search): Promise<readonly Entry[]>;
  add(dn: string, attributes: NewAttributes): Promise<void>;
  /** Replaces the access list of an entry, and no other part of its security descriptor. */
  replaceAccessList(dn: string, descriptor: Buffer): Promise<void>;
  remove(dn: string): Promise<void>;
  close(): Promise<void>;
}

/** Active Directory answers at most 1,000 entries at once, https://learn.microsoft.com/windows/win32/adsi/searching-with-the-idirectorysearch-interface */
const pageSize = 500;
/** Result codes, RFC 4511 appendix A. */
const sizeLimitExceeded = 4;
const referral = 10;

/** Asks for no references to other naming contexts, https://learn.microsoft.com/previous-versions/windows/desktop/ldap/ldap-server-domain-scope-oid */
const domainScope = "1.2.840.113556.1.4.1339";

/** A client of ldapts: LDAPS, or StartTLS on the ports of plain LDAP. Nothing is sent before the server has proved its name. */
export function ldaptsClient(endpoint: Endpoint): LdapClient {
  const { client, secure, lost } = ldapConnection(endpoint);
  const doing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      // ldapts tells that the connection ended; why is known here.
      throw hasCode(error) ? error : (lost() ?? error);
    }
  };
  return {
    bind: (name, password) =>
      doing(async () => {
        await secure();
        await client.bind(name, password);
      }),
    search: (base, search) => doing(() => find(client, base, search)),
    add: (dn, attributes) =>
      doing(() =>
        client.add(
          dn,
          Object.entries(attributes).map(
            // ldapts writes either kind of value as it is; its typings know lists of one kind only.
            ([type, values]) => new Attribute({ type, values: [...values] as string[] }),
          ),
        ),
      ),
    replaceAccessList: (dn, descriptor) => doing(() => replaceAccessList(client, dn, descriptor)),
    remove: (dn) => doing(() => client.del(dn)),
    close: () => client.unbind(),
  };
}

async function find(client: Client, base: string, search: Search): Promise<readonly Entry[]> {
  const { scope, filter, sizeLimit } = search;
  const attributes = [...search.attributes];
  const options = {
    scope,
    filter,
    attributes,
    explicitBufferAttributes: attributes,
    // One more than is wanted: with a limit ldapts takes an answer that was cut off for a whole one.
    ...(sizeLimit === undefined ? { paged: scope === "base" ? false : { pageSize } } : { sizeLimit: sizeLimit + 1 }),
  };
  const controls: Control[] = attributes.includes("nTSecurityDescriptor") ? [new AccessListOnly()] : [];
  // A domain holds references to every naming context below it; they are no answer to a question about the domain.
  if (scope === "sub") controls.push(new Control(domainScope, { critical: true }));
  const { searchEntries, searchReferences } = await client.search(base, options, controls);
  if (searchReferences.length > 0) throw ldapError(referral, searchReferences.join(", "));
  if (sizeLimit !== undefined && searchEntries.length > sizeLimit) throw ldapError(sizeLimitExceeded, `${sizeLimit}`);
  return searchEntries.map(({ dn, ...values }) => ({
    dn,
    attributes: new Map(
      Object.entries(values).flatMap(([name, value]) => {
        const list = [value].flat().map((one) => Buffer.from(one));
        return list.length === 0 ? [] : [[name.toLowerCase(), list] as const];
      }),
    ),
  }));
}

async function replaceAccessList(client: Client, dn: string, descriptor: Buffer): Promise<void> {
  const modification = new Attribute({ type: "nTSecurityDescriptor", values: [descriptor] });
  await client.modify(dn, new Change({ operation: "replace", modification }), [new AccessListOnly()]);
}

function ldapError(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function hasCode(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}

/**
 * Asks for the access list of a security descriptor alone; the whole descriptor is for administrators only.
 *
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3888c2b7-35b9-45b7-afeb-b772aa932dd0
 */
class AccessListOnly extends Control {
  constructor() {
    super("1.2.840.113556.1.4.801", { critical: true });
  }

  protected override writeControl(writer: Parameters<Control["writeControl"]>[0]): void {
    // SEQUENCE { INTEGER 4 }: DACL_SECURITY_INFORMATION, as an OCTET STRING.
    writer.writeBuffer(Buffer.from([0x30, 3, 2, 1, 4]), 4);
  }
}
