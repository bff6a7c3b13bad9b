import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { TsigAlgorithm } from "../topology/provisioning.ts";
import { decodeName, encodeName } from "./dnsPacket.ts";
import { absoluteName, nameProblem } from "./names.ts";
import { uint16, uint32, uint48 } from "./octets.ts";
import { rawRecords } from "./wireForm.ts";

/** Seconds by which the two clocks may differ, RFC 8945 section 10. */
const fudge = 300;
const typeTsig = 250;
const classAny = 255;

/** A shared key (RFC 8945). The secret cannot be read back, printed or serialised. */
export class TsigKey {
  /** Absolute, lower case. */
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  readonly #secret: KeyObject;

  constructor(name: string, algorithm: TsigAlgorithm, secret: Buffer) {
    this.name = absoluteName(name);
    this.algorithm = algorithm;
    // Making it once and not for each code saves a tenth of what an exchange costs here.
    this.#secret = createSecretKey(secret);
  }

  /** The message authentication code over the given parts. */
  mac(...parts: readonly Buffer[]): Buffer {
    return createHmac(this.algorithm.replace("hmac-", ""), this.#secret).update(Buffer.concat(parts)).digest();
  }
}

const algorithms: readonly string[] = ["hmac-sha256", "hmac-sha384", "hmac-sha512"] satisfies TsigAlgorithm[];

function isTsigAlgorithm(text: string): text is TsigAlgorithm {
  return algorithms.includes(text);
}

/** A key from its text form, or what is wrong with each part; a wrong secret is not repeated. */
export function parseTsigKey(name: string, algorithm: string, secret: string): TsigKey | Record<string, string> {
  const problems: Record<string, string> = {};
  const problem = nameProblem(name);
  if (problem !== undefined) problems.keyName = problem;
  if (!isTsigAlgorithm(algorithm)) {
    problems.algorithm = `must be one of ${algorithms.join(", ")}, got ${JSON.stringify(algorithm)}`;
  }
  const octets = Buffer.from(secret, "base64");
  if (octets.length === 0 || octets.toString("base64") !== secret.trim()) {
    problems.secret = "is not base64; take it as `tsig-keygen` prints it";
  }
  if (isTsigAlgorithm(algorithm) && Object.keys(problems).length === 0) return new TsigKey(name, algorithm, octets);
  return problems;
}

/** A message with its TSIG record, and the code that the answer's own code is computed over. */
export interface Signed {
  readonly wire: Buffer;
  readonly mac: Buffer;
}

/** Signs a request (RFC 8945 section 5.1). `now`: seconds since 1970. */
export function signRequest(message: Buffer, key: TsigKey, now: number): Signed {
  const time = uint48(now);
  const mac = key.mac(message, variables(key, { time, fudge, error: 0, other: Buffer.alloc(0) }));
  const id = message.readUInt16BE(0);
  const data = Buffer.concat([encodeName(key.algorithm), time, uint16(fudge, mac.length), mac, uint16(id, 0, 0)]);
  const record = [encodeName(key.name), uint16(typeTsig, classAny), uint32(0), uint16(data.length), data];
  const wire = Buffer.concat([message, ...record]);
  wire.writeUInt16BE(message.readUInt16BE(10) + 1, 10);
  return { wire, mac };
}

/** What the TSIG record of an answer proves. `error`: the server's own complaint, signed or (BADKEY, BADSIG) not. */
export type Verdict =
  | { readonly kind: "verified" }
  | { readonly kind: "error"; readonly code: number; readonly serverTime?: number }
  | { readonly kind: "unverified"; readonly reason: string };

/** Judges the answer to a signed request (RFC 8945 section 5.3). `now`: seconds since 1970. Throws on a broken message. */
export function verifyAnswer(wire: Buffer, key: TsigKey, requestMac: Buffer, now: number): Verdict {
  const last = rawRecords(wire).at(-1);
  if (last?.type !== typeTsig) return { kind: "unverified", reason: "is not signed" };
  const tsig = decodeTsig(last.data);
  // A server that cannot check the request cannot sign its complaint either.
  if (tsig.mac.length === 0 && (tsig.error === 16 || tsig.error === 17)) return { kind: "error", code: tsig.error };
  if (absoluteName(decodeName(wire, last.start).name) !== key.name || tsig.algorithm !== absoluteName(key.algorithm)) {
    return { kind: "unverified", reason: "is signed with another key" };
  }
  const signed = Buffer.from(wire.subarray(0, last.start));
  signed.writeUInt16BE(tsig.originalId, 0);
  signed.writeUInt16BE(wire.readUInt16BE(10) - 1, 10);
  const mac = key.mac(uint16(requestMac.length), requestMac, signed, variables(key, tsig));
  if (mac.length !== tsig.mac.length || !timingSafeEqual(mac, tsig.mac)) {
    return { kind: "unverified", reason: "has a wrong signature" };
  }
  if (tsig.error !== 0) {
    return {
      kind: "error",
      code: tsig.error,
      ...(tsig.other.length === 6 ? { serverTime: readTime(tsig.other) } : {}),
    };
  }
  const late = Math.abs(readTime(tsig.time) - now) > tsig.fudge;
  return late ? { kind: "unverified", reason: "was signed at another time" } : { kind: "verified" };
}

interface Tsig {
  readonly algorithm: string;
  /** 48 bits, seconds since 1970. */
  readonly time: Buffer;
  readonly fudge: number;
  readonly mac: Buffer;
  readonly originalId: number;
  readonly error: number;
  /** For BADTIME the server's time. */
  readonly other: Buffer;
}

function decodeTsig(data: Buffer): Tsig {
  const { name, end } = decodeName(data, 0);
  const macEnd = end + 10 + data.readUInt16BE(end + 8);
  const otherEnd = macEnd + 6 + data.readUInt16BE(macEnd + 4);
  if (otherEnd !== data.length) throw new RangeError("a TSIG record has other lengths than it says");
  return {
    algorithm: absoluteName(name),
    time: data.subarray(end, end + 6),
    fudge: data.readUInt16BE(end + 6),
    mac: data.subarray(end + 10, macEnd),
    originalId: data.readUInt16BE(macEnd),
    error: data.readUInt16BE(macEnd + 2),
    other: data.subarray(macEnd + 6),
  };
}

/** The TSIG variables that are signed after the message (RFC 8945 section 4.3.3). */
function variables(key: TsigKey, tsig: Pick<Tsig, "time" | "fudge" | "error" | "other">): Buffer {
  return Buffer.concat([
    encodeName(key.name),
    uint16(classAny),
    uint32(0),
    encodeName(key.algorithm),
    tsig.time,
    uint16(tsig.fudge, tsig.error, tsig.other.length),
    tsig.other,
  ]);
}

function readTime(buffer: Buffer): number {
  return buffer.readUIntBE(0, 6);
}
