import { connect, isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { Client, type ClientOptions, Control } from "ldapts";
import type { Entry } from "./entry.ts";

/** A search: the part of LDAP that reading needs. */
export interface Search {
  readonly scope: "base" | "one";
  readonly filter: string;
  readonly attributes: readonly string[];
}

/** One connection to one server. Errors are the client library's; `openDirectory` words them. */
export interface LdapClient {
  bind(name: string, password: string): Promise<void>;
  search(base: string, search: Search): Promise<readonly Entry[]>;
  remove(dn: string): Promise<void>;
  close(): Promise<void>;
}

/** Where a client connects, and the CA that it trusts, and no other. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** PEM text. */
  readonly ca: string;
}

/** Milliseconds. */
const connectTimeout = 5_000;
const operationTimeout = 15_000;
/** Active Directory answers at most 1,000 entries at once, https://learn.microsoft.com/windows/win32/adsi/searching-with-the-idirectorysearch-interface */
const pageSize = 500;
/** Ports on which a controller speaks plain LDAP, so that TLS has to be asked for: LDAP and the global catalogue. */
const startTlsPorts = [389, 3268];

/** A client of ldapts: LDAPS, or StartTLS on the ports of plain LDAP. Nothing is sent before the server has proved its name. */
export function ldaptsClient(endpoint: Endpoint): LdapClient {
  const { host, port } = endpoint;
  const tlsOptions: ConnectionOptions = {
    ca: [endpoint.ca],
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    // TLS has no server names that are addresses (RFC 6066 section 3); Node then checks the certificate's addresses.
    ...(isIP(host) === 0 ? { servername: host } : { host }),
  };
  const upgrade = startTlsPorts.includes(port);
  const common: ClientOptions = { url: `ldaps://${host}:${port}`, connectTimeout, timeout: operationTimeout };
  const client = upgrade
    ? new Client({ ...common, url: `ldap://${host}:${port}`, createConnection: once(connect) })
    : // After a time-out ldapts connects anew; without this the new connection would be anonymous.
      new Client({ ...common, tlsOptions, autoRebind: true });
  return {
    async bind(name, password) {
      if (upgrade) await client.startTLS(tlsOptions);
      await client.bind(name, password);
    },
    search: (base, search) => find(client, base, search),
    remove: (dn) => client.del(dn),
    close: () => client.unbind(),
  };
}

/** ldapts would connect anew without TLS and go on; a StartTLS session that is lost has to end. */
function once(open: typeof connect): typeof connect {
  let opened = false;
  return ((...args: Parameters<typeof connect>) => {
    if (opened) throw Object.assign(new Error("the StartTLS session was lost"), { code: "ECONNRESET" });
    opened = true;
    return open(...args);
  }) as typeof connect;
}

async function find(client: Client, base: string, search: Search): Promise<readonly Entry[]> {
  const attributes = [...search.attributes];
  const paged = search.scope === "one" ? { pageSize } : false;
  const options = {
    scope: search.scope,
    filter: search.filter,
    attributes,
    explicitBufferAttributes: attributes,
    paged,
  };
  const controls = attributes.includes("nTSecurityDescriptor") ? [new DaclOnly()] : [];
  const { searchEntries } = await client.search(base, options, controls);
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

/**
 * Asks for the access list of a security descriptor alone; the whole descriptor is for administrators only.
 *
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3888c2b7-35b9-45b7-afeb-b772aa932dd0
 */
class DaclOnly extends Control {
  constructor() {
    super("1.2.840.113556.1.4.801", { critical: true });
  }

  protected override writeControl(writer: Parameters<Control["writeControl"]>[0]): void {
    // SEQUENCE { INTEGER 4 }: DACL_SECURITY_INFORMATION, as an OCTET STRING.
    writer.writeBuffer(Buffer.from([0x30, 3, 2, 1, 4]), 4);
  }
}
