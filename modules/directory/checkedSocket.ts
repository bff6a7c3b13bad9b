import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { MalformedAnswer, messageLength, readAnswer, readRequest } from "./ldapMessage.ts";

/** Octets. An activation object holds at most four licences of 5 MiB, https://learn.microsoft.com/windows/win32/adschema/a-msspp-issuancelicense */
const longest = 32 * 1024 * 1024;
/** noticeOfDisconnection is the one thing that a server says by itself, RFC 4511 section 4.4.1. */
const unsolicited = 0;

/**
 * A socket that passes on whole and well-formed answers to requests that are open, one at a time, and nothing else:
 * whatever differs ends the connection, so that no answer is ever made of garbage.
 */
export class CheckedSocket extends Duplex {
  /** As the client library expects of a socket that is still to connect. */
  connecting = true;
  readonly readyState = "opening";
  readonly #inner: Socket;
  readonly #open = new Set<number>();
  #chunks: Buffer[] = [];
  #length = 0;

  readonly #onLost: (error: Error) => void;

  /**
   * @param ready - Event of the inner socket after which data may flow; passed on.
   * @param onLost - Told why the connection ended, where that was by an error.
   */
  constructor(inner: Socket, ready: "connect" | "secureConnect", onLost: (error: Error) => void) {
    super({ allowHalfOpen: false });
    this.#inner = inner;
    this.#onLost = onLost;
    inner.once(ready, () => {
      this.connecting = false;
      this.emit(ready);
    });
    inner.on("data", (chunk: Buffer) => this.#receive(chunk));
    inner.on("end", () => this.push(null));
    inner.on("error", (error) => this.destroy(error));
    inner.on("close", () => this.destroy());
  }

  /** Hands the inner socket over, for TLS to be started on it; what has come in the clear by then is dropped. */
  release(): Socket {
    this.#inner.removeAllListeners("data");
    this.#chunks = [];
    return this.#inner;
  }

  override _read(): void {
    // Answers are small and asked for one by one: nothing is held back.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { id, answered } = readRequest(chunk);
    if (answered) this.#open.add(id);
    this.#inner.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#inner.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (error !== null) this.#onLost(error);
    this.#inner.destroy();
    done(error);
  }

  #receive(chunk: Buffer): void {
    if (this.destroyed) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    try {
      for (let message = this.#next(); message !== undefined; message = this.#next()) this.#pass(message);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** Takes the first whole message from what has come. */
  #next(): Buffer | undefined {
    const [first] = this.#chunks;
    if (first === undefined) return undefined;
    // A head has at most six octets.
    const head = first.length >= 6 ? first : Buffer.concat(this.#chunks.slice(0, 6));
    const length = messageLength(head);
    if (length !== undefined && length > longest) throw new MalformedAnswer("the answer is longer than any can be");
    if (length === undefined || length > this.#length) return undefined;
    const all = Buffer.concat(this.#chunks);
    const rest = all.subarray(length);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return all.subarray(0, length);
  }

  #pass(message: Buffer): void {
    const { id, last, result } = readAnswer(message);
    if (id === unsolicited) {
      throw Object.assign(new Error(`the server ended the connection (${result})`), { code: "ECONNRESET" });
    }
    if (!this.#open.has(id)) throw new MalformedAnswer("the answer is to something that was not asked");
    if (last) this.#open.delete(id);
    this.push(message);
  }
}
