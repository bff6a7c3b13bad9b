import path from "node:path";
import type { Environment } from "../../modules/cli/environment.ts";
import type { DirectoryConnection } from "../../modules/directory/openDirectory.ts";
import type { Facts } from "../../modules/topology/model.ts";
import type { ForestConnection } from "../../modules/topology/provisioning.ts";
import { anEnvironment, aProject } from "./environment.ts";
import {
  accessEntry,
  anObject,
  authenticatedUsers,
  container,
  descriptor,
  emptyForest,
  type fakeDirectory,
  rootDomain,
  type Values,
} from "./fakeDirectory.ts";
import { fakeEngine } from "./fakeEngine.ts";
import { folderOf } from "./folder.ts";
import { provisioning, topology } from "./topology.ts";

// What the commands about activation objects work on: an environment, and forests in memory.

/** A key for backups that nothing else uses: base64 of 32 octets. */
export const aBackupKey: string = Buffer.alloc(32, 7).toString("base64");

const [usual] = provisioning().forests;

/** The connection of corp.example, with a key for backups. */
export const aForest = (overrides: Partial<ForestConnection> = {}): ForestConnection => {
  if (usual === undefined) throw new Error("the builder has a forest");
  return { ...usual, backupKey: { config: "corpBackupKey" }, ...overrides };
};

/** An environment in a folder of its own whose stack has the given secrets, and the calls of its engine. */
export async function objectsEnvironment(
  forests: readonly ForestConnection[] = [aForest()],
  { facts = {}, secrets = {} }: { facts?: Partial<Facts>; secrets?: Readonly<Record<string, string>> } = {},
): Promise<{ environment: Environment; dir: string; calls: Awaited<ReturnType<typeof fakeEngine>> }> {
  const set = { corpBindPassword: "pw", corpBackupKey: aBackupKey, ...secrets };
  const values = Object.entries(set).map(([name, value]) => [`activation-topology:${name}`, { value }]);
  const calls = await fakeEngine({ config: { stdout: JSON.stringify(Object.fromEntries(values)) } });
  const dir = await folderOf({ "ca/corp-root.pem": "PEM" });
  const project = { ...aProject({ topology: path.join(dir, "test.topology.yaml") }), keys: Object.keys(set) };
  const environment: Environment = anEnvironment({ project, topology: topology(facts, { forests }) });
  return { environment, dir, calls };
}

/** Everybody may read the object. */
const readable = descriptor(accessEntry(0, 0x10, authenticatedUsers));

/** A forest with a root domain and, by cn, these objects, which everybody may read. */
export function forestWith(objects: Readonly<Record<string, Values>>): Map<string, Values> {
  const entries = emptyForest();
  entries.set(rootDomain, { objectClass: "domainDNS", objectGUID: Buffer.alloc(16, 3) });
  for (const [cn, values] of Object.entries(objects)) {
    entries.set(`CN=${cn},${container}`, { nTSecurityDescriptor: readable, cn, ...values });
  }
  return entries;
}

/** An object with all that a backup needs. */
export const wholeObject = (displayName: string, changes: Values = {}): Values => {
  const { cn: _, ...values } = anObject(displayName, changes);
  return values;
};

/** Plays `withDirectory`: what each connection opens, or how it fails. */
export function opening(
  open: (connection: DirectoryConnection) => ReturnType<typeof fakeDirectory>,
): typeof import("../../modules/directory/openDirectory.ts").withDirectory {
  return async (connection, use) => use(open(connection));
}
