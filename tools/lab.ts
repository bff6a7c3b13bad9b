/** `npm run lab -- ...`: the lab's own command line, with the environment of the example stack where there is one. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.ts";

process.chdir(root);
const dirOption = process.argv.indexOf("--dir");
const dir = dirOption === -1 ? ".lab/run" : (process.argv[dirOption + 1] ?? "");
const file = path.join(dir, "environment.json");
if (existsSync(file)) Object.assign(process.env, JSON.parse(readFileSync(file, "utf8")));
await import("../lab/main.ts");
