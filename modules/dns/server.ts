import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { DnsError } from "./dnsError.ts";

/** IANA's port of DNS. */
const dnsPort = 53;

/** Where to send a message. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly family: 4 | 6;
  /** `host:port` as messages name it. */
  readonly label: string;
}

/** Splits `host`, `host:port` or `[IPv6 address]:port`; undefined where the text is none of them. */
export function parseServer(text: string): { host: string; port: number } | undefined {
  if (isIPv6(text)) return { host: text, port: dnsPort };
  const groups = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^\s:[\]]+))(?::(?<port>\d{1,5}))?$/.exec(text)?.groups;
  const host = groups?.v6 ?? groups?.host;
  const port = groups?.port === undefined ? dnsPort : Number(groups.port);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

/**
 * Finds the address of a server given as `host` or `host:port`.
 *
 * @throws {DnsError} `unresolved`.
 */
export async function resolveServer(text: string): Promise<Endpoint> {
  const server = parseServer(text);
  if (server === undefined)
    throw new DnsError("unresolved", `DNS server ${JSON.stringify(text)}: is not a host or host:port`);
  const { host, port } = server;
  try {
    const { address, family } = await lookup(host, { order: "ipv4first" });
    return {
      address,
      port,
      family: family === 6 ? 6 : 4,
      label: isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`,
    };
  } catch (cause) {
    const text = `DNS server ${host}: its name does not resolve here; correct it, or give the server's address`;
    throw new DnsError("unresolved", text, cause);
  }
}
