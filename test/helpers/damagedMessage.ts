type Change = (message: Buffer, pick: (below: number) => number) => Buffer;

/** Ways in which octets are lost or altered between two machines, and ways in which an attacker would alter them. */
const changes: readonly Change[] = [
  (message, pick) => message.subarray(0, pick(message.length)),
  (message, pick) => altered(message, pick, (octet) => octet ^ (1 << pick(8))),
  (message, pick) => altered(message, pick, () => pick(256)),
  (message, pick) => altered(message, pick, () => 0xc0),
  (message, pick) => {
    const at = pick(message.length);
    return Buffer.concat([message.subarray(0, at), message.subarray(at + 1 + pick(8))]);
  },
  (message, pick) => {
    const at = pick(message.length);
    const noise = Buffer.from(Array.from({ length: 1 + pick(16) }, () => pick(256)));
    return Buffer.concat([message.subarray(0, at), noise, message.subarray(at)]);
  },
  (message, pick) => {
    // One of the four counts of the header.
    const copy = Buffer.from(message);
    copy.writeUInt16BE(pick(2) === 0 ? pick(8) : pick(65_536), 4 + 2 * pick(4));
    return copy;
  },
  (message, pick) => {
    // Records move from one section to another.
    const copy = Buffer.from(message);
    const [from, to] = [6 + 2 * pick(3), 6 + 2 * pick(3)];
    const moved = Math.min(copy.readUInt16BE(from), 1 + pick(5));
    copy.writeUInt16BE(copy.readUInt16BE(from) - moved, from);
    copy.writeUInt16BE(copy.readUInt16BE(to) + moved, to);
    return copy;
  },
  (_message, pick) => Buffer.from(Array.from({ length: pick(600) }, () => pick(256))),
  (message) => Buffer.concat([message, message]),
];

function altered(message: Buffer, pick: (below: number) => number, change: (octet: number) => number): Buffer {
  const copy = Buffer.from(message);
  for (let times = 1 + pick(4); times > 0; times--) {
    const at = pick(copy.length);
    copy[at] = change(copy[at] ?? 0) & 0xff;
  }
  return copy;
}

/** One message with damage of one kind; it may, by chance, be none. */
export function damage(message: Buffer, random: () => number): Buffer {
  const pick = (below: number) => Math.floor(random() * below);
  return changes[pick(changes.length)]?.(message, pick) ?? message;
}
