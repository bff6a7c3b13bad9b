import type { AccountArgs, ForestArgs } from "../modules/provider/providerArgs.ts";
import type { Account, ForestConnection, ObjectSource } from "../modules/topology/provisioning.ts";
import { type From, fileText, resolve } from "./secretSource.ts";

/** What the provider needs to reach one forest; undefined, and problems, where something is missing. */
export function forestArgs(
  forest: ForestConnection,
  objects: readonly ObjectSource[],
  from: From,
): ForestArgs | undefined {
  const before = from.problems.length;
  const where = `forests.${forest.forest}.connection`;
  const account = accountArgs(forest, where, from);
  const ca = fileText(forest.ca, { where: `${where}.ca`, what: "certificate" }, from);
  const reader = forest.reader === null ? undefined : accountArgs(forest.reader, `${where}.reader`, from);
  const rightsAs = forest.rightsAs === null ? undefined : accountArgs(forest.rightsAs, `${where}.rightsAs`, from);
  const backups = backupsOf(forest.forest, objects, from);
  // A key that only backups on the command line need may be missing here.
  const { backupKey: reference } = forest;
  const needsKey = Object.keys(backups).length > 0 && reference !== null;
  const backupKey = needsKey ? resolve(reference, `forests.${forest.forest}.backupKey`, from) : undefined;
  if (account === undefined || ca === undefined || from.problems.length > before) return undefined;
  return {
    servers: forest.servers,
    ...account,
    ca,
    ...(reader === undefined ? {} : { reader }),
    ...(rightsAs === undefined ? {} : { rightsAs }),
    ...(backupKey === undefined ? {} : { backupKey, backups }),
  };
}

function accountArgs({ bindAs, password }: Account, where: string, from: From): AccountArgs | undefined {
  const found = resolve(password, `${where}.password`, from);
  return found === undefined ? undefined : { bindAs, password: found };
}

function backupsOf(forest: string, objects: readonly ObjectSource[], from: From): Readonly<Record<string, string>> {
  const sealed = objects.flatMap(({ name, backup, forest: of }) => {
    if (backup === null || of !== forest) return [];
    const where = `forests.${forest}.activationObjects.${name}.backup`;
    const text = fileText(backup, { where, what: "sealed backup" }, from);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(sealed);
}
