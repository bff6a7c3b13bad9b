/** Octets of the header, RFC 1035 section 4.1.1. */
const headerLength = 12;
/** Fixed octets of a record between its name and its data: type, class, TTL, length. */
const fixedLength = 10;
const typeSrv = 33;
/** Octets of an SRV record before its target: priority, weight, port. */
const beforeTarget = 6;

/** Octets of a label that can be written down and compared as text, and that mean nothing to nsupdate. */
const plain = /^[A-Za-z0-9!#%&'*+,/:<=>?[\]^_`{|}~-]+$/;

/** Where a record is, and what it holds, unread. */
export interface RawRecord {
  /** Where its name begins. */
  readonly start: number;
  /** As a number. */
  readonly type: number;
  readonly data: Buffer;
  /** Where its data begin. */
  readonly at: number;
}

/** Where the question of a query, or the zone of an update, ends. Throws where the message ends before. */
export function endOfQuestions(wire: Buffer): number {
  let offset = headerLength;
  for (let i = 0; i < wire.readUInt16BE(4); i++) offset = endOfName(wire, offset) + 4;
  if (offset > wire.length) throw new RangeError("the question ends behind its message");
  return offset;
}

/**
 * All records of a message. Each, and each SRV target in its record, ends where it says, and the message with the last
 * of them: else one that was cut or altered could pass for one with fewer records.
 *
 * @throws {RangeError} Where the octets are no whole message.
 */
export function rawRecords(wire: Buffer): readonly RawRecord[] {
  const records: RawRecord[] = [];
  let offset = endOfQuestions(wire);
  const count = wire.readUInt16BE(6) + wire.readUInt16BE(8) + wire.readUInt16BE(10);
  for (let i = 0; i < count; i++) {
    const fixed = endOfName(wire, offset);
    const at = fixed + fixedLength;
    const end = at + wire.readUInt16BE(fixed + 8);
    if (end > wire.length) throw new RangeError("a record ends behind its message");
    const record = { start: offset, type: wire.readUInt16BE(fixed), data: wire.subarray(at, end), at };
    if (isSrv(record) && endOfName(wire, at + beforeTarget) !== end)
      throw new RangeError("an SRV record has another length than it says");
    records.push(record);
    offset = end;
  }
  if (offset !== wire.length) throw new RangeError("the message has another length than its records");
  return records;
}

/** A label of an SRV target that text cannot hold: it has dots, blanks or octets in it that are no letters. */
export function oddLabelIn(wire: Buffer, records: readonly RawRecord[]): string | undefined {
  return records
    .filter(isSrv)
    .map(({ at }) => oddLabel(wire, at + beforeTarget))
    .find((label) => label !== undefined);
}

/** Prerequisites and deletions have SRV records without data. */
function isSrv({ type, data }: RawRecord): boolean {
  return type === typeSrv && data.length > 0;
}

/** Where a name ends in its place, which is behind the pointer where it has one (RFC 1035 section 4.1.4). */
function endOfName(wire: Buffer, start: number): number {
  for (let offset = start; ; ) {
    const length = wire.readUInt8(offset);
    if (length >= 0xc0) return offset + 2;
    if (length > 63) throw new RangeError("a label is of no known kind");
    offset += 1 + length;
    if (length === 0) return offset;
  }
}

/** The first label of a name that is not plain; pointers lead backwards, so that this ends. */
function oddLabel(wire: Buffer, start: number): string | undefined {
  for (let offset = start; ; ) {
    const length = wire.readUInt8(offset);
    if (length === 0) return undefined;
    if (length >= 0xc0) {
      const target = wire.readUInt16BE(offset) - 0xc000;
      if (target >= offset) throw new RangeError("a name points forward");
      offset = target;
      continue;
    }
    const label = wire.toString("latin1", offset + 1, offset + 1 + length);
    if (!plain.test(label)) return label;
    offset += 1 + length;
  }
}
