import { type AccessEntry, entryFlags, type KnownEntry, type SecurityDescriptor } from "./securityDescriptor.ts";

/** Rights on an entry of a directory, https://learn.microsoft.com/windows/win32/api/iads/ne-iads-ads_rights_enum */
export const rights = {
  createChild: 0x1,
  deleteChild: 0x2,
  listContents: 0x4,
  self: 0x8,
  readProperty: 0x10,
  writeProperty: 0x20,
  deleteTree: 0x40,
  listObject: 0x80,
  controlAccess: 0x100,
  delete: 0x1_0000,
  readControl: 0x2_0000,
  writeDacl: 0x4_0000,
  writeOwner: 0x8_0000,
  genericAll: 0x1000_0000,
} as const;

/** Everything that can be done to an entry of a directory: what GenericAll stands for. */
export const fullControl = 0x000f_01ff;

/** What generic rights stand for in a directory, https://learn.microsoft.com/windows/win32/api/iads/ne-iads-ads_rights_enum */
const genericRights: readonly (readonly [generic: number, specific: number])[] = [
  [0x1000_0000, fullControl],
  [0x2000_0000, rights.readControl | rights.listContents],
  [0x4000_0000, rights.readControl | rights.writeProperty | rights.self],
  [0x8000_0000, rights.readControl | rights.listContents | rights.readProperty | rights.listObject],
];

/** Rights whose entries stand for the owner, https://learn.microsoft.com/windows/win32/secauthz/well-known-sids */
const ownerRights = "S-1-3-4";

/** The mask with generic rights written out. */
export function specificRights(mask: number): number {
  const specific = genericRights.reduce((all, [generic, meant]) => ((mask & generic) === 0 ? all : all | meant), mask);
  return (specific & 0x0fff_ffff) >>> 0;
}

/**
 * Says whether an account provably has all the rights of a mask on an entry: each right is decided by the first entry
 * of the list that names one of the identifiers and holds it. A condition is taken to be against the account.
 *
 * @param identifiers - SIDs of the account and of all its groups, as text.
 * @param mask - Rights that are wanted; generic rights are written out.
 * @param objectType - GUID of the class, property or extended right that is meant, or of it and the sets that it is in.
 *   Without it the rights are wanted on everything: permission for a part is not enough, and denial of a part denies.
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/dc1b0dbc-cee1-4661-aa87-810b3c6759ab
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3da5080d-de25-4ac8-9f2b-982709253dfb
 */
export function grants(
  { dacl, owner }: Pick<SecurityDescriptor, "dacl" | "owner">,
  identifiers: readonly string[],
  mask: number,
  objectType?: string | readonly string[],
): boolean {
  if (dacl === null) return true;
  const effective = dacl.filter(isEffective);
  const owns = owner !== null && identifiers.includes(owner);
  const types = objectType === undefined ? undefined : [objectType].flat().map((type) => type.toLowerCase());
  const who = owns ? [...identifiers, ownerRights] : identifiers;
  const relevant = effective.filter((entry) => who.includes(entry.sid) && concerns(entry, types));
  // An owner may always read and change the list, unless the list itself says what owners may.
  const free = owns && !effective.some(({ sid }) => sid === ownerRights) ? rights.readControl | rights.writeDacl : 0;
  return decide(relevant, specificRights(mask) & ~free);
}

function isEffective(entry: AccessEntry): entry is KnownEntry {
  return entry.type !== "other" && (entry.flags & entryFlags.inheritOnly) === 0;
}

/** Goes through the entries until each wanted right is decided. */
function decide(entries: readonly KnownEntry[], wanted: number): boolean {
  let open = wanted;
  for (const entry of entries) {
    const decided = specificRights(entry.mask) & open;
    if (decided !== 0 && !allows(entry)) return false;
    open &= ~decided;
  }
  return open === 0;
}

/** True for the kinds of entry that give rights. */
export function allows({ type }: AccessEntry): boolean {
  return type === "allow" || type === "allowObject";
}

function concerns(entry: KnownEntry, wanted: readonly string[] | undefined): boolean {
  if (entry.conditional && allows(entry)) return false;
  if (entry.objectType === null) return true;
  return wanted === undefined ? !allows(entry) : wanted.includes(entry.objectType.toLowerCase());
}

/** Says whether an account provably may read every property of an entry. */
export function mayRead(
  descriptor: Pick<SecurityDescriptor, "dacl" | "owner">,
  identifiers: readonly string[],
): boolean {
  return grants(descriptor, identifiers, rights.readProperty);
}
