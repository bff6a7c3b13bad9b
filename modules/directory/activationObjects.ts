import { mandatoryAttributes, objectClass } from "./backedUpObject.ts";
import { childrenOf, findContainer, isReadable } from "./container.ts";
import type { Directory, DirectoryReader } from "./directory.ts";
import { DirectoryError, isUncertain } from "./directoryError.ts";
import { type Entry, guidText, octets, text, texts } from "./entry.ts";

const attributes = ["objectClass", "cn", "displayName", "msSPP-InstallationId", ...mandatoryAttributes];

/** An entry below the container, as it is in the directory. */
export interface LiveActivationObject {
  /** displayName, or cn where there is none: what Microsoft's tools show. */
  readonly name: string;
  readonly cn: string;
  readonly distinguishedName: string;
  /** False: something else was put into the container. */
  readonly isActivationObject: boolean;
  /** Last five characters of the key that made the object. */
  readonly partialProductKey: string | null;
  /** GUID of the licence that the object carries. */
  readonly csvlkSkuId: string | null;
  /** GUIDs of the product groups that the object activates, sorted. */
  readonly kmsIds: readonly string[];
  /** Product id of the key that made the object. */
  readonly pid: string | null;
  /** Text that is read out to Microsoft on the phone; null where the directory shows none. */
  readonly installationId: string | null;
  /** Mandatory attributes that could not be read. */
  readonly missing: readonly string[];
}

/** What a forest says about its activation objects. */
export interface ActivationObjectsReading {
  /** objectVersion of the schema; null where the account may not read it. */
  readonly schemaVersion: number | null;
  /** Distinguished name of the container. */
  readonly container: string;
  /** By name. */
  readonly objects: readonly LiveActivationObject[];
}

/**
 * Reads all activation objects of a forest.
 *
 * @throws {DirectoryError} Where container or any object cannot be read; an empty list is one that was seen to be empty.
 */
export async function readActivationObjects(directory: DirectoryReader): Promise<ActivationObjectsReading> {
  const container = await findContainer(directory);
  const entries = await childrenOf(directory, container, attributes);
  const hidden = entries.find((entry) => !isReadable(entry));
  if (hidden !== undefined) {
    const where = `forest ${directory.forest} at ${directory.server}`;
    const words =
      "is there, but the account may not read it; give it read rights (Authenticated Users have them by default)";
    throw new DirectoryError("denied", `${where}: ${hidden.dn} ${words}`);
  }
  const objects = entries.map(liveObject).sort((a, b) => compare(a.name, b.name) || compare(a.cn, b.cn));
  return { schemaVersion: await schemaVersion(directory), container, objects };
}

/**
 * Removes an activation object, and makes sure that it is gone.
 *
 * @throws {DirectoryError} Where the server refuses, or the object is still there afterwards.
 */
export async function removeActivationObject(directory: Directory, distinguishedName: string): Promise<void> {
  const still = async () => {
    const { objects } = await readActivationObjects(directory);
    return objects.some((object) => sameName(object.distinguishedName, distinguishedName));
  };
  try {
    await directory.remove(distinguishedName);
  } catch (error) {
    // The answer was lost, not necessarily the removal: what counts is what is there now.
    if (!isUncertain(error) || (await still())) throw error;
    return;
  }
  if (await still()) {
    throw new DirectoryError(
      "failed",
      `${distinguishedName} was removed at ${directory.server}, and is still there; look at it`,
    );
  }
}

/** Compares names of entries and objects as the directory does: without regard to case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function liveObject(entry: Entry): LiveActivationObject {
  const cn = text(entry, "cn") ?? "";
  const sku = octets(entry, "msSPP-CSVLKSkuId")[0];
  return {
    name: text(entry, "displayName") ?? cn,
    cn,
    distinguishedName: entry.dn,
    isActivationObject: texts(entry, "objectClass").includes(objectClass),
    partialProductKey: text(entry, "msSPP-CSVLKPartialProductKey"),
    csvlkSkuId: sku === undefined ? null : guidText(sku),
    kmsIds: octets(entry, "msSPP-KMSIds").map(guidText).sort(),
    pid: text(entry, "msSPP-CSVLKPid"),
    installationId: text(entry, "msSPP-InstallationId"),
    missing: mandatoryAttributes.filter((name) => octets(entry, name).length === 0),
  };
}

async function schemaVersion(directory: DirectoryReader): Promise<number | null> {
  const found = await directory.search(directory.schemaNamingContext, {
    scope: "base",
    filter: "(objectClass=*)",
    attributes: ["objectVersion"],
  });
  const version = found?.[0] === undefined ? null : text(found[0], "objectVersion");
  return version === null ? null : Number(version);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
