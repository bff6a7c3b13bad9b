import path from "node:path";
import { openProject, type Project, packageDir } from "../engine/project.ts";
import type { Topology } from "../topology/model.ts";
import { parseTopology } from "../topology/parse.ts";
import type { Places } from "../topology/problem.ts";
import { CliError, type Io } from "./io.ts";

/** One environment: its stack, its topology, and the part that the stack provisions. */
export interface Environment {
  readonly project: Project;
  readonly topology: Topology;
  readonly places: Places;
  /** Names of sites. */
  readonly scope: readonly string[];
  /** Parts that the stack's configuration leaves out. */
  readonly leftOut: readonly string[];
}

/**
 * Opens an environment by its name.
 *
 * @param dir - Folder of Pulumi.yaml; undefined: this checkout.
 * @throws {EngineError | CliError | TopologyError} in words for the user.
 */
export async function openEnvironment(name: string, dir: string | undefined, io: Io): Promise<Environment> {
  const project = await openProject(path.resolve(dir ?? packageDir), name);
  const file = path.relative(process.cwd(), project.topology);
  const { topology, places } = parseTopology(await io.readFile(file), file);
  const scope = listOf(project, "scope") ?? topology.facts.sites.map((site) => site.name);
  return { project, topology, places, scope, leftOut: listOf(project, "leaveOut") ?? [] };
}

/** A list in the stack's configuration, which keeps it as JSON text. */
function listOf(project: Project, key: string): readonly string[] | undefined {
  const text = project.config[key];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  } catch {
    // said below, with the value
  }
  throw new CliError(
    `activation-topology:${key} of stack ${project.stack} is ${JSON.stringify(text)}, not a list; write it as ["a", "b"]`,
  );
}
