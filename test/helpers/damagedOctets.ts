type Mutation = (octets: Buffer, random: () => number) => Buffer;

const place = (octets: Buffer, random: () => number) => Math.floor(random() * octets.length);

function overwritten(octets: Buffer, random: () => number, values: () => number): Buffer {
  const copy = Buffer.from(octets);
  for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) copy.writeUInt8(values(), place(copy, random));
  return copy;
}

const mutations: readonly Mutation[] = [
  // A bit.
  (octets, random) => {
    const copy = Buffer.from(octets);
    const at = place(copy, random);
    copy.writeUInt8(copy.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
    return copy;
  },
  (octets, random) => overwritten(octets, random, () => Math.floor(random() * 256)),
  // Values that lengths, tags and result codes are made of.
  (octets, random) =>
    overwritten(
      octets,
      random,
      () => [0, 0x7f, 0x80, 0x84, 0xff, 0x30, 0x31, 0x04, 0x64, 0x65][Math.floor(random() * 10)] ?? 0,
    ),
  (octets, random) => octets.subarray(0, place(octets, random)),
  (octets, random) => {
    const at = place(octets, random);
    return Buffer.concat([octets.subarray(0, at), octets.subarray(at + 1 + Math.floor(random() * 20))]);
  },
  (octets, random) => {
    const at = place(octets, random);
    const more = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 20) }, () => Math.floor(random() * 256)));
    return Buffer.concat([octets.subarray(0, at), more, octets.subarray(at)]);
  },
  (octets, random) => Buffer.concat([octets.subarray(place(octets, random)), octets]),
  (octets, random) => Buffer.from(octets.map(() => Math.floor(random() * 256))),
];

/** Where the values of BER begin and end, tags and lengths left out. */
function valuesOf(octets: Buffer, start = 0, end = octets.length): readonly (readonly [number, number])[] {
  const values: (readonly [number, number])[] = [];
  for (let at = start; at < end; ) {
    const first = octets.readUInt8(at + 1);
    const size = Math.max(0, first - 0x80);
    const from = at + 2 + size;
    const to = from + (size === 0 ? first : octets.readUIntBE(at + 2, size));
    values.push(...((octets.readUInt8(at) & 0x20) === 0 ? [[from, to] as const] : valuesOf(octets, from, to)));
    at = to;
  }
  return values.filter(([from, to]) => to > from);
}

/** The same answer with another value somewhere: still well-formed, and not what the server would have said. */
export function withOtherValue(octets: Buffer, random: () => number): Buffer {
  const values = valuesOf(octets);
  const [from, to] = values[Math.floor(random() * values.length)] ?? [0, 0];
  const copy = Buffer.from(octets);
  for (let at = from; at < to; at += 1) if (random() < 0.5) copy.writeUInt8(Math.floor(random() * 256), at);
  return copy;
}

/** Octets with something wrong about them. */
export function mutated(octets: Buffer, random: () => number): Buffer {
  return mutations[Math.floor(random() * mutations.length)]?.(octets, random) ?? octets;
}
