import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Identity } from "./certificates.ts";

/** Something that listens on the loopback, and goes away with the test. */
export interface Listener {
  readonly address: string;
  /** Octets that clients have sent through it, after TLS where it speaks TLS. */
  received(): number;
  close(): Promise<void>;
}

/**
 * Passes everything on to a server, at whose own address it listens, and holds its answers back.
 *
 * @param delay - Milliseconds.
 */
export async function delayingProxy(
  target: { readonly host: string; readonly port: number },
  delay: number,
): Promise<Listener> {
  return await listener(
    (onClient) =>
      createServer((client) => {
        onClient(client);
        const server = connect(target.port, target.host);
        client.pipe(server);
        server.on("data", (chunk) => setTimeout(() => client.destroyed || client.write(chunk), delay));
        server.on("error", () => client.destroy());
        client.on("close", () => server.destroy());
      }),
    target.host,
  );
}

/** A server with a certificate and nothing behind it. */
export async function tlsServer(identity: Identity): Promise<Listener> {
  return await listener((onClient) => createTlsServer(identity, onClient).on("tlsClientError", () => undefined));
}

async function listener(
  make: (onClient: (client: Socket) => void) => ReturnType<typeof createServer>,
  host = "127.0.0.1",
): Promise<Listener> {
  const clients = new Set<Socket>();
  let received = 0;
  const server = make((client) => {
    clients.add(client);
    client.on("error", () => client.destroy());
    client.on("close", () => clients.delete(client));
    client.on("data", (chunk) => {
      received += chunk.length;
    });
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    address: `${host}:${(server.address() as AddressInfo).port}`,
    received: () => received,
    close: async () => {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
