import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";
import { messageLength } from "../../modules/directory/ldapMessage.ts";
import type { Identity } from "./certificates.ts";

/** A request as the stand-in reads it. */
export interface StandInRequest {
  readonly id: number;
  /** Tag, RFC 4511 appendix B. */
  readonly operation: number;
  readonly octets: Buffer;
}

export interface StandInAnswer {
  readonly octets: Buffer;
  /** Milliseconds after which the connection ends where no further request has come; undefined: it stays. */
  readonly hangUp?: number | undefined;
}

/**
 * A server that reads requests of LDAP over TLS on the loopback and sends whatever a test gives it. It is no directory.
 *
 * @param respond - undefined: nothing is sent.
 */
export async function ldapStandIn(
  identity: Identity,
  respond: (request: StandInRequest) => StandInAnswer | undefined,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer(identity, (socket) => {
    sockets.add(socket);
    // The client goes as soon as it has had enough.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    serve(socket, respond);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function serve(socket: Socket, respond: (request: StandInRequest) => StandInAnswer | undefined): void {
  let pending = Buffer.alloc(0);
  let timer: NodeJS.Timeout | undefined;
  socket.on("data", (chunk) => {
    clearTimeout(timer);
    pending = Buffer.concat([pending, chunk]);
    for (let octets = first(pending); octets !== undefined; octets = first(pending)) {
      pending = pending.subarray(octets.length);
      const answer = respond(readRequest(octets));
      if (answer === undefined || socket.destroyed) continue;
      socket.write(answer.octets);
      if (answer.hangUp !== undefined) timer = setTimeout(() => socket.destroy(), answer.hangUp);
    }
  });
  socket.on("close", () => clearTimeout(timer));
}

function first(octets: Buffer): Buffer | undefined {
  const length = messageLength(octets);
  return length === undefined || length > octets.length ? undefined : octets.subarray(0, length);
}

function readRequest(octets: Buffer): StandInRequest {
  const head = 2 + Math.max(0, octets.readUInt8(1) - 0x80);
  const length = octets.readUInt8(head + 1);
  return { id: octets.readUIntBE(head + 2, length), operation: octets.readUInt8(head + 2 + length), octets };
}
