import { fileURLToPath } from "node:url";
import type { Io } from "./io.ts";

/** Prints the JSON Schema of the topology file. @returns 0 */
export async function schemaCommand(io: Io): Promise<number> {
  io.write(await io.readFile(fileURLToPath(new URL("../topology/topology.schema.json", import.meta.url))));
  return 0;
}
