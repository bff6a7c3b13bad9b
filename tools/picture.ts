/** Draws the map of a topology as SVG: `node tools/picture.ts examples/enterprise.topology.yaml docs/enterprise.svg`. */
import { readFile, writeFile } from "node:fs/promises";
import { planTopology } from "../modules/plan/plan.ts";
import { parseTopology } from "../modules/topology/parse.ts";
import { drawMap } from "./map/drawMap.ts";

const [file, target] = process.argv.slice(2);
if (file === undefined || target === undefined) {
  console.error("usage: node tools/picture.ts TOPOLOGY.yaml TARGET.svg");
  process.exitCode = 2;
} else {
  const { facts } = parseTopology(await readFile(file, "utf8"), file).topology;
  await writeFile(target, drawMap(facts, planTopology(facts)));
}
