/** Octets that are no security descriptor or identifier; the message says what is wrong and at which octet. */
export class MalformedDescriptor extends Error {
  override readonly name = "MalformedDescriptor";
}

/** https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/f992ad60-0fe4-4b87-9fed-beb478836861 */
const mostParts = 15;

/**
 * Microsoft's text form of a security identifier's octets.
 *
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/c92a27b1-c772-4fa7-a432-15df5f1b66a1
 * @throws {MalformedDescriptor} Where the octets are no identifier.
 */
export function sidText(octets: Buffer): string {
  return readSid(octets, 0);
}

/** The same for an identifier that begins at an octet of a larger whole. */
export function readSid(octets: Buffer, at: number): string {
  need(octets, at, 8, "a security identifier");
  if (octets.readUInt8(at) !== 1) throw malformed("a security identifier is not of revision 1", at);
  const count = octets.readUInt8(at + 1);
  if (count > mostParts) throw malformed(`a security identifier has ${count} parts, more than ${mostParts}`, at);
  need(octets, at + 8, 4 * count, "a security identifier");
  const authority = octets.readUIntBE(at + 2, 6);
  const first = authority < 2 ** 32 ? String(authority) : `0x${authority.toString(16).padStart(12, "0")}`;
  const parts = Array.from({ length: count }, (_, index) => octets.readUInt32LE(at + 8 + 4 * index));
  return ["S-1", first, ...parts].join("-");
}

/** True for text of the form `S-1-...` that can be a security identifier. */
export function isSid(text: string): boolean {
  if (!/^S-1-(\d{1,10}|0x[0-9a-f]{12})(-\d{1,10}){1,15}$/.test(text)) return false;
  const [authority = "", ...parts] = text.split("-").slice(2);
  return parts.every(fits) && (authority.startsWith("0x") || fits(authority));
}

function fits(part: string): boolean {
  return Number(part) < 2 ** 32;
}

/**
 * The octets of an identifier in its text form.
 *
 * @throws {MalformedDescriptor} Where `isSid` is false.
 */
export function sidOctets(text: string): Buffer {
  if (!isSid(text)) throw malformed(`${JSON.stringify(text)} is no security identifier`, 0);
  const [authority = 0, ...parts] = text.split("-").slice(2).map(Number);
  const octets = Buffer.alloc(8 + 4 * parts.length);
  octets.writeUInt8(1, 0);
  octets.writeUInt8(parts.length, 1);
  octets.writeUIntBE(authority, 2, 6);
  for (const [index, part] of parts.entries()) octets.writeUInt32LE(part, 8 + 4 * index);
  return octets;
}

/** Makes sure that octets are there before they are read. */
export function need(octets: Buffer, at: number, length: number, what: string): void {
  if (at + length > octets.length) throw malformed(`${what} goes beyond the last of ${octets.length} octets`, at);
}

/** The error for what is wrong at an octet. */
export function malformed(what: string, at: number): MalformedDescriptor {
  return new MalformedDescriptor(
    `malformed security descriptor: ${what} (octet ${at}); it cannot be judged or changed`,
  );
}
