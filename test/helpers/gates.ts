import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** What passes a gate in front of a name server: a question, its answer, an update, and its answer. */
export type Stage = "query" | "answer" | "update" | "updated";

/** Something between a client and a server at which traffic can be made to wait. */
interface Gate<At> {
  /** `host:port` for the client. */
  readonly address: string;
  /** Lets everything pass until the given moment, counted from now, and holds that and all that follows. */
  stopAt(moment: At, count?: number): Promise<void>;
  /** Lets everything go, also what has waited. */
  open(): void;
  close(): Promise<void>;
}

/** Lets tasks through, or keeps them in order. */
function barrier<At>() {
  let waiting: (() => void)[] = [];
  let isShut = false;
  let wanted: { moment: At; left: number; reached: () => void } | undefined;
  return {
    pass(moment: At, task: () => void): void {
      if (wanted?.moment === moment && --wanted.left === 0) {
        isShut = true;
        wanted.reached();
        wanted = undefined;
      }
      if (isShut) waiting.push(task);
      else task();
    },
    stopAt: (moment: At, count = 1): Promise<void> =>
      new Promise((reached) => {
        wanted = { moment, left: count, reached };
      }),
    open(): void {
      isShut = false;
      wanted = undefined;
      const tasks = waiting;
      waiting = [];
      for (const task of tasks) task();
    },
  };
}

/** A gate in front of a name server, for UDP and TCP. */
export async function dnsGate(server: string): Promise<Gate<Stage>> {
  const { pass, stopAt, open } = barrier<Stage>();
  const tcp = createServer((client) => relayTcp(client, { host: server, port: 53 }, pass)).listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const { port } = tcp.address() as { port: number };
  const udp = createSocket("udp4");
  udp.on("message", (message, client) => pass(stageOf(message), () => relayUdp(message, client)));
  udp.bind(port, "127.0.0.1");
  await once(udp, "listening");

  function relayUdp(message: Buffer, client: RemoteInfo): void {
    const upstream = createSocket("udp4");
    upstream.on("message", (answer) => {
      pass(stageOf(answer), () => udp.send(answer, client.port, client.address));
      upstream.close();
    });
    upstream.send(message, 53, server);
  }

  const close = async () => {
    udp.close();
    tcp.close();
  };
  return { address: `127.0.0.1:${port}`, stopAt, open, close };
}

/** The operation code says what is asked (5: update, RFC 2136 section 2.2), its first bit whether this is the answer. */
function stageOf(message: Buffer): Stage {
  const flags = message[2] ?? 0;
  const isUpdate = ((flags >> 3) & 15) === 5;
  if ((flags & 0x80) === 0) return isUpdate ? "update" : "query";
  return isUpdate ? "updated" : "answer";
}

/** Messages of a stream carry their length in front. */
function relayTcp(client: Socket, to: { host: string; port: number }, pass: (s: Stage, task: () => void) => void) {
  const upstream = connect(to);
  for (const [from, onto] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    let received = Buffer.alloc(0);
    from.on("error", () => onto.destroy());
    from.on("close", () => onto.end());
    from.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length > 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const whole = received.subarray(0, 2 + received.readUInt16BE(0));
        received = received.subarray(whole.length);
        pass(stageOf(whole.subarray(2)), () => void onto.write(whole));
      }
    });
  }
}

/** A gate in front of any server that speaks TCP, which holds connections before they reach it. */
export async function connectionGate(
  listen: { readonly host: string; readonly port: number },
  to: { readonly host: string; readonly port: number },
): Promise<Gate<"connection">> {
  const { pass, stopAt, open } = barrier<"connection">();
  const sockets = new Set<Socket>();
  const tcp = createServer({ pauseOnConnect: true }, (client) => {
    sockets.add(client);
    client.on("error", () => client.destroy());
    pass("connection", () => {
      const upstream = connect(to);
      upstream.on("error", () => client.destroy());
      client.pipe(upstream).pipe(client);
      client.resume();
    });
  }).listen(listen);
  await once(tcp, "listening");
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    tcp.close();
  };
  return { address: `${listen.host}:${listen.port}`, stopAt, open, close };
}
