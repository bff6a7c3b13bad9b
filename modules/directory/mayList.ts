import { octets } from "./entry.ts";
import type { DirectoryReader } from "./openDirectory.ts";

/** LIST_CONTENTS, and the generic rights that hold it, https://learn.microsoft.com/windows/win32/api/iads/ne-iads-ads_rights_enum */
const listRights = 0x4 | 0x10000000 | 0x80000000;
/** Flag of an entry that is for objects below only, https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/628ebb1d-c509-4ea0-a10f-77ef97ca4586 */
const inheritOnly = 0x8;

/**
 * Says whether the account provably may see what lies directly below an entry.
 *
 * Without this a list of nothing proves nothing: a directory leaves out, without a word, what an account may not see.
 */
export async function mayList(directory: DirectoryReader, dn: string): Promise<boolean> {
  const found = await directory.search(dn, {
    scope: "base",
    filter: "(objectClass=*)",
    attributes: ["nTSecurityDescriptor"],
  });
  const descriptor = found?.[0] === undefined ? undefined : octets(found[0], "nTSecurityDescriptor")[0];
  return descriptor !== undefined && grantsList(descriptor, directory.identifiers);
}

/**
 * Evaluates the access list of a self-relative security descriptor for the right to list: the first entry decides that
 * names one of the identifiers and holds the right.
 *
 * @param identifiers - Security identifiers as hexadecimal octets.
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d
 */
export function grantsList(descriptor: Buffer, identifiers: readonly string[]): boolean {
  const start = descriptor.readUInt32LE(16);
  // No access list at all means that everything is allowed.
  if (start === 0) return true;
  const count = descriptor.readUInt16LE(start + 4);
  for (let i = 0, at = start + 8; i < count; i += 1) {
    const entry = descriptor.subarray(at, at + descriptor.readUInt16LE(at + 2));
    const verdict = verdictOf(entry, identifiers);
    if (verdict !== undefined) return verdict;
    at += entry.length;
  }
  return false;
}

function verdictOf(entry: Buffer, identifiers: readonly string[]): boolean | undefined {
  const [type, flags] = [entry.readUInt8(0), entry.readUInt8(1)];
  // 0 allows and 1 denies. Entries about one class or property (5 and 6) say nothing about listing.
  if (type > 1 || (flags & inheritOnly) !== 0) return undefined;
  if ((entry.readUInt32LE(4) & listRights) === 0) return undefined;
  // Revision, number of parts, six octets of authority, four for each part.
  const identifier = entry.subarray(8, 8 + 8 + 4 * entry.readUInt8(9)).toString("hex");
  return identifiers.includes(identifier) ? type === 0 : undefined;
}
