/**
 * `npm test`: every test there is, with the engine and the lab that the integration tests need.
 * `npm test -- unit`: what needs neither, in seconds. Ends with one line of its own, counted from vitest's reports.
 */
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { inForeground } from "../lab/foreground.ts";
import { interruption } from "../lab/interruption.ts";
import { labDown, labUp } from "../lab/lab.ts";
import { canInstall, installPackages, missingPackages, missingParts } from "../lab/packages.ts";
import { enterSite } from "../lab/sites.ts";
import { ensureEngine } from "./engine.ts";
import { root } from "./paths.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const interrupted = interruption();
const started = Date.now();
const reports = path.join(root, ".cache", `reports-${process.pid}`);
const say = (line: string) =>
  console.error(`[${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s] ${line}`);

/** Runs vitest projects, inside `enter` where that is given. A run that wrote no report counts as one failure. */
async function vitest(
  name: string,
  projects: readonly string[],
  enter: (command: string[]) => string[],
): Promise<Counts> {
  const report = path.join(reports, `${name}.json`);
  const args = projects.flatMap((p) => ["--project", p]);
  const [file = "vitest", ...rest] = enter([
    "vitest",
    "run",
    ...args,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const stdio = ["ignore", "inherit", "inherit"] as const;
  const done = await inForeground(execa(file, rest, { cwd: root, stdio, reject: false }));
  const text = await readFile(report, "utf8").catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(text) as Report;
  // A file that fails before its first test, or an error outside any test, appears in no count of tests.
  const brokenFiles = result.testResults.filter((f) => f.status === "failed" && f.assertionResults.length === 0).length;
  const failed = result.numFailedTests + brokenFiles;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && done.exitCode !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** The integration tests, inside the core site of a lab of their own, which goes whatever happens. */
async function integration(): Promise<Counts> {
  const missing = missingParts();
  if (missing.length > 0) {
    say(`SKIPPING the integration tests that need the lab: ${missing.join("; ")}`);
    if (process.env.CI !== undefined) return { passed: 0, failed: 1, skipped: 0 };
    return vitest("integration", ["integration"], (command) => command);
  }
  const dir = path.join(root, ".lab", `test-${process.pid}`);
  try {
    const lab = await labUp({ dir, onStep: say, signal: interrupted });
    process.env.ACTIVATION_LAB_DIR = dir;
    return await vitest("integration", ["integration"], (command) => enterSite(lab, "core", command));
  } finally {
    await labDown(dir);
  }
}

async function main(): Promise<number> {
  const unitOnly = process.argv[2] === "unit";
  const counts: Counts[] = [];
  if (!unitOnly) {
    if (canInstall()) await installPackages(missingPackages(), say, interrupted);
    const engine = await ensureEngine(say, interrupted);
    say(`Pulumi ${engine.version} (${engine.source})`);
  }
  counts.push(await vitest("offline", ["unit", "component", "policy"], (command) => command));
  interrupted.throwIfAborted();
  if (!unitOnly) counts.push(await integration());
  interrupted.throwIfAborted();
  const sum = (pick: (c: Counts) => number) => counts.reduce((total, c) => total + pick(c), 0);
  say("done");
  console.log(`${sum((c) => c.passed)} passed, ${sum((c) => c.failed)} failed, ${sum((c) => c.skipped)} skipped`);
  return sum((c) => c.failed) === 0 ? 0 : 1;
}

await mkdir(reports, { recursive: true });
try {
  process.exitCode = await main();
} catch (error) {
  console.error(interrupted.aborted ? "interrupted; nothing of this run is left" : (error as Error).message);
  process.exitCode = 2;
} finally {
  await rm(reports, { recursive: true, force: true });
}
