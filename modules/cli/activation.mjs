#!/usr/bin/env node
// Starts `activation`: answers --version before anything else is loaded and sees to it that Node can run TypeScript.
// It must itself run on Node 20, where node:module has no enableCompileCache yet: hence the default import.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import nodeModule from "node:module";
import { fileURLToPath } from "node:url";

/** Type stripping without a flag or a warning, and the lib that tsconfig.json names. */
const neededMajor = 24;
const root = new URL("../../", import.meta.url);
const [first] = process.argv.slice(2);

if (first === "--version" || first === "-V") {
  process.stdout.write(`${JSON.parse(readFileSync(new URL("package.json", root), "utf8")).version}\n`);
} else if (Number.parseInt(process.versions.node, 10) < neededMajor) {
  await runWithOwnNode();
} else {
  // In the checkout, not in the shared folder for temporary files, where another user could put code into it.
  nodeModule.enableCompileCache(fileURLToPath(new URL("node_modules/.cache/activation", root)));
  await import("./main.ts");
}

/** Runs this file again with the Node that `npm ci` put into the checkout, with the same arguments and streams. */
async function runWithOwnNode() {
  const own = fileURLToPath(new URL("node_modules/.bin/node", root));
  if (!existsSync(own) || realpathSync(own) === realpathSync(process.execPath)) {
    process.stderr.write(
      `activation needs Node ${neededMajor} or later, this is ${process.versions.node}; run \`npm ci\` in ${fileURLToPath(root)}, which installs one there\n`,
    );
    process.exitCode = 2;
    return;
  }
  const { spawn } = await import("node:child_process");
  const child = spawn(own, process.argv.slice(1), { stdio: "inherit" });
  // A terminal sends Ctrl-C to both; the child decides what it means, and its end ends this process.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    process.stderr.write(`cannot run ${own}: ${error.message}; run \`npm ci\` again\n`);
    process.exitCode = 2;
  });
  child.on("exit", (code) => {
    process.exitCode = code ?? 2;
  });
}
