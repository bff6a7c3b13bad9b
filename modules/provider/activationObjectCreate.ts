import { grants, rights } from "../directory/accessEvaluation.ts";
import { type ActivationObjectsReading, readActivationObjects, sameName } from "../directory/activationObjects.ts";
import { holdsLicence, nameOf } from "../directory/backedUpObject.ts";
import { activationObjectClass } from "../directory/containerRights.ts";
import { DirectoryError } from "../directory/directoryError.ts";
import { accessListOf } from "../directory/mayList.ts";
import type { Directory } from "../directory/openDirectory.ts";
import { dnsDomainOf, isPrincipalName, sidsOf } from "../directory/principals.ts";
import { restoreObject, rootDomainGuid } from "../directory/restoreObject.ts";
import { open } from "../directory/sealedBackup.ts";
import { declaredObject, notThere } from "./activationObjectFind.ts";
import type { ActivationObjectInputs } from "./activationObjectInputs.ts";
import { stepsFor } from "./activationObjectSteps.ts";
import type { ForestUse } from "./forestUse.ts";
import type { CallContext } from "./resourceKind.ts";

/** Where an object was found or put, and what its forest then held. */
export interface Created {
  readonly reading: ActivationObjectsReading;
  readonly server: string;
  /** True where it has only just been put there, so that other controllers may not have it yet. */
  readonly fresh: boolean;
}

/**
 * Makes sure that the object is there. Only a sealed backup is ever written; what Microsoft alone can make has to be
 * there already, and where it is not, the error is a list of steps that its preparation has filled in.
 */
export async function bringAbout(
  inputs: ActivationObjectInputs,
  forest: ForestUse,
  log: CallContext["log"],
): Promise<Created> {
  if (inputs.origin === "restore") return await restore(inputs, forest, log);
  return await forest.any(async (directory) => {
    const reading = await readActivationObjects(directory);
    if (declaredObject(inputs, reading) !== undefined) return { reading, server: directory.server, fresh: false };
    const prepared = inputs.origin === "existing" ? "" : ` ${await preparation(inputs, directory, reading)}`;
    const next = `${stepsFor(inputs.origin, inputs.name, inputs)}. Then run up again: the object is adopted`;
    throw new Error(`${notThere(inputs, reading)};${prepared} ${next}`);
  });
}

async function restore(inputs: ActivationObjectInputs, forest: ForestUse, log: CallContext["log"]): Promise<Created> {
  const { backups, backupKey, forest: name } = forest.access;
  const text = Object.entries(backups).find(([object]) => sameName(object, inputs.name))?.[1];
  if (text === undefined || backupKey === null) {
    const lacks = text === undefined ? `backup of ${JSON.stringify(inputs.name)}` : "key of backups (backupKey)";
    throw new Error(`forest ${name} is configured with no ${lacks}; ${stepsFor("restore", inputs.name)}`);
  }
  return await forest.change(async (directory) => {
    const backup = open(text, { key: backupKey, rootDomainGuid: await rootDomainGuid(directory) });
    if (!sameName(nameOf(backup), inputs.name) && !sameName(backup.cn, inputs.name)) {
      const words = `the backup that is configured for ${JSON.stringify(inputs.name)} holds ${JSON.stringify(nameOf(backup))}`;
      throw new Error(`forest ${name}: ${words}; name the file of the right object`);
    }
    const { added, distinguishedName } = await restoreObject(directory, backup);
    if (!holdsLicence(backup)) {
      const words = "the backup is of an object without a licence; it holds no licence of Microsoft's";
      log("warning", `${distinguishedName}: ${words}, so that nothing activates through it`);
    }
    log("info", `${distinguishedName} ${added ? "was restored" : "was there already"} at ${directory.server}`);
    return { reading: await readActivationObjects(directory), server: directory.server, fresh: added };
  });
}

/** What is in order, and what is not, before somebody activates the forest. */
async function preparation(
  { runsAs }: ActivationObjectInputs,
  directory: Directory,
  { container, schemaVersion }: ActivationObjectsReading,
): Promise<string> {
  const found = `prepared at ${directory.server}: the container and the class are there (schema version ${schemaVersion ?? "unknown"})`;
  const who = runsAs ?? directory.bindAs;
  return `${found}; ${await rightOf(who, runsAs, directory, container)}; to make the object,`;
}

async function rightOf(
  who: string,
  runsAs: string | undefined,
  directory: Directory,
  container: string,
): Promise<string> {
  const list = await accessListOf(directory, container);
  if (list === undefined) {
    return `whether ${who} may make objects there is unknown, because ${directory.bindAs} is not shown the access list`;
  }
  const sids = runsAs === undefined ? directory.identifiers : await sidsOfAccount(directory, runsAs);
  if (typeof sids === "string") return `whether ${who} may make objects there is unknown: ${sids}`;
  const may = (mask: number) => grants(list, sids, mask, activationObjectClass);
  if (may(rights.createChild | rights.deleteChild)) return `${who} may make objects there and remove any`;
  // Least rights leave removal to the access list of each object.
  if (may(rights.createChild)) return `${who} may make objects there, and remove those that let it`;
  return `${who} may not make objects there: delegate the container to it first (ActivationContainerRights)`;
}

/** SIDs of an account and its groups, or why they are not known. */
async function sidsOfAccount(directory: Directory, account: string): Promise<readonly string[] | string> {
  // A name alone is an account of the server's own domain; anything with blanks is meant for people.
  const domain = dnsDomainOf(directory.defaultNamingContext);
  const name = /^[^\s\\@]+$/.test(account) && !account.startsWith("S-1-") ? `${account}@${domain}` : account;
  if (!isPrincipalName(name)) return "it is not the name of an account";
  try {
    return (await sidsOf(directory, name)) ?? `no account ${name} is shown to ${directory.bindAs}, or not its groups`;
  } catch (error) {
    if (error instanceof DirectoryError) return error.message;
    throw error;
  }
}
