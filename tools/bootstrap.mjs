// The step before everything else: runs on any Node from 20 on and needs no package. It installs the locked
// dependencies (Node 24 is one of them) where that has not been done, then hands over to tools/<command>.ts.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command = "start", ...args] = process.argv.slice(2);
const bin = path.join(root, "node_modules", ".bin");
const node = path.join(bin, "node");
const stamp = path.join(root, "node_modules", ".installed");

/** Whether somebody asked us to end. */
let signalled = false;

/** Ends with one line that says what is wrong and what helps. */
function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** Runs a program in the checkout; resolves with its exit code. A signal to us reaches it through the terminal. */
function run(file, argv, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, argv, { cwd: root, stdio: "inherit", ...options });
    for (const signal of ["SIGINT", "SIGTERM"])
      process.on(signal, () => {
        signalled = true;
        if (signal === "SIGTERM") child.kill(signal);
      });
    child.on("error", (error) => stop(`${file} could not be started: ${error.message}`));
    child.on("exit", (code, signal) => resolve(signal === null ? code : signal === "SIGINT" ? 130 : 143));
  });
}

/** What the installed packages must agree with. */
function lockHash() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  return createHash("sha256").update(lock).update(process.platform).digest("hex");
}

/** npm writes its own record last, so that an `npm ci` that was cut short is seen, whoever ran it. */
function installed() {
  const record = path.join(root, "node_modules", ".package-lock.json");
  return [node, stamp, record].every(existsSync) && readFileSync(stamp, "utf8") === lockHash();
}

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) stop(`Node ${process.versions.node} is too old to set this up; install Node 20 or later`);

if (!installed()) {
  const started = Date.now();
  process.stderr.write("installing the locked packages (about a minute the first time) ...\n");
  // The packages want Node 24, which is one of them: npm's warnings about the Node that runs npm itself say nothing new.
  rmSync(stamp, { force: true });
  const code = await run("npm", ["ci", "--loglevel=error"]);
  if (signalled) stop("interrupted; run the same command again, which begins the installation anew");
  if (code !== 0) stop("npm ci failed; mend what it says above and run the same command again");
  if (!existsSync(node))
    stop(
      "the package `node` brought no program; allow its install script (npm install-scripts approve node) and run again",
    );
  // npm links the programs of packages, not of the checkout itself; scripts and the lab's shell find it here.
  const link = path.join(bin, "activation");
  rmSync(link, { force: true });
  symlinkSync(path.join("..", "..", "modules", "cli", "activation.mjs"), link);
  writeFileSync(stamp, lockHash());
  process.stderr.write(`installed in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

process.exitCode = await run(node, [path.join(root, "tools", `${command}.ts`), ...args], {
  env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
});
