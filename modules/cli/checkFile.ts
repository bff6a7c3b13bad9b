import { desiredItems } from "../desired/desired.ts";
import { hostsInExistingSubnets } from "../desired/existingSubnets.ts";
import type { Finding, World } from "../rules/rule.ts";
import { runRules } from "../rules/run.ts";
import { worldOf } from "../rules/world.ts";
import { parseTopology } from "../topology/parse.ts";
import type { Io } from "./io.ts";

/** What the rules were shown, and what they found. */
export interface Checked {
  readonly world: World;
  readonly findings: readonly Finding[];
}

/** Checks what a topology file would declare. @throws {TopologyError | CliError} */
export async function checkFile(file: string, io: Io): Promise<Checked> {
  const { topology, places } = parseTopology(await io.readFile(file), file);
  const unreadSubnets = hostsInExistingSubnets(topology.provisioning);
  const world = worldOf(topology.facts, desiredItems(topology.facts), { today: io.today, unreadSubnets });
  return { world, findings: runRules(world, places) };
}
