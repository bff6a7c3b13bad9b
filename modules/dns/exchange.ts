import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type { Question } from "dns-packet";
import { type Attempt, attemptError, DnsError, tsigError } from "./dnsError.ts";
import { decodeHead, decodeMessage, type Message } from "./dnsPacket.ts";
import { absoluteName } from "./names.ts";
import { uint16 } from "./octets.ts";
import { type Endpoint, resolveServer } from "./server.ts";
import { signRequest, type TsigKey, type Verdict, verifyAnswer } from "./tsig.ts";

/** Octets that every server takes by UDP, RFC 1035 section 2.3.4. */
const udpLimit = 512;
/** Octets of a message by TCP, whose length has 16 bits (RFC 1035 section 4.2.2). */
const tcpLimit = 65_535;
/** Milliseconds. */
export const defaultTimeoutMs = 3000;

export interface ExchangeOptions {
  /** Signs the request, and then only an answer signed with the same key is believed. */
  readonly key?: TsigKey;
  /** Wait for one answer, milliseconds; 3,000 by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface DnsRequest {
  /** What is tried, as errors name it. */
  readonly what: string;
  /** Unsigned. */
  readonly message: Buffer;
  readonly transport: "udp" | "tcp";
}

/**
 * Sends one request once and waits for its answer. Requests over 512 octets go by TCP.
 *
 * @returns An answer with any response code, its signature verified.
 * @throws {DnsError} With every kind but those of a response code; `noAnswer` and `unreachable` leave open whether an
 *   update was applied.
 */
export async function exchange(server: string, request: DnsRequest, options: ExchangeOptions): Promise<Message> {
  const endpoint = await resolveServer(server);
  const { key } = options;
  const attempt = { what: request.what, server: endpoint.label, keyName: key?.name };
  const { wire, mac } = signed(request.message, key);
  if (wire.length > tcpLimit) throw tooLong(attempt, wire.length);
  const judge = new Judge(attempt, request.message, key, mac);
  const deadline = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs);
  const signal = AbortSignal.any([deadline, options.signal ?? deadline]);
  const send = request.transport === "tcp" || wire.length > udpLimit ? overTcp : overUdp;
  try {
    signal.throwIfAborted();
    return await send(endpoint, wire, judge, signal);
  } catch (cause) {
    if (options.signal?.aborted)
      throw attemptError(attempt, "cancelled", "cancelled, or ended by the resource's own time-out", cause);
    throw deadline.aborted ? judge.silence(cause) : networkError(attempt, cause);
  }
}

/** Refusals that are believed unsigned: they change no decision, and some servers sign none of them. */
const harmlessUnsigned = ["FORMERR", "SERVFAIL", "NOTIMP", "REFUSED", "NOTAUTH"];

/** Tells the answer to one request from everything else that may arrive, and remembers why it did not believe something. */
class Judge {
  readonly attempt: Attempt;
  readonly #id: number | undefined;
  readonly #asked: { readonly opcode: string; readonly questions: readonly Question[] };
  readonly #key: TsigKey | undefined;
  readonly #mac: Buffer | undefined;
  #doubt: string | undefined;

  constructor(attempt: Attempt, request: Buffer, key: TsigKey | undefined, mac: Buffer | undefined) {
    this.attempt = attempt;
    const { id, opcode, questions = [] } = decodeHead(request);
    this.#id = id;
    this.#asked = { opcode, questions: questions.map(comparable) };
    this.#key = key;
    this.#mac = mac;
  }

  /** The answer; undefined where the octets are not a believable one. Throws where the server complains of the signature. */
  accept(wire: Buffer): Message | undefined {
    const { message, verdict } = this.#read(wire);
    if (message === undefined || !message.flag_qr || message.id !== this.#id || !this.#fits(message)) {
      return this.#disbelieve("is not a DNS message, or belongs to another request");
    }
    if (verdict?.kind === "error") {
      const skew = verdict.serverTime === undefined ? undefined : verdict.serverTime - unixTime();
      throw tsigError(this.attempt, verdict.code, skew);
    }
    if (verdict?.kind === "unverified" && !harmlessUnsigned.includes(message.rcode)) {
      return this.#disbelieve(verdict.reason);
    }
    return message;
  }

  #read(wire: Buffer): { message?: Message; verdict?: Verdict } {
    try {
      const message = decodeMessage(wire);
      if (this.#key === undefined || this.#mac === undefined) return { message };
      return { message, verdict: verifyAnswer(wire, this.#key, this.#mac, unixTime()) };
    } catch {
      return {};
    }
  }

  /** An answer repeats the question (RFC 5452 section 9.1); a server that could not read the request may leave it out. */
  #fits({ opcode, rcode, questions = [] }: Message): boolean {
    if (opcode !== this.#asked.opcode) return false;
    if (questions.length === 0) return rcode !== "NOERROR" && rcode !== "NXDOMAIN";
    return isDeepStrictEqual(questions.map(comparable), this.#asked.questions);
  }

  /** The error for a wait that ended. */
  silence(cause: unknown): DnsError {
    if (cause instanceof DnsError) return cause;
    if (this.#doubt === undefined) {
      const text = "no answer in time; check that the server runs and that UDP and TCP to its port pass";
      return attemptError(this.attempt, "noAnswer", text, cause);
    }
    const text = `the answer ${this.#doubt}, so it is not believed; check the key, and what stands between here and the server`;
    return attemptError(this.attempt, "unverified", text, cause);
  }

  #disbelieve(doubt: string): undefined {
    this.#doubt = doubt;
  }
}

/** A connected socket: the kernel drops other senders' datagrams and reports a closed port. */
async function overUdp(endpoint: Endpoint, wire: Buffer, judge: Judge, signal: AbortSignal): Promise<Message> {
  const socket = createSocket(endpoint.family === 6 ? "udp6" : "udp4");
  try {
    socket.connect(endpoint.port, endpoint.address);
    await once(socket, "connect", { signal });
    signal.throwIfAborted();
    return await new Promise<Message>((resolve, reject) => {
      // Listeners and no iterator: one of node:events holds 32 KiB of buffers for each exchange.
      socket.on("message", (datagram) => {
        try {
          const answer = judge.accept(datagram);
          if (answer !== undefined) resolve(answer);
        } catch (error) {
          reject(error);
        }
      });
      socket.on("error", reject);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      socket.send(wire);
    });
  } finally {
    socket.close();
  }
}

/** Messages carry their length in front, RFC 1035 section 4.2.2. */
async function overTcp(endpoint: Endpoint, wire: Buffer, judge: Judge, signal: AbortSignal): Promise<Message> {
  const socket = connect({ host: endpoint.address, port: endpoint.port, signal });
  socket.write(Buffer.concat([uint16(wire.length), wire]));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk]);
    const end = received.length < 2 ? Number.POSITIVE_INFINITY : 2 + received.readUInt16BE(0);
    if (received.length < end) continue;
    const answer = judge.accept(received.subarray(2, end));
    if (answer === undefined) throw judge.silence(undefined);
    return answer;
  }
  throw judge.silence(undefined);
}

/** The zone of an update stands where the question of a query does. */
function comparable({ name, type, class: inClass }: Question): Question {
  return { name: absoluteName(name), type, class: inClass };
}

function signed(message: Buffer, key: TsigKey | undefined): { wire: Buffer; mac?: Buffer } {
  return key === undefined ? { wire: message } : signRequest(message, key, unixTime());
}

function tooLong(attempt: Attempt, octets: number): DnsError {
  const outcome = `the message would have ${octets} octets and DNS carries ${tcpLimit}; spread so many records over several names`;
  return attemptError(attempt, "rejected", outcome);
}

function networkError(attempt: Attempt, cause: unknown): DnsError {
  if (cause instanceof DnsError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  const outcome =
    code === "ECONNREFUSED"
      ? "connection refused; nothing listens there: check address and port, and that the server runs"
      : `${code}; check that the server runs and that the network leads there`;
  return attemptError(attempt, "unreachable", outcome, cause);
}

/** Seconds since 1970. */
function unixTime(): number {
  return Math.floor(Date.now() / 1000);
}
