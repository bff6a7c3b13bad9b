import { readFile } from "node:fs/promises";
import path from "node:path";
import { DirectoryError } from "../directory/directoryError.ts";
import type { DirectoryConnection } from "../directory/openDirectory.ts";
import { SealedBackupError } from "../directory/sealedBackup.ts";
import { EngineError } from "../engine/engineError.ts";
import { readSecrets } from "../engine/project.ts";
import { nameRemedy } from "../topology/nearest.ts";
import type { Account, ForestConnection, SecretRef } from "../topology/provisioning.ts";
import type { Environment } from "./environment.ts";
import { CliError } from "./io.ts";

/**
 * How a forest of the file is reached, with the decrypted password and the pinned CA.
 *
 * @param account - Who logs on; default: the connection's own account.
 * @throws {EngineError} Where a secret or the CA cannot be read.
 */
export async function connectionTo(
  connection: ForestConnection,
  environment: Environment,
  account: Account = connection,
): Promise<DirectoryConnection> {
  const { forest, servers } = connection;
  const password = await secretOf(account.password, "the password", environment);
  const ca = await readCa(connection.ca, environment);
  return { forest, servers, bindAs: account.bindAs, password, ca };
}

/** A secret of the stack's configuration. @param what - For the message: `the password`. @throws {EngineError} */
export async function secretOf(reference: SecretRef, what: string, { project }: Environment): Promise<string> {
  if (!("config" in reference)) {
    throw new EngineError(`${what} lies in a vault, which this command cannot read; name it as { config: NAME }`);
  }
  const secrets = await readSecrets(project, [reference.config]);
  return secrets.get(reference.config) ?? "";
}

async function readCa(file: string, environment: Environment): Promise<string> {
  return readFile(besideTopology(file, environment), "utf8").catch((error: Error) => {
    throw new EngineError(`the CA certificate ${file} cannot be read: ${error.message}`);
  });
}

/** The absolute form of a path that is relative to the topology file. */
export function besideTopology(file: string, { project }: Environment): string {
  return path.resolve(path.dirname(project.configuration.topology), file);
}

/**
 * The forests that a command is about: the one that was named, or all that the file connects to.
 *
 * @throws {CliError} Where the file connects to no forest, or not to that one; it names the nearest.
 */
export function chosenForests(environment: Environment, name: string | undefined): readonly ForestConnection[] {
  const { forests } = environment.topology.provisioning;
  if (forests.length === 0) {
    throw new CliError("the topology connects to no forest; give a forest a connection, as docs/topology.md says");
  }
  if (name === undefined) return forests;
  const wanted = name.replace(/\.$/, "").toLowerCase();
  const found = forests.filter(({ forest }) => forest.toLowerCase() === wanted);
  if (found.length > 0) return found;
  const known = forests.map(({ forest }) => forest);
  const remedy = nameRemedy(name, known, "connected forests");
  throw new CliError(`the topology connects to no forest ${JSON.stringify(name)}; ${remedy}`);
}

/** The one forest that was named. @throws {CliError} */
export function chosenForest(environment: Environment, name: string): ForestConnection {
  const [found] = chosenForests(environment, name);
  if (found === undefined) throw new CliError(`the topology connects to no forest ${JSON.stringify(name)}`);
  return found;
}

/** Whether an error was written for the user: what a directory, a backup, the engine or a file had to say. */
export function isWorded(error: unknown): error is Error {
  const kinds = [CliError, DirectoryError, EngineError, SealedBackupError];
  return kinds.some((kind) => error instanceof kind);
}

/** Does work whose worded errors end the command with exit code 2. @throws {CliError} */
export async function orCliError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isWorded(error) ? new CliError(error.message, { cause: error }) : error;
  }
}
