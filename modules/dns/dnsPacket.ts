import dnsPacket from "dns-packet";
import { endOfQuestions, oddLabelIn, rawRecords } from "./wireForm.ts";

/** One of the codecs of dns-packet, which leave the number of octets that they read in `decode.bytes`. */
interface Codec<T> {
  encode(value: T): Buffer;
  readonly decode: { (buffer: Buffer, offset: number): T; bytes: number };
}

/** The codecs of single parts, which the package exports and its type declarations leave out. */
interface Parts {
  readonly name: Codec<string>;
  readonly srv: Codec<dnsPacket.SrvData>;
}

/** A decoded message, with the fields that the type declarations leave out. */
export interface Head extends dnsPacket.DecodedPacket {
  readonly opcode: string;
  /** `NOERROR`, `REFUSED` ...; `RCODE_n` where dns-packet has no name for it. */
  readonly rcode: string;
}

export interface Message extends Head {
  /** A label of an SRV target that cannot be written as text, where there is one. */
  readonly oddLabel: string | undefined;
}

const parts = dnsPacket as unknown as Parts;

/** A name on the wire, uncompressed, in lower case: the canonical form that TSIG signs (RFC 8945 section 4.3.3). */
export function encodeName(name: string): Buffer {
  return parts.name.encode(name.toLowerCase());
}

/** Reads a name and says where it ends. */
export function decodeName(buffer: Buffer, offset: number): { name: string; end: number } {
  const name = parts.name.decode(buffer, offset);
  return { name, end: offset + parts.name.decode.bytes };
}

/** RDATA of an SRV record with its length in front, uncompressed as RFC 2782 wants it. */
export function encodeSrv(data: dnsPacket.SrvData): Buffer {
  return parts.srv.encode(data);
}

/** A question as a message of its own, with room for 1232 octets of answer by UDP (the size of DNS flag day 2020). */
export function encodeQuestion(id: number, name: string, type: dnsPacket.RecordType): Buffer {
  const opt = { type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, options: [] };
  return dnsPacket.encode({
    type: "query",
    id,
    questions: [{ type, name }],
    additionals: [opt as unknown as dnsPacket.OptAnswer],
  });
}

/**
 * Decodes a whole message; throws where it is not one, to its last octet. Of an update only header and zone are read:
 * some servers send the whole request back, and dns-packet does not know its records.
 */
export function decodeMessage(buffer: Buffer): Message {
  const records = rawRecords(buffer);
  const head = decodeHead(buffer);
  const whole = head.opcode === "UPDATE" ? head : (dnsPacket.decode(buffer) as Head);
  return { ...whole, oddLabel: oddLabelIn(buffer, records) };
}

/** Header and question of a message, or zone of an update. */
export function decodeHead(buffer: Buffer): Head {
  const head = Buffer.from(buffer.subarray(0, endOfQuestions(buffer)));
  head.fill(0, 6, 12);
  return dnsPacket.decode(head) as Head;
}
