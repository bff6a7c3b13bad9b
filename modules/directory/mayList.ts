import { grants, rights } from "./accessEvaluation.ts";
import type { DirectoryReader } from "./directory.ts";
import { DirectoryError } from "./directoryError.ts";
import { octets } from "./entry.ts";
import { parseSecurityDescriptor, type SecurityDescriptor } from "./securityDescriptor.ts";

/**
 * Says whether the account provably may see what lies directly below an entry.
 *
 * Without this a list of nothing proves nothing: a directory leaves out, without a word, what an account may not see.
 *
 * @throws {DirectoryError}
 */
export async function mayList(directory: DirectoryReader, dn: string): Promise<boolean> {
  const descriptor = await accessListOf(directory, dn);
  return descriptor !== undefined && grants(descriptor, directory.identifiers, rights.listContents);
}

/**
 * Who may do what with an entry; undefined where the account is not shown that.
 *
 * @throws {DirectoryError} Also where what is shown is no access list.
 */
export async function accessListOf(directory: DirectoryReader, dn: string): Promise<SecurityDescriptor | undefined> {
  const found = await directory.search(dn, {
    scope: "base",
    filter: "(objectClass=*)",
    attributes: ["nTSecurityDescriptor"],
  });
  const value = found?.[0] === undefined ? undefined : octets(found[0], "nTSecurityDescriptor")[0];
  if (value === undefined) return undefined;
  try {
    return parseSecurityDescriptor(value);
  } catch (error) {
    const where = `forest ${directory.forest} at ${directory.server}`;
    throw new DirectoryError("failed", `${where}: ${dn} has a ${(error as Error).message}`, error);
  }
}
