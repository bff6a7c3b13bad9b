import dnsPacket from "dns-packet";

/** One of the codecs of dns-packet, which leave the number of octets that they read in `decode.bytes`. */
interface Codec<T> {
  encode(value: T): Buffer;
  readonly decode: { (buffer: Buffer, offset: number): T; bytes: number };
}

/** The codecs of single parts, which the package exports and its type declarations leave out. */
interface Parts {
  readonly name: Codec<string>;
  readonly srv: Codec<dnsPacket.SrvData>;
  readonly question: Codec<dnsPacket.Question>;
  readonly answer: Codec<dnsPacket.Answer>;
}

/** A decoded message, with the fields that the type declarations leave out. */
export interface Message extends dnsPacket.DecodedPacket {
  readonly opcode: string;
  /** `NOERROR`, `REFUSED` ...; `RCODE_n` where dns-packet has no name for it. */
  readonly rcode: string;
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

/** Decodes a whole message; throws where it is not one. */
export function decodeMessage(buffer: Buffer): Message {
  return dnsPacket.decode(buffer) as Message;
}

/** Where the last record of a message starts, which is where its TSIG record starts if it has one. */
export function startOfLastRecord(buffer: Buffer): number {
  let offset = 12;
  for (let i = 0; i < buffer.readUInt16BE(4); i++) {
    parts.question.decode(buffer, offset);
    offset += parts.question.decode.bytes;
  }
  const records = buffer.readUInt16BE(6) + buffer.readUInt16BE(8) + buffer.readUInt16BE(10);
  for (let i = 1; i < records; i++) {
    parts.answer.decode(buffer, offset);
    offset += parts.answer.decode.bytes;
  }
  return offset;
}
