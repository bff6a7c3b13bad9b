/** One element of BER. */
export function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from([tag, 0x84]), length, body]);
}

/** The shortest two's complement of a number that is not negative. */
export function integer(value: number, tag = 0x02): Buffer {
  const octets = [value & 0xff];
  for (let rest = value >>> 8; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
  if ((octets[0] ?? 0) >= 0x80) octets.unshift(0);
  return element(tag, Buffer.from(octets));
}

export function octetString(value: string | Buffer): Buffer {
  return element(0x04, Buffer.from(value));
}

/** A message of LDAP around an operation. */
export function answer(id: number, operation: Buffer): Buffer {
  return element(0x30, integer(id), operation);
}

/** What ends a request: by default the end of a search, in success. */
export function searchDone(id: number, code = 0, tag = 0x65): Buffer {
  return answer(id, element(tag, integer(code, 0x0a), octetString(""), octetString("")));
}

export type AttributeValues = Readonly<Record<string, readonly (string | Buffer)[]>>;

/** One entry of a search. */
export function entry(id: number, dn: string, attributes: AttributeValues): Buffer {
  const list = Object.entries(attributes).map(([name, values]) =>
    element(0x30, octetString(name), element(0x31, ...values.map((value) => octetString(value)))),
  );
  return answer(id, element(0x64, octetString(dn), element(0x30, ...list)));
}
