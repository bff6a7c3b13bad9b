import { estateOf, stackResources } from "../azure/readState.ts";
import { readItems, type StackResource } from "../azure/toItems.ts";
import { runResourceRules, runRules } from "../rules/run.ts";
import { worldOf } from "../rules/world.ts";
import type { Checked } from "./checkFile.ts";
import { CliError, type Io } from "./io.ts";

/**
 * Checks what the resources of an exported stack declare, with the facts that its Estate carries.
 *
 * Findings have no places: a stack does not remember lines. What cannot be read is unknown to the rules.
 *
 * @throws {CliError} Where the file is no exported stack, or not one of ours.
 */
export async function checkState(file: string, io: Io): Promise<Checked> {
  const resources = resourcesIn(await io.readFile(file), file);
  const estate = estateOf(resources);
  // A stack whose first `up` was interrupted can have the component without its outputs.
  if (estate?.facts === undefined) {
    throw new CliError(
      `${file} has no activation:estate:Estate, which carries the facts that rules need; export a stack that this project has brought up, or check the topology file instead`,
    );
  }
  const { items, unreadable } = readItems(resources);
  const { facts, ...rest } = estate;
  const world = worldOf(facts, items, { ...rest, unreadable, today: io.today });
  const findings = [...runRules(world), ...runResourceRules(resources, world)];
  return { world, findings: findings.toSorted((a, b) => (a.rule < b.rule ? -1 : Number(a.rule > b.rule))) };
}

function resourcesIn(text: string, file: string): readonly StackResource[] {
  try {
    return stackResources(JSON.parse(text));
  } catch (error) {
    throw new CliError(`${file}: ${error instanceof SyntaxError ? `not JSON: ${error.message}` : message(error)}`, {
      cause: error,
    });
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
