import { type BackedUpObject, differingAttributes } from "../directory/backedUpObject.ts";
import { type BackupKey, open, SealedBackupError, seal } from "../directory/sealedBackup.ts";
import type { BackupOutcome } from "../report/objectsBackup.ts";
import { readIfThere, writePrivately } from "./objectsFiles.ts";

/** An object that was read whole, and where it goes. */
export interface ObjectToSeal {
  readonly forest: string;
  readonly name: string;
  readonly object: BackedUpObject;
  readonly file: string;
  readonly key: BackupKey;
}

/**
 * Seals an object into its file. A file that holds something else is left alone unless `force`: it may be the only copy
 * of an object as it was, or the backup of another forest.
 */
export async function sealInto(
  { forest, name, object, file, key }: ObjectToSeal,
  force: boolean,
): Promise<BackupOutcome> {
  const outcome = (result: BackupOutcome["result"], note: string | null = null): BackupOutcome => {
    return { forest, object: name, cn: object.cn, file, result, note };
  };
  const there = await readIfThere(file);
  const difference = there === undefined ? null : differenceFrom(there, object, key);
  if (there !== undefined && difference === null) return outcome("unchanged");
  if (difference !== null && !force) {
    return outcome("kept", `${difference}; look at it, and replace it with --force if it is not wanted`);
  }
  await writePrivately(file, seal(object, { ...key, forest }));
  return difference === null ? outcome("written") : outcome("replaced");
}

/** What the file holds instead of the object; null: that very object. */
function differenceFrom(text: string, object: BackedUpObject, key: BackupKey): string | null {
  try {
    const sealed = open(text, key);
    if (sealed.cn !== object.cn) return "the file holds another object of the same name";
    const differing = differingAttributes(sealed, object);
    return differing.length === 0 ? null : `the object was another then: it differs in ${differing.join(", ")}`;
  } catch (error) {
    if (!(error instanceof SealedBackupError)) throw error;
    return error.message.replaceAll(/;[^;]*$/g, "");
  }
}
