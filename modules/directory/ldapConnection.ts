import { connect, isIP } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { Client, type ClientOptions } from "ldapts";
import { CheckedSocket } from "./checkedSocket.ts";

/** Milliseconds. */
export interface LdapTimeouts {
  readonly connect: number;
  /** For each request. */
  readonly operation: number;
}

/** Where a client connects, and the CA that it trusts, and no other. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** PEM text. */
  readonly ca: string;
  readonly timeouts: LdapTimeouts;
}

/** A client of ldapts whose connections are checked, and what ended the last of them. */
export interface LdapConnection {
  readonly client: Client;
  /** Upgrades the connection, where the port speaks plain LDAP; to be awaited before anything else is sent. */
  secure(): Promise<void>;
  /** The error that ended the connection; undefined where none did. */
  lost(): Error | undefined;
}

/** Ports on which a controller speaks plain LDAP, so that TLS has to be asked for: LDAP and the global catalogue. */
const startTlsPorts = [389, 3268];

/** Makes a client of ldapts: LDAPS, or StartTLS on the ports of plain LDAP. */
export function ldapConnection({ host, port, ca, timeouts }: Endpoint): LdapConnection {
  let lost: Error | undefined;
  const onLost = (error: Error) => {
    lost = error;
  };
  const tlsOptions: ConnectionOptions = {
    ca: [ca],
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    // TLS has no server names that are addresses (RFC 6066 section 3); Node then checks the certificate's addresses.
    ...(isIP(host) === 0 ? { servername: host } : { host }),
  };
  const upgrade = startTlsPorts.includes(port);
  // ldapts would connect anew, without TLS or without logging on, and go on: a session that is lost has to end, so that
  // all answers of one reading are of one session.
  let plain: CheckedSocket | undefined;
  let secured = false;
  const options: ClientOptions = {
    url: `${upgrade ? "ldap" : "ldaps"}://${host}:${port}`,
    connectTimeout: timeouts.connect,
    timeout: timeouts.operation,
    createConnection: asConnect<typeof connect>(() => {
      if (plain !== undefined) throw lostSession();
      plain = new CheckedSocket(connect(port, host), "connect", onLost);
      return plain;
    }),
    createSecureConnection: asConnect<typeof connectTls>(() => {
      if (secured) throw lostSession();
      secured = true;
      const socket = plain?.release();
      const inner = connectTls(socket === undefined ? { ...tlsOptions, host, port } : { ...tlsOptions, socket });
      const secure = new CheckedSocket(inner, "secureConnect", onLost);
      // ldapts watches the first socket alone for its end.
      secure.once("close", () => plain?.destroy());
      return secure;
    }),
  };
  // A URL of ldaps makes the client connect by createSecureConnection, with these options.
  const client = new Client(upgrade ? options : { ...options, tlsOptions });
  return {
    client,
    secure: async () => {
      if (upgrade) await client.startTLS(tlsOptions);
    },
    lost: () => lost,
  };
}

/** ldapts uses no more of a socket than a checked one has. */
function asConnect<Connect>(make: () => CheckedSocket): Connect {
  return make as unknown as Connect;
}

function lostSession(): Error {
  return Object.assign(new Error("the session was lost"), { code: "ECONNRESET" });
}
