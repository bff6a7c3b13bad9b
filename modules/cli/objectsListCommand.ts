import {
  type ActivationObjectsReading,
  type LiveActivationObject,
  readActivationObjects,
  sameName,
} from "../directory/activationObjects.ts";
import { DirectoryError } from "../directory/directoryError.ts";
import { type DirectoryReader, withDirectory } from "../directory/openDirectory.ts";
import { sightIn } from "../directory/sight.ts";
import { EngineError } from "../engine/engineError.ts";
import {
  type ListedForest,
  type ListedObject,
  objectsListJson,
  objectsListMarkdown,
  objectsListText,
} from "../report/objectsList.ts";
import type { ForestConnection } from "../topology/provisioning.ts";
import type { Format } from "./define.ts";
import { type Environment, openEnvironment } from "./environment.ts";
import type { Io } from "./io.ts";
import { chosenForests, connectionTo } from "./objectsAccess.ts";
import { coverageOf } from "./objectsCoverage.ts";
import { viewOf } from "./view.ts";

/** What `activation objects list` was asked for. */
export interface ObjectsListInput {
  readonly environment: string;
  readonly project?: string;
  readonly forest?: string;
  /** Domain controller to ask instead of those of the file. */
  readonly server?: string;
  readonly format: Format;
}

/**
 * Shows the activation objects of forests beside what the file says of them.
 *
 * A forest that cannot be read is a result of its own and hides no other.
 *
 * @returns 0, or 1 where a forest could not be read.
 */
export async function objectsListCommand(input: ObjectsListInput, io: Io): Promise<number> {
  const environment = await openEnvironment(input.environment, input.project, io);
  const connections = chosenForests(environment, input.forest);
  io.progress(`reading ${connections.map(({ forest }) => forest).join(", ")} ...\n`);
  const forests = await Promise.all(connections.map((one) => listForest(one, environment, input.server)));
  io.write(render(forests, input, io));
  return forests.some((forest) => "unreadable" in forest) ? 1 : 0;
}

/** One forest, or why it cannot be read. */
async function listForest(
  connection: ForestConnection,
  environment: Environment,
  server: string | undefined,
): Promise<ListedForest> {
  const { forest, servers } = connection;
  try {
    const asked = { ...connection, servers: server === undefined ? servers : [server] };
    return await withDirectory(await connectionTo(asked, environment), async (directory) => {
      const reading = await readActivationObjects(directory);
      const { objects } = reading;
      const own = objects.filter((object) => object.isActivationObject);
      const others = objects.filter((object) => !object.isActivationObject).map(({ name }) => name);
      const listed = await Promise.all(own.map((object) => listObject(object, { directory, reading }, environment)));
      return { forest, server: directory.server, objects: listed, others };
    });
  } catch (error) {
    if (!(error instanceof DirectoryError || error instanceof EngineError)) throw error;
    return { forest, unreadable: error.message };
  }
}

async function listObject(
  object: LiveActivationObject,
  { directory, reading }: { readonly directory: DirectoryReader; readonly reading: ActivationObjectsReading },
  { topology: { facts } }: Environment,
): Promise<ListedObject> {
  const { name, cn, distinguishedName, partialProductKey, csvlkSkuId } = object;
  const { everybody } = await sightIn(directory, reading, cn);
  const forest = facts.forests.find((one) => sameName(one.name, directory.forest));
  const declared = forest?.activationObjects.find((one) => sameName(one.name, name) || sameName(one.name, cn));
  return {
    name,
    cn,
    distinguishedName,
    lastFive: partialProductKey,
    skuId: csvlkSkuId,
    ...coverageOf(object, declared?.key ?? null, facts),
    declared: declared?.name ?? null,
    readable: everybody,
  };
}

function render(forests: readonly ListedForest[], { environment, format }: ObjectsListInput, io: Io): string {
  if (format === "json") return objectsListJson(environment, forests);
  if (format === "markdown") return objectsListMarkdown(environment, forests);
  return objectsListText(forests, viewOf(io));
}
