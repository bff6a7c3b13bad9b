import type { ActivationObject, Item } from "../desired/item.ts";
import { holdsShared } from "../desired/scope.ts";
import { readActivationObjects } from "../directory/activationObjects.ts";
import { DirectoryError } from "../directory/directoryError.ts";
import { withDirectory } from "../directory/openDirectory.ts";
import type { Reading } from "../drift/drift.ts";
import { EngineError } from "../engine/engineError.ts";
import type { ForestConnection } from "../topology/provisioning.ts";
import type { Environment } from "./environment.ts";
import { connectionTo } from "./objectsAccess.ts";

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
  const { forest } = connection;
  try {
    const { objects } = await withDirectory(await connectionTo(connection, environment), readActivationObjects);
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
