/** `npm run lab -- ...`: the lab's own command line, with the environment of the example stack where there is one. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { inForeground } from "../lab/foreground.ts";
import { root } from "./paths.ts";

process.chdir(root);
const args = process.argv.slice(2);
const dirOption = args.indexOf("--dir");
const dir = dirOption === -1 ? path.join(".lab", "run") : (args[dirOption + 1] ?? "");
const environment = path.join(dir, "environment.json");
if (existsSync(environment)) Object.assign(process.env, JSON.parse(readFileSync(environment, "utf8")));

if (args[0] === "exec" && existsSync(environment) && !existsSync(path.join(dir, "lab.json"))) {
  // The embedded estate has no lab to enter: its commands run where we are.
  const [file = "", ...rest] = args.slice(args.indexOf("--") + 1);
  const done = await inForeground(execa(file, rest, { stdio: "inherit", reject: false }));
  process.exitCode = done.exitCode ?? 1;
} else {
  await import("../lab/main.ts");
}
