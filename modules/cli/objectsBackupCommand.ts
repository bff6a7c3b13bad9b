import path from "node:path";
import { readActivationObjects, sameName } from "../directory/activationObjects.ts";
import { withDirectory } from "../directory/openDirectory.ts";
import { readWholeObject, rootDomainGuid } from "../directory/restoreObject.ts";
import {
  type BackupOutcome,
  type BackupReport,
  isBackedUp,
  objectsBackupJson,
  objectsBackupMarkdown,
  objectsBackupText,
} from "../report/objectsBackup.ts";
import type { ForestConnection } from "../topology/provisioning.ts";
import type { Format } from "./define.ts";
import { type Environment, openEnvironment } from "./environment.ts";
import type { Io } from "./io.ts";
import { besideTopology, chosenForests, connectionTo, isWorded } from "./objectsAccess.ts";
import { backupKeyToUse, confirmKey } from "./objectsBackupKey.ts";
import { backupFile } from "./objectsFiles.ts";
import { type ObjectToSeal, sealInto } from "./objectsSeal.ts";
import { viewOf } from "./view.ts";

/** What `activation objects backup` was asked for. */
export interface ObjectsBackupInput {
  readonly environment: string;
  readonly project?: string;
  readonly forest?: string;
  /** Names of objects, or their cn; empty: all. */
  readonly object: readonly string[];
  /** Folder of the backups; default: `backups` beside the topology file. */
  readonly out?: string;
  /** Replace files that hold something else. */
  readonly force?: boolean;
  readonly format: Format;
}

/**
 * Seals activation objects into files that open for their own forest and with its key only.
 *
 * @returns 0 where every object lies in its file, else 1.
 */
export async function objectsBackupCommand(input: ObjectsBackupInput, io: Io): Promise<number> {
  const environment = await openEnvironment(input.environment, input.project, io);
  const connections = chosenForests(environment, input.forest);
  const folder = input.out ?? shortPath(besideTopology("backups", environment));
  const objects: BackupOutcome[] = [];
  const keysMade = new Map<string, BackupReport["keysMade"][number]>();
  // One after the other: two forests may share a key, and the first then makes it.
  for (const connection of connections) {
    io.progress(`backing up ${connection.forest} ...\n`);
    const made = (secret: string) =>
      keysMade.set(secret, { forest: connection.forest, secret, stack: environment.project.stack });
    const known = { ...environment.project, keys: [...environment.project.keys, ...keysMade.keys()] };
    objects.push(...(await backUpForest(connection, { ...environment, project: known }, { ...input, folder }, made)));
  }
  const report: BackupReport = {
    environment: input.environment,
    objects: [...objects, ...notFound(input.object, objects, connections)],
    keysMade: [...keysMade.values()],
  };
  io.write(render(report, input.format, io));
  return isBackedUp(report) ? 0 : 1;
}

interface Wanted extends ObjectsBackupInput {
  readonly folder: string;
}

/** The objects of one forest; where it cannot be read, one result that says why. */
async function backUpForest(
  connection: ForestConnection,
  environment: Environment,
  wanted: Wanted,
  keyMade: (secret: string) => void,
): Promise<readonly BackupOutcome[]> {
  const { forest } = connection;
  try {
    const { whole, guid } = await readForest(connection, environment, wanted.object);
    if (whole.length === 0) return [];
    const found = await backupKeyToUse(connection, environment);
    if (found.made !== null) keyMade(found.made);
    const results: BackupOutcome[] = [];
    for (const { name, fileName, object } of whole) {
      const file = backupFile(wanted.folder, forest, fileName);
      const sealed = { forest, name, object, file, key: { key: found.key, rootDomainGuid: guid } };
      results.push(await sealInto(sealed, wanted.force === true));
    }
    await confirmKey(found, connection, environment);
    return results;
  } catch (error) {
    if (!isWorded(error)) throw error;
    return [{ forest, object: null, cn: null, file: null, result: "failed", note: error.message }];
  }
}

interface WholeObject extends Pick<ObjectToSeal, "name" | "object"> {
  readonly fileName: string;
}

async function readForest(
  connection: ForestConnection,
  environment: Environment,
  names: readonly string[],
): Promise<{ readonly whole: readonly WholeObject[]; readonly guid: string }> {
  return withDirectory(await connectionTo(connection, environment), async (directory) => {
    const all = (await readActivationObjects(directory)).objects.filter((object) => object.isActivationObject);
    const isWanted = (object: { readonly name: string; readonly cn: string }) =>
      names.length === 0 || names.some((name) => sameName(name, object.name) || sameName(name, object.cn));
    const whole: WholeObject[] = [];
    for (const { name, cn, distinguishedName } of all.filter(isWanted)) {
      // A directory lets two objects have one displayName; their cn tells them apart.
      const isShared = all.filter((other) => sameName(other.name, name)).length > 1;
      const fileName = isShared ? `${name} (${cn})` : name;
      whole.push({ name, fileName, object: await readWholeObject(directory, distinguishedName) });
    }
    return { whole, guid: await rootDomainGuid(directory) };
  });
}

/** A name that no forest has is a failure; one that only a forest that was not read could have is told with that. */
function notFound(
  names: readonly string[],
  results: readonly BackupOutcome[],
  connections: readonly ForestConnection[],
): readonly BackupOutcome[] {
  if (results.some(({ object }) => object === null)) return [];
  const forest = connections.map((connection) => connection.forest).join(", ");
  const note = "no object has that name or cn; `activation objects list` shows those that are there";
  const isOf = (name: string, { object, cn }: BackupOutcome) =>
    sameName(object ?? "", name) || sameName(cn ?? "", name);
  return names
    .filter((name) => !results.some((result) => isOf(name, result)))
    .map((object) => ({ forest, object, cn: null, file: null, result: "failed", note }) as const);
}

function shortPath(absolute: string): string {
  const relative = path.relative(process.cwd(), absolute);
  return relative.startsWith("..") ? absolute : relative;
}

function render(report: BackupReport, format: Format, io: Io): string {
  if (format === "json") return objectsBackupJson(report);
  if (format === "markdown") return objectsBackupMarkdown(report);
  return objectsBackupText(report, viewOf(io));
}
