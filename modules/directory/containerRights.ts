import { rights } from "./accessEvaluation.ts";
import { findContainer } from "./container.ts";
import { DirectoryError } from "./directoryError.ts";
import { octets } from "./entry.ts";
import type { DirectoryReader } from "./openDirectory.ts";
import { replicatedVersion } from "./replicatedVersion.ts";
import {
  type AccessEntry,
  accessEntry,
  entryFlags,
  type KnownEntry,
  parseSecurityDescriptor,
  type SecurityDescriptor,
} from "./securityDescriptor.ts";
import { MalformedDescriptor } from "./securityIdentifier.ts";

/** schemaIDGUID of msSPP-ActivationObject, https://learn.microsoft.com/windows/win32/adschema/c-msspp-activationobject */
export const activationObjectClass = "51a0e68c-0dc5-43ca-935d-c1c911bf2ee5";

/** What a delegate needs on the container itself; docs/container-rights.md argues each right. */
const containerMask = rights.createChild;
/** What a delegate needs on each activation object: what Windows calls Read, and to write and delete it. */
export const objectMask: number =
  rights.readProperty |
  rights.listContents |
  rights.listObject |
  rights.readControl |
  rights.writeProperty |
  rights.delete;

/** The container of activation objects and who may do what there. */
export interface ContainerAccess {
  readonly container: string;
  readonly descriptor: SecurityDescriptor;
  /** The descriptor as the server gave it. */
  readonly octets: Buffer;
  /** How often the descriptor was ever written; null where the server does not tell. */
  readonly version: number | null;
}

/** The two entries that give a delegate its rights. */
export function entriesFor(sid: string): readonly [onContainer: KnownEntry, onObjects: KnownEntry] {
  const { containerInherit, inheritOnly } = entryFlags;
  return [
    accessEntry({ mask: containerMask, sid, objectType: activationObjectClass }),
    accessEntry({
      mask: objectMask,
      sid,
      flags: containerInherit | inheritOnly,
      inheritedObjectType: activationObjectClass,
    }),
  ];
}

/** Which of a delegate's two entries a list lacks. */
export function missingFor(dacl: readonly AccessEntry[], sid: string): readonly KnownEntry[] {
  return entriesFor(sid).filter((ours) => !dacl.some((entry) => same(entry, ours)));
}

/** The SIDs for which a list has both entries, in its order. */
export function holdersOf(dacl: readonly AccessEntry[]): readonly string[] {
  const sids = dacl.flatMap((entry) => (entry.type === "other" ? [] : [entry.sid]));
  return [...new Set(sids)].filter((sid) => missingFor(dacl, sid).length === 0);
}

/**
 * The list with the entries of some delegates and without those of others. Everything else keeps its place and its
 * octets. New entries come last of those that the container has of its own, where permissions about classes belong.
 * A controller may sort a list that it is given.
 *
 * @see https://learn.microsoft.com/windows/win32/secauthz/order-of-aces-in-a-dacl
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/dbfdc00c-1e4b-4165-939b-974e8ea23733
 */
export function changedList(
  dacl: readonly AccessEntry[],
  { grant, withdraw }: { readonly grant: readonly string[]; readonly withdraw: readonly string[] },
): readonly AccessEntry[] {
  const unwanted = withdraw.filter((sid) => !grant.includes(sid)).flatMap((sid) => entriesFor(sid));
  const kept = dacl.filter((entry) => !unwanted.some((ours) => same(entry, ours)));
  const added = [...new Set(grant)].flatMap((sid) => missingFor(kept, sid));
  const firstInherited = kept.findIndex(({ flags }) => (flags & entryFlags.inherited) !== 0);
  const at = firstInherited === -1 ? kept.length : firstInherited;
  return [...kept.slice(0, at), ...added, ...kept.slice(at)];
}

/** True where two lists have the same octets in the same order. */
export function sameList(one: readonly AccessEntry[], other: readonly AccessEntry[]): boolean {
  return one.length === other.length && one.every((entry, index) => same(entry, other[index]));
}

/** True where two entries have the same octets. */
export function same(one: AccessEntry, other: AccessEntry | undefined): boolean {
  return other !== undefined && one.octets.equals(other.octets);
}

/**
 * Reads who may do what in the container.
 *
 * @throws {DirectoryError} Where the container is absent, or its access list cannot be read or understood.
 */
export async function readContainerAccess(directory: DirectoryReader): Promise<ContainerAccess> {
  const container = await findContainer(directory);
  const attributes = ["nTSecurityDescriptor", "replPropertyMetaData"];
  const [entry] = (await directory.search(container, { scope: "base", filter: "(objectClass=*)", attributes })) ?? [];
  const value = entry === undefined ? undefined : octets(entry, "nTSecurityDescriptor")[0];
  const where = `forest ${directory.forest} at ${directory.server}: ${container}`;
  if (entry === undefined || value === undefined) {
    const words = "does not show its access list to this account; give it the right to read permissions (RC) there";
    throw new DirectoryError("denied", `${where} ${words}`);
  }
  try {
    const version = replicatedVersion(octets(entry, "replPropertyMetaData")[0]);
    return { container, descriptor: parseSecurityDescriptor(value), octets: value, version };
  } catch (error) {
    if (!(error instanceof MalformedDescriptor)) throw error;
    throw new DirectoryError("failed", `${where}: ${error.message}`, error);
  }
}
