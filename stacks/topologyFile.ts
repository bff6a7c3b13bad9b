import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Topology } from "../modules/topology/model.ts";
import { parseTopology } from "../modules/topology/parse.ts";
import { TopologyError } from "../modules/topology/problem.ts";

/**
 * Reads and checks a topology file.
 *
 * @param file - Absolute; messages name it relative to `project`, where the person at the engine stands, if it lies below.
 * @throws {pulumi.RunError} with the problems found before and those of the file.
 */
export function readTopology(file: string, project: string, problems: readonly string[]): Topology {
  const relative = path.relative(project, file);
  const shown = relative.startsWith("..") ? file : relative;
  try {
    return parseTopology(readFileSync(file, "utf8"), shown).topology;
  } catch (error) {
    if (error instanceof TopologyError) throw refusal([...problems, error.message]);
    if (!(error instanceof Error && "code" in error)) throw error;
    const remedy = error.code === "ENOENT" ? "write it, or name another one" : "name a file that can be read";
    const command = "`pulumi config set activation-topology:topology FILE`";
    throw refusal([...problems, `the topology ${shown} cannot be read (${error.code}); ${remedy} with ${command}`]);
  }
}

/** One error for everything that is wrong, shown by the engine without a stack trace. */
export function refusal(problems: readonly string[]): pulumi.RunError {
  return new pulumi.RunError(["this stack cannot be declared, and nothing was changed", ...problems].join("\n  "));
}
