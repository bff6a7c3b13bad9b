import path from "node:path";
import { wholeScope } from "../desired/scope.ts";
import type { Part } from "../desired/selection.ts";
import { misfits } from "../engine/configuration.ts";
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
  readonly leftOut: readonly Part[];
}

/**
 * Opens an environment by its name.
 *
 * @param dir - Folder of Pulumi.yaml; undefined: this checkout.
 * @throws {EngineError | CliError | TopologyError} in words for the user.
 */
export async function openEnvironment(name: string, dir: string | undefined, io: Io): Promise<Environment> {
  const project = await openProject(path.resolve(dir ?? packageDir), name);
  const { configuration } = project;
  const file = shown(configuration.topology);
  const { topology, places } = parseTopology(await io.readFile(file), file);
  const problems = misfits(project.keys, configuration, topology);
  if (problems.length > 0)
    throw new CliError([`the configuration of stack ${name} is wrong`, ...problems].join("\n  "));
  const scope = configuration.scope ?? wholeScope(topology.facts);
  return { project, topology, places, scope, leftOut: configuration.leaveOut };
}

/** A path as a person here would write it. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}
