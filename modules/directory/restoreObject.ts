import { readActivationObjects, sameName } from "./activationObjects.ts";
import {
  type BackedUpObject,
  contentAttributes,
  contentOf,
  differingAttributes,
  nameOf,
  newAttributes,
  objectClass,
} from "./backedUpObject.ts";
import type { Directory, DirectoryReader } from "./directory.ts";
import { DirectoryError } from "./directoryError.ts";
import { guidText, octets, text, texts } from "./entry.ts";

/** What became of an object that was to be put back. */
export interface Restored {
  readonly distinguishedName: string;
  /** False: the same object was there already, and nothing was written. */
  readonly added: boolean;
}

/**
 * Reads an activation object with everything that a restore needs.
 *
 * @throws {DirectoryError} Where it cannot be read, is no activation object, or lacks a mandatory attribute.
 */
export async function readWholeObject(directory: DirectoryReader, distinguishedName: string): Promise<BackedUpObject> {
  const attributes = ["objectClass", "cn", ...contentAttributes];
  const search = { scope: "base", filter: "(objectClass=*)", attributes } as const;
  const [entry] = (await directory.search(distinguishedName, search)) ?? [];
  const where = `forest ${directory.forest} at ${directory.server}: ${distinguishedName}`;
  const cn = entry === undefined ? null : text(entry, "cn");
  if (entry === undefined || cn === null || octets(entry, "objectClass").length === 0) {
    throw new DirectoryError("denied", `${where} is gone, or the account may not read it; run again with read rights`);
  }
  if (!texts(entry, "objectClass").includes(objectClass)) {
    throw new DirectoryError("failed", `${where} is not of the class ${objectClass}; name another entry`);
  }
  return { cn, attributes: contentOf(entry) };
}

/**
 * Puts an object back that is not there. Its cn is used again, so that it can never be there twice: an add that was
 * carried out although its answer was lost makes a second one fail, and the object is then taken for what it is.
 *
 * @throws {DirectoryError} `exists` where an object of the name is there with other content.
 */
export async function restoreObject(directory: Directory, backup: BackedUpObject): Promise<Restored> {
  const already = await sameObject(directory, backup);
  if (already !== undefined) return { distinguishedName: already, added: false };
  const { container } = await readActivationObjects(directory);
  const distinguishedName = `CN=${escapedValue(backup.cn)},${container}`;
  try {
    await directory.add(distinguishedName, newAttributes(backup));
  } catch (error) {
    if (!(error instanceof DirectoryError && error.kind === "exists")) throw error;
  }
  // What counts is what is there now, whoever put it there.
  const there = await sameObject(directory, backup);
  if (there !== undefined) return { distinguishedName: there, added: true };
  const words = "was added and is not shown there; look at the directory, and run again";
  throw new DirectoryError(
    "failed",
    `forest ${directory.forest} at ${directory.server}: ${distinguishedName} ${words}`,
  );
}

/** Where the object of the backup's name is; undefined where none is. */
async function sameObject(directory: DirectoryReader, backup: BackedUpObject): Promise<string | undefined> {
  const { objects } = await readActivationObjects(directory);
  const name = nameOf(backup);
  const found = objects.filter((object) => sameName(object.cn, backup.cn) || sameName(object.name, name));
  const differences: string[] = [];
  for (const { distinguishedName } of found) {
    const differing = differingAttributes(await readWholeObject(directory, distinguishedName), backup);
    if (differing.length === 0) return distinguishedName;
    differences.push(`${distinguishedName} differs in ${differing.join(", ")}`);
  }
  if (differences.length === 0) return undefined;
  const remedy = "declare the one that is there as existing, or, where it is not wanted, remove it and run again";
  throw new DirectoryError(
    "exists",
    `forest ${directory.forest} at ${directory.server}: an object of the name ${JSON.stringify(name)} is there with other ` +
      `content than the backup: ${differences.join("; ")}; ${remedy}`,
  );
}

/** https://learn.microsoft.com/windows/win32/adschema/a-objectguid of the forest's root domain: no two forests have the same. */
export async function rootDomainGuid(directory: DirectoryReader): Promise<string> {
  const base = directory.rootDomainNamingContext;
  const found = await directory.search(base, { scope: "base", filter: "(objectClass=*)", attributes: ["objectGUID"] });
  const value = found?.[0] === undefined ? undefined : octets(found[0], "objectGUID")[0];
  if (value?.length === 16) return guidText(value);
  const words = "shows no objectGUID; name a controller of the root domain, or give the account read rights there";
  throw new DirectoryError("denied", `forest ${directory.forest} at ${directory.server}: ${base} ${words}`);
}

/** A value inside a distinguished name, RFC 4514 section 2.4. */
function escapedValue(value: string): string {
  const special = value.replace(/["+,;<>\\=]/g, "\\$&").replaceAll("\0", "\\00");
  return special.replace(/^[ #]/, "\\$&").replace(/ $/, "\\ ");
}
