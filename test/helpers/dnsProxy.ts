import { createSocket, type Socket as Datagrams } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Octets that stand between a client and a name server: what comes back for an answer; undefined: nothing does. */
export type Meddle = (answer: Buffer, request: Buffer) => Buffer | undefined | Promise<Buffer | undefined>;

/** A relay for DNS by UDP and TCP on one port of the loopback interface. */
export interface DnsProxy {
  /** `127.0.0.1:port`. */
  readonly server: string;
  stop(): void;
}

/** Relays to a name server and shows each answer to `meddle` before it goes on. */
export async function dnsProxy(target: { address: string; port: number }, meddle: Meddle): Promise<DnsProxy> {
  const open = new Set<Socket | Datagrams>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.address);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let request: Buffer = Buffer.alloc(0);
    messages(client, (message) => {
      request = message;
      upstream.write(framed(message));
    });
    messages(upstream, async (message) => {
      const answer = await meddle(message, request);
      if (answer !== undefined && !client.destroyed) client.write(framed(answer));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const datagrams = createSocket("udp4");
  datagrams.on("message", (request, from) => {
    const upstream = createSocket("udp4");
    open.add(upstream);
    upstream.once("message", async (message) => {
      const answer = await meddle(message, request);
      if (answer !== undefined && open.has(datagrams)) datagrams.send(answer, from.port, from.address);
      if (open.delete(upstream)) upstream.close();
    });
    upstream.send(request, target.port, target.address);
  });
  open.add(datagrams);
  datagrams.bind(port, "127.0.0.1");
  await once(datagrams, "listening");
  return {
    server: `127.0.0.1:${port}`,
    stop: () => {
      server.close();
      for (const socket of open) "destroy" in socket ? socket.destroy() : socket.close();
      open.clear();
    },
  };
}

/** Messages by TCP carry their length in front. */
function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

function messages(socket: Socket, use: (message: Buffer) => void): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      use(received.subarray(2, end));
      received = received.subarray(end);
    }
  });
}

/** True for the answer to an update. */
export function isUpdate(message: Buffer): boolean {
  return (((message[2] ?? 0) >> 3) & 15) === 5;
}
