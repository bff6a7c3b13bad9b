import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ActivationObject, Item } from "../desired/item.ts";
import { holdsShared } from "../desired/scope.ts";
import { readActivationObjects } from "../directory/activationObjects.ts";
import { DirectoryError } from "../directory/directoryError.ts";
import { withDirectory } from "../directory/openDirectory.ts";
import type { Reading } from "../drift/drift.ts";
import { EngineError } from "../engine/engineError.ts";
import { readSecrets } from "../engine/project.ts";
import type { ForestConnection } from "../topology/provisioning.ts";
import type { Environment } from "./environment.ts";

/** The activation objects of every forest that the file can connect to; a reading for each forest. */
export async function directoryReadings(
  environment: Environment,
  declared: readonly Item[],
): Promise<readonly Reading[]> {
  const { topology, scope, leftOut } = environment;
  if (leftOut.includes("activeDirectory") || !holdsShared(topology.facts, scope)) return [];
  return Promise.all(topology.provisioning.forests.map((forest) => readForest(forest, environment, declared)));
}

async function readForest(
  connection: ForestConnection,
  environment: Environment,
  declared: readonly Item[],
): Promise<Reading> {
  const { forest, servers, bindAs, password: reference } = connection;
  try {
    const password = await secretOf(reference, environment);
    const ca = await readCa(connection.ca, environment);
    const { objects } = await withDirectory({ forest, servers, bindAs, password, ca }, readActivationObjects);
    const items = objects
      .filter((object) => object.isActivationObject)
      .map(({ name }) => liveItem(forest, name, declared));
    return { area: "ad", covers: (item) => item.kind === "activationObject" && item.forest === forest, items };
  } catch (error) {
    if (!(error instanceof DirectoryError || error instanceof EngineError)) throw error;
    return { area: "ad", key: `activation objects of ${forest}`, unreadable: error.message };
  }
}

/** The directory does not know our name of the key, nor how the object came to be: both are the file's. */
function liveItem(forest: string, name: string, declared: readonly Item[]): ActivationObject {
  const known = declared.find(
    (item): item is ActivationObject =>
      item.kind === "activationObject" && item.forest === forest && item.name.toLowerCase() === name.toLowerCase(),
  );
  return { kind: "activationObject", forest, name, key: known?.key ?? null, origin: known?.origin ?? null };
}

async function secretOf(reference: ForestConnection["password"], { project }: Environment): Promise<string> {
  if (!("config" in reference))
    throw new EngineError("the password lies in a vault, which drift cannot read yet; name it as { config: NAME }");
  const secrets = await readSecrets(project, [reference.config]);
  return secrets.get(reference.config) ?? "";
}

async function readCa(file: string, { project }: Environment): Promise<string> {
  const absolute = path.resolve(path.dirname(project.configuration.topology), file);
  return readFile(absolute, "utf8").catch((error: Error) => {
    throw new EngineError(`the CA certificate ${file} cannot be read: ${error.message}`);
  });
}
