import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { execa } from "execa";
import { parse } from "yaml";
import { checkout, type Done } from "./estate.ts";

// Runs a GitHub workflow as far as that can be done without GitHub: what `run` says, under the conditions and with the
// environment that the file gives. Steps that use an action are named and not run.

type Texts = Readonly<Record<string, string>>;

export interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Texts;
}

export interface Job {
  readonly permissions: Texts;
  readonly env: Texts;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly permissions: Texts;
  readonly env: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The checkout that a workflow runs in, and what GitHub knows. */
export interface Runner {
  /** Folder of the checkout. */
  readonly dir: string;
  /** Environment that the machine has by itself. */
  readonly machine: Texts;
  readonly github: Readonly<Record<string, unknown>>;
  readonly vars: Texts;
  readonly secrets: Texts;
}

/** What became of a step; `used`: an action whose condition was met. */
export interface StepResult {
  readonly step: string;
  readonly outcome: "skipped" | "used" | "ran";
  readonly done: Done | null;
}

export interface WorkflowResult {
  readonly steps: readonly StepResult[];
  /** What the steps left for the page of the run. */
  readonly summary: string;
}

/** Reads a workflow of this checkout. */
export async function readWorkflow(file: string): Promise<Workflow> {
  return parse(await readFile(path.join(checkout, file), "utf8")) as Workflow;
}

/** Runs the one job of a workflow. After a failure only steps that say `always()` follow, as on GitHub. */
export async function runWorkflow(workflow: Workflow, runner: Runner): Promise<WorkflowResult> {
  const [job] = Object.values(workflow.jobs);
  const summary = path.join(runner.dir, "summary.md");
  await writeFile(summary, "");
  let env: Texts = await filled(workflow.env, {}, runner);
  env = { ...env, ...(await filled(job?.env, env, runner)), GITHUB_STEP_SUMMARY: summary };
  const steps: StepResult[] = [];
  for (const step of job?.steps ?? []) {
    const failed = steps.some(({ done }) => done !== null && done.exitCode !== 0);
    const result = await runStep(step, { env, failed }, runner);
    steps.push(result);
  }
  return { steps, summary: await readFile(summary, "utf8") };
}

async function runStep(
  step: Step,
  { env, failed }: { readonly env: Texts; readonly failed: boolean },
  runner: Runner,
): Promise<StepResult> {
  const name = step.name ?? step.uses ?? "";
  const condition = step.if ?? "true";
  const wanted = !failed || condition.includes("always()");
  if (!wanted || !(await evaluated(condition, env, runner))) return { step: name, outcome: "skipped", done: null };
  if (step.run === undefined) return { step: name, outcome: "used", done: null };
  const own = await filled(step.env, env, runner);
  // GitHub's default shell of a `run` step.
  const done = await execa("bash", ["-e", "-c", step.run], {
    cwd: runner.dir,
    env: { ...runner.machine, ...env, ...own },
    reject: false,
    stdin: "ignore",
    timeout: 150_000,
  });
  const { exitCode = -1, stdout, stderr } = done;
  return { step: name, outcome: "ran", done: { exitCode, stdout, stderr } };
}

/** Values with their expressions filled in. */
async function filled(values: Texts = {}, env: Texts, runner: Runner): Promise<Texts> {
  const entries = Object.entries(values).map(async ([name, value]) => {
    const parts = value.split(/\$\{\{(.+?)\}\}/); // text and expressions take turns
    const texts = parts.map(async (part, i) => (i % 2 === 0 ? part : String(await evaluated(part, env, runner))));
    return [name, (await Promise.all(texts)).join("")];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The value of an expression; for the texts and conditions used here GitHub's operators mean what JavaScript's do. */
async function evaluated(expression: string, env: Texts, { dir, github, vars, secrets }: Runner): Promise<unknown> {
  const files = await readdir(dir);
  return runInNewContext(expression, {
    ...{ github, vars: orEmpty(vars), secrets: orEmpty(secrets), env: orEmpty(env) },
    always: () => true,
    hashFiles: (file: string) => (files.includes(file) ? "a hash" : ""),
  });
}

/** On GitHub a variable or secret that is not set is empty. */
function orEmpty(values: Texts): Texts {
  return new Proxy(values, { get: (all, name) => Reflect.get(all, name) ?? "" });
}
