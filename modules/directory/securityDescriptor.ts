import { guidText } from "./entry.ts";
import { malformed, need, readSid, sidOctets } from "./securityIdentifier.ts";

/** What the four usual kinds of entry of an access list say. */
export interface KnownEntry {
  /** The object kinds are about one class, property, set of properties or extended right, where `objectType` names it. */
  readonly type: "allow" | "deny" | "allowObject" | "denyObject";
  /** True where an expression that is not evaluated here decides whether the entry holds at all. */
  readonly conditional: boolean;
  /** Bits of `entryFlags`. */
  readonly flags: number;
  /** Rights, 32 bits without sign. */
  readonly mask: number;
  /** GUID in Microsoft's text form. */
  readonly objectType: string | null;
  /** GUID of the class to whose objects an inheritable entry is handed down. */
  readonly inheritedObjectType: string | null;
  /** `S-1-...`. */
  readonly sid: string;
  /** The whole entry as it was read: it is written back bit by bit. */
  readonly octets: Buffer;
}

/** An entry of a kind that is not interpreted, only kept. */
export interface OtherEntry {
  readonly type: "other";
  /** AceType. */
  readonly code: number;
  readonly flags: number;
  readonly octets: Buffer;
}

export type AccessEntry = KnownEntry | OtherEntry;

/** A self-relative security descriptor, without its audit list. */
export interface SecurityDescriptor {
  /** Bits of `controlFlags`. */
  readonly control: number;
  /** SIDs; null where the descriptor leaves them out. */
  readonly owner: string | null;
  readonly group: string | null;
  /** Access list in its order; null: there is none, and everything is allowed. */
  readonly dacl: readonly AccessEntry[] | null;
}

/** https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d */
export const controlFlags = {
  daclPresent: 0x0004,
  daclAutoInheritRequired: 0x0100,
  daclAutoInherited: 0x0400,
  daclProtected: 0x1000,
  selfRelative: 0x8000,
} as const;

/** https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/628ebb1d-c509-4ea0-a10f-77ef97ca4586 */
export const entryFlags = {
  objectInherit: 0x01,
  containerInherit: 0x02,
  noPropagate: 0x04,
  inheritOnly: 0x08,
  inherited: 0x10,
} as const;

/** AceType of each kind. The callback kinds carry a condition behind the identifier. */
const kinds: Readonly<Record<number, Pick<KnownEntry, "type" | "conditional">>> = {
  0: { type: "allow", conditional: false },
  1: { type: "deny", conditional: false },
  5: { type: "allowObject", conditional: false },
  6: { type: "denyObject", conditional: false },
  9: { type: "allow", conditional: true },
  10: { type: "deny", conditional: true },
  11: { type: "allowObject", conditional: true },
  12: { type: "denyObject", conditional: true },
};

const headerLength = 20;
const listHeaderLength = 8;
/** A list with entries about objects has revision 4, https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/20233ed8-a6c6-4097-aafa-dd545ed24428 */
const [plainRevision, objectRevision] = [2, 4];
/** Flags inside an object entry, https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/c79a383c-2b3f-4655-abe7-dcbb7ce0cfbe */
const [hasObjectType, hasInheritedObjectType] = [1, 2];

/**
 * Reads a self-relative security descriptor.
 *
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d
 * @throws {MalformedDescriptor} And never anything else.
 */
export function parseSecurityDescriptor(octets: Buffer): SecurityDescriptor {
  need(octets, 0, headerLength, "the header");
  const control = octets.readUInt16LE(2);
  if (octets.readUInt8(0) !== 1) throw malformed("its revision is not 1", 0);
  if ((control & controlFlags.selfRelative) === 0) throw malformed("it is not self-relative", 2);
  const sidAt = (at: number) => (at === 0 ? null : readSid(octets, at));
  const start = octets.readUInt32LE(16);
  const present = (control & controlFlags.daclPresent) !== 0 && start !== 0;
  return {
    control,
    owner: sidAt(octets.readUInt32LE(4)),
    group: sidAt(octets.readUInt32LE(8)),
    dacl: present ? readList(octets, start) : null,
  };
}

function readList(octets: Buffer, start: number): readonly AccessEntry[] {
  need(octets, start, listHeaderLength, "the access list");
  const size = octets.readUInt16LE(start + 2);
  need(octets, start, Math.max(size, listHeaderLength), "the access list");
  const list = octets.subarray(start, start + size);
  const entries: AccessEntry[] = [];
  for (let left = octets.readUInt16LE(start + 4), at = listHeaderLength; left > 0; left -= 1) {
    need(list, at, 4, "an entry of the access list");
    const length = list.readUInt16LE(at + 2);
    // Every entry is at least a header; a shorter one would be read for ever.
    if (length < 4) throw malformed(`an entry says that it is ${length} octets long`, start + at);
    need(list, at, length, "an entry of the access list");
    entries.push(readEntry(Buffer.from(list.subarray(at, at + length))));
    at += length;
  }
  return entries;
}

/** Reads one entry that stands alone. */
function readEntry(octets: Buffer): AccessEntry {
  const [code, flags] = [octets.readUInt8(0), octets.readUInt8(1)];
  const kind = kinds[code];
  if (kind === undefined) return { type: "other", code, flags, octets };
  const isObject = kind.type === "allowObject" || kind.type === "denyObject";
  need(octets, 4, isObject ? 8 : 4, "the rights of an entry");
  const present = isObject ? octets.readUInt32LE(8) : 0;
  let at = isObject ? 12 : 8;
  const guid = (bit: number): string | null => {
    if ((present & bit) === 0) return null;
    need(octets, at, 16, "the object type of an entry");
    at += 16;
    return guidText(octets.subarray(at - 16, at));
  };
  const [objectType, inheritedObjectType] = [guid(hasObjectType), guid(hasInheritedObjectType)];
  const mask = octets.readUInt32LE(4);
  return { ...kind, flags, mask, objectType, inheritedObjectType, sid: readSid(octets, at), octets };
}

/** Makes an entry; where it names an object type it is an object entry, else a plain one. */
export function accessEntry(
  entry: Pick<KnownEntry, "mask" | "sid"> & Partial<Pick<KnownEntry, "flags" | "objectType" | "inheritedObjectType">>,
  effect: "allow" | "deny" = "allow",
): KnownEntry {
  const { mask, sid, flags = 0, objectType = null, inheritedObjectType = null } = entry;
  const isObject = objectType !== null || inheritedObjectType !== null;
  const present =
    (objectType === null ? 0 : hasObjectType) | (inheritedObjectType === null ? 0 : hasInheritedObjectType);
  const numbers = Buffer.alloc(isObject ? 12 : 8);
  const guids = [objectType, inheritedObjectType].flatMap((guid) => (guid === null ? [] : [guidOctets(guid)]));
  const octets = Buffer.concat([numbers, ...guids, sidOctets(sid)]);
  octets.writeUInt8((effect === "allow" ? 0 : 1) + (isObject ? 5 : 0), 0);
  octets.writeUInt8(flags, 1);
  octets.writeUInt16LE(octets.length, 2);
  octets.writeUInt32LE(mask, 4);
  if (isObject) octets.writeUInt32LE(present, 8);
  return readEntry(octets) as KnownEntry;
}

/**
 * A self-relative descriptor that holds an access list and nothing else, as a directory wants it where only the list is
 * to be written. Whether the list is protected from inheritance stays as `control` has it.
 *
 * @throws {RangeError} Where the list is longer than 65,535 octets, which no descriptor can hold.
 */
export function serialiseDacl(control: number, entries: readonly AccessEntry[]): Buffer {
  const { daclPresent, selfRelative, daclAutoInheritRequired, daclAutoInherited, daclProtected } = controlFlags;
  const kept = control & (daclAutoInheritRequired | daclAutoInherited | daclProtected);
  const header = Buffer.alloc(headerLength + listHeaderLength);
  const body = Buffer.concat(entries.map(({ octets }) => octets));
  const size = listHeaderLength + body.length;
  if (size > 0xffff) throw new RangeError(`an access list of ${size} octets is too long; 65,535 are the most`);
  header.writeUInt8(1, 0);
  header.writeUInt16LE(selfRelative | daclPresent | kept, 2);
  header.writeUInt32LE(headerLength, 16);
  // Kinds 0 to 3 are all that the plain revision knows.
  header.writeUInt8(
    body.length > 0 && entries.some(({ octets }) => octets.readUInt8(0) > 3) ? objectRevision : plainRevision,
    headerLength,
  );
  header.writeUInt16LE(size, headerLength + 2);
  header.writeUInt16LE(entries.length, headerLength + 4);
  return Buffer.concat([header, body]);
}

/** The octets of a GUID in Microsoft's text form: the first three groups are little-endian. */
function guidOctets(text: string): Buffer {
  const [a = "", b = "", c = "", d = "", e = ""] = text.split("-");
  const reversed = (group: string) => Buffer.from(group, "hex").reverse();
  return Buffer.concat([reversed(a), reversed(b), reversed(c), Buffer.from(d + e, "hex")]);
}
