import { newBackupKey } from "../directory/sealedBackup.ts";
import { writeSecret } from "../engine/project.ts";
import type { ForestConnection } from "../topology/provisioning.ts";
import type { Environment } from "./environment.ts";
import { CliError } from "./io.ts";
import { secretOf } from "./objectsAccess.ts";

/** The key of a forest's backups: base64 of 32 octets. */
export interface FoundKey {
  readonly key: string;
  /** Name of the secret that was made for it; null: the key was there. */
  readonly made: string | null;
}

/** The key that the file names for a forest. @throws {CliError | EngineError} Where it names none, or the stack has no such secret. */
export async function backupKeyOf({ forest, backupKey }: ForestConnection, environment: Environment): Promise<string> {
  if (backupKey === null) {
    const line = "`backupKey: { config: NAME }`";
    throw new CliError(
      `the topology names no key for backups of ${forest}; add ${line} to the forest, and the first backup makes the key`,
    );
  }
  return secretOf(backupKey, `the key for backups of ${forest}`, environment);
}

/**
 * The key of a forest's backups; where the stack's configuration has no such secret yet, one is made and stored there.
 *
 * What is used is what the configuration holds afterwards; `confirmKey` sees after the work whether it still does.
 */
export async function backupKeyToUse(connection: ForestConnection, environment: Environment): Promise<FoundKey> {
  const { backupKey } = connection;
  const name = backupKey !== null && "config" in backupKey ? backupKey.config : null;
  if (name === null || environment.project.keys.includes(name)) {
    return { key: await backupKeyOf(connection, environment), made: null };
  }
  await writeSecret(environment.project, name, newBackupKey());
  return { key: await backupKeyOf(connection, environment), made: name };
}

/**
 * Makes sure that a key that was made is still that of the configuration: another backup may have made one at the same
 * moment, and what was sealed here would never open again.
 *
 * @throws {CliError}
 */
export async function confirmKey(
  { key, made }: FoundKey,
  connection: ForestConnection,
  environment: Environment,
): Promise<void> {
  if (made === null || (await backupKeyOf(connection, environment)) === key) return;
  const what = `somebody else stored another key as ${made} meanwhile`;
  throw new CliError(`${what}; run the backup again with --force, which seals the objects under that one`);
}
