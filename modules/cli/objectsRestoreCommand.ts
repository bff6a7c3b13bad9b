import { readActivationObjects, sameName } from "../directory/activationObjects.ts";
import { type BackedUpObject, nameOf } from "../directory/backedUpObject.ts";
import { isUncertain } from "../directory/directoryError.ts";
import { type DirectoryConnection, type DirectoryReader, withDirectory } from "../directory/openDirectory.ts";
import { type Restored, restoreObject, rootDomainGuid } from "../directory/restoreObject.ts";
import { open } from "../directory/sealedBackup.ts";
import {
  objectsRestoreJson,
  objectsRestoreMarkdown,
  objectsRestoreText,
  type RestoreReport,
  toRestoreText,
} from "../report/objectsRestore.ts";
import { confirm } from "./confirm.ts";
import type { Format } from "./define.ts";
import { openEnvironment } from "./environment.ts";
import { CliError, type Io } from "./io.ts";
import { chosenForest, connectionTo, orCliError } from "./objectsAccess.ts";
import { backupKeyOf } from "./objectsBackupKey.ts";
import { factsOf } from "./objectsFacts.ts";
import { viewOf } from "./view.ts";

/** What `activation objects restore` was asked for. */
export interface ObjectsRestoreInput {
  readonly environment: string;
  readonly project?: string;
  readonly forest: string;
  /** Path of the sealed file. */
  readonly backup: string;
  /** Do not ask. */
  readonly yes?: boolean;
  readonly format: Format;
}

/**
 * Puts an activation object back from a sealed backup of this very forest, and makes sure that it is there.
 *
 * @returns 0, also where whoever was asked said no.
 * @throws {CliError | EngineError} Where it cannot be done; nothing was changed then, or the message says what was.
 */
export async function objectsRestoreCommand(input: ObjectsRestoreInput, io: Io): Promise<number> {
  if (input.yes !== true && !io.isTerminal) throw new CliError("nobody is here to confirm; run it with --yes");
  const environment = await openEnvironment(input.environment, input.project, io);
  const chosen = chosenForest(environment, input.forest);
  const sealed = await io.readFile(input.backup);
  const [key, connection] = await Promise.all([backupKeyOf(chosen, environment), connectionTo(chosen, environment)]);
  io.progress(`reading ${chosen.forest} ...\n`);
  const { object, ...place } = await orCliError(() =>
    withDirectory(connection, async (directory) => {
      const opened = open(sealed, { key, rootDomainGuid: await rootDomainGuid(directory) });
      return { object: opened, server: directory.server, container: await freeContainer(directory, opened) };
    }),
  );
  const report: RestoreReport = {
    forest: chosen.forest,
    backup: input.backup,
    server: place.server,
    facts: factsOf(object),
    distinguishedName: `CN=${object.cn},${place.container}`,
    restored: false,
  };
  // Whoever is asked sees what it is about; a result for machines stays one document.
  if (input.format === "text") io.write(toRestoreText(report, viewOf(io)));
  else if (input.yes !== true) io.writeError(toRestoreText(report, { paint: (_style, text) => text, columns: null }));
  if (input.yes !== true && !(await agreed(report))) {
    io.write(render(report, input.format, io));
    return 0;
  }
  io.progress(`adding ${nameOf(object)} ...\n`);
  const { distinguishedName } = await orCliError(() => put(object, connection));
  io.write(render({ ...report, distinguishedName, restored: true }, input.format, io));
  return 0;
}

/** @returns The container's distinguished name. @throws {CliError} Where an object of that name or cn is there. */
async function freeContainer(directory: DirectoryReader, backup: BackedUpObject): Promise<string> {
  const { objects, container } = await readActivationObjects(directory);
  const name = nameOf(backup);
  const taken = objects.filter((object) => sameName(object.cn, backup.cn) || sameName(object.name, name));
  if (taken.length === 0) return container;
  const all = taken.map(({ distinguishedName }) => distinguishedName).join(" and ");
  const remedy = "there is nothing to restore; remove what is there first if it is not wanted";
  throw new CliError(
    `${directory.server} has an object of the name ${JSON.stringify(name)} or its cn: ${all}; ${remedy}`,
  );
}

/** An add whose answer was lost may have been carried out: a second look, and a second try, find or make the same object. */
async function put(object: BackedUpObject, connection: DirectoryConnection): Promise<Restored> {
  const once = () => withDirectory(connection, (directory) => restoreObject(directory, object));
  try {
    return await once();
  } catch (error) {
    if (!isUncertain(error)) throw error;
    return once();
  }
}

/** @throws {CliError} After a Ctrl-C. */
async function agreed({ forest, facts }: RestoreReport): Promise<boolean> {
  const answer = await confirm(`Add ${facts[0]?.[1]} to ${forest}?`);
  if (answer === "interrupted") throw new CliError("interrupted; nothing was changed");
  return answer === "yes";
}

function render(report: RestoreReport, format: Format, io: Io): string {
  if (format === "json") return objectsRestoreJson(report);
  if (format === "markdown") return objectsRestoreMarkdown(report);
  return objectsRestoreText(report, viewOf(io));
}
