import { setTimeout as pause } from "node:timers/promises";
import { grants, mayRead, rights } from "./accessEvaluation.ts";
import {
  type ActivationObjectsReading,
  type LiveActivationObject,
  readActivationObjects,
  sameName,
} from "./activationObjects.ts";
import type { DirectoryReader } from "./directory.ts";
import { DirectoryError, type DirectoryErrorKind } from "./directoryError.ts";
import { inTurns } from "./inTurns.ts";
import { accessListOf } from "./mayList.ts";

/** Whether an activation object can be read at one domain controller. */
export interface Sight {
  /** As it was named. */
  readonly server: string;
  /** `absent`: the server was read, and the object has not come there yet, or is gone there. */
  readonly result: "visible" | "absent" | "denied" | "unreachable";
  /** What is the matter, and after a semicolon what to do; empty where it is visible. */
  readonly words: string;
  /** Whether Authenticated Users may find and read it; null: the account is not shown who may. */
  readonly everybody: boolean | null;
}

/** Everyone and Authenticated Users: what every machine of the forest is, and every account that logs on. */
const everybody = ["S-1-1-0", "S-1-5-11"];

/** Reads an object as the account of an open directory. */
export async function sightOf(
  directory: DirectoryReader,
  cn: string,
  server: string = directory.server,
): Promise<Sight> {
  return await sightIn(directory, await readActivationObjects(directory), cn, server);
}

/** The same of an object among those that were read already. */
export async function sightIn(
  directory: DirectoryReader,
  { container, objects }: ActivationObjectsReading,
  cn: string,
  server: string = directory.server,
): Promise<Sight> {
  const object = objects.find((candidate) => sameName(candidate.cn, cn));
  const where = `forest ${directory.forest} at ${directory.server}`;
  if (object === undefined) {
    const words = `${where}: CN=${cn},${container} is not there; wait for replication, or see why it does not come`;
    return { server, result: "absent", words, everybody: null };
  }
  if (object.missing.length > 0) {
    const words = `${where}: ${directory.bindAs} is shown no ${object.missing.join(", no ")} of ${object.distinguishedName}`;
    return { server, result: "denied", words: `${words}; give it the right to read all attributes`, everybody: null };
  }
  const all = await everybodyReads(directory, container, object);
  if (all !== false) return { server, result: "visible", words: "", everybody: all };
  const words = `${where}: Authenticated Users may not read ${object.distinguishedName}, so that machines do not find it`;
  return {
    server,
    result: "denied",
    words: `${words}; give them list rights on the container and read rights on the object, which they have by default`,
    everybody: false,
  };
}

/** What is said where the server could not be read at all. */
export function sightWithout(server: string, error: unknown): Sight {
  if (!(error instanceof DirectoryError)) throw error;
  return { server, result: resultOf[error.kind] ?? "unreachable", words: error.message, everybody: null };
}

const resultOf: Partial<Record<DirectoryErrorKind, Sight["result"]>> = {
  denied: "denied",
  absentContainer: "absent",
  absentSchema: "absent",
};

/** How long and how often an object that is not there yet is looked for. Milliseconds. */
export interface Patience {
  readonly wait: number;
  readonly interval: number;
}

/** Domain controllers that are asked at the same time. */
export const atOnce = 8;

/**
 * Looks at all servers, some at a time, and again at those to which the object has not come.
 *
 * @param look - Looks once; never called for one server twice at the same time.
 */
export async function lookEverywhere(
  servers: readonly string[],
  look: (server: string) => Promise<Sight>,
  { wait, interval }: Patience,
  signal: AbortSignal,
): Promise<readonly Sight[]> {
  const end = Date.now() + wait;
  const sights = new Map<string, Sight>();
  const lookOnce = async (server: string) => {
    try {
      sights.set(server, await look(server));
    } catch (error) {
      // Cut off while it waited: what was last seen is what is known.
      if (!signal.aborted || !sights.has(server)) throw error;
    }
  };
  const watch = async (server: string) => {
    await lookOnce(server);
    while (sights.get(server)?.result === "absent" && Date.now() < end && !signal.aborted) {
      await pause(interval, undefined, { signal }).catch(() => undefined);
      await lookOnce(server);
    }
  };
  await inTurns(atOnce, servers, watch);
  return servers.flatMap((server) => sights.get(server) ?? []);
}

async function everybodyReads(
  directory: DirectoryReader,
  container: string,
  { distinguishedName }: LiveActivationObject,
): Promise<boolean | null> {
  const [above, own] = [await accessListOf(directory, container), await accessListOf(directory, distinguishedName)];
  if (above === undefined || own === undefined) return null;
  return grants(above, everybody, rights.listContents) && mayRead(own, everybody);
}
