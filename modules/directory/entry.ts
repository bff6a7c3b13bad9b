/** One entry as the server returned it; all values are octets, so that none is mistaken for text. */
export interface Entry {
  readonly dn: string;
  /** By lower-case attribute name; attributes without a value are left out. */
  readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
}

/** All values of an attribute. */
export function octets(entry: Entry, attribute: string): readonly Buffer[] {
  return entry.attributes.get(attribute.toLowerCase()) ?? [];
}

/** The first value of an attribute as text; null where it has none. */
export function text(entry: Entry, attribute: string): string | null {
  return octets(entry, attribute)[0]?.toString("utf8") ?? null;
}

/** All values of an attribute as text. */
export function texts(entry: Entry, attribute: string): readonly string[] {
  return octets(entry, attribute).map((value) => value.toString("utf8"));
}

/**
 * Microsoft's text form of a GUID from its 16 octets, of which the first three groups are little-endian.
 *
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/001eec5a-7f8b-4293-9e21-ca349392db40
 */
export function guidText(value: Buffer): string {
  const reversed = (start: number, end: number) => Buffer.from(value.subarray(start, end)).reverse().toString("hex");
  const plain = (start: number, end: number) => value.toString("hex", start, end);
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), plain(8, 10), plain(10, 16)].join("-");
}
