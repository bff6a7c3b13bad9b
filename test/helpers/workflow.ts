import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { execa } from "execa";
import { parse } from "yaml";
import { checkout, type Done } from "./estate.ts";

// Runs a GitHub workflow as far as that can be done without GitHub: what `run` says, under the conditions and with the
// environment that the file gives. Steps that use an action are named and not run; only artefacts go from job to job.

type Texts = Readonly<Record<string, string>>;

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Texts;
  readonly run?: string;
  readonly env?: Texts;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions: Texts;
  readonly env?: Texts;
  readonly outputs?: Texts;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly permissions: Texts;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly env: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The checkout that a workflow runs in, and what GitHub knows. */
export interface Runner {
  /** Folder of the checkout, in which the first job runs; each of the others has an empty folder. */
  readonly dir: string;
  /** Environment that the machine has by itself. */
  readonly machine: Texts;
  readonly github: Readonly<Record<string, unknown>>;
  readonly vars: Texts;
  readonly secrets: Texts;
}

/** What became of a step; `used`: an action whose condition was met. */
export interface StepResult {
  readonly job: string;
  readonly step: string;
  readonly outcome: "skipped" | "used" | "ran";
  readonly done: Done | null;
}

export interface WorkflowResult {
  /** Of all jobs, in the order of the file. */
  readonly steps: readonly StepResult[];
  /** What the steps left for the page of the run. */
  readonly summary: string;
}

/** What an expression may ask about, beside what the runner knows. */
interface Context {
  readonly env: Texts;
  /** Outcomes of the steps before, by id, as GitHub calls them. */
  readonly steps: Readonly<Record<string, { readonly outcome: string }>>;
  readonly needs: Readonly<Record<string, { readonly outputs: Texts }>>;
}

/** Reads a workflow of this checkout. */
export async function readWorkflow(file: string): Promise<Workflow> {
  return parse(await readFile(path.join(checkout, file), "utf8")) as Workflow;
}

/** What GitHub knows in a run for pull request 7 of example/estate. */
export function pullRequestEvent(from: "own" | "fork"): Runner["github"] {
  const head = { repo: { full_name: from === "own" ? "example/estate" : "somebody/estate" } };
  return {
    event_name: "pull_request",
    repository: "example/estate",
    server_url: "https://github.com",
    token: "token of the run",
    event: { repository: { default_branch: "main" }, pull_request: { number: 7, head, base: { ref: "main" } } },
  };
}

/** Exit codes by step, and what became of those that have none. */
export function outcomes({ steps }: WorkflowResult): Readonly<Record<string, number | StepResult["outcome"]>> {
  return Object.fromEntries(steps.map(({ step, outcome, done }) => [step, done === null ? outcome : done.exitCode]));
}

/** A workflow with `npm ci` taken out, for a clone in which the installed packages are linked. */
export function withoutInstall(workflow: Workflow): Workflow {
  const jobs = Object.entries(workflow.jobs).map(
    ([name, job]) => [name, { ...job, steps: job.steps.filter(({ run }) => run !== "npm ci") }] as const,
  );
  return { ...workflow, jobs: Object.fromEntries(jobs) };
}

/** Runs the jobs of a workflow in turn. After a failure only what says `always()` follows, as on GitHub. */
export async function runWorkflow(workflow: Workflow, runner: Runner): Promise<WorkflowResult> {
  const own = await mkdtemp(path.join(tmpdir(), "workflow-"));
  try {
    const summary = path.join(own, "summary.md");
    await writeFile(summary, "");
    const env = {
      ...(await filled(workflow.env, nothingYet({}), runner)),
      ...{ GITHUB_STEP_SUMMARY: summary, GITHUB_REPOSITORY: String(runner.github.repository) },
    };
    const steps: StepResult[] = [];
    const needs: Record<string, { outputs: Texts }> = {};
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const dir = steps.length === 0 ? runner.dir : await mkdtemp(path.join(own, "job-"));
      const context = { ...nothingYet(env), needs };
      const result = await runJob(name, job, context, { ...runner, dir }, path.join(own, "artefacts"));
      needs[name] = { outputs: result.outputs };
      steps.push(...result.steps);
    }
    return { steps, summary: await readFile(summary, "utf8") };
  } finally {
    await rm(own, { recursive: true });
  }
}

function nothingYet(env: Texts): Context {
  return { env, steps: {}, needs: {} };
}

async function runJob(name: string, job: Job, outer: Context, runner: Runner, artefacts: string) {
  const env = { ...outer.env, ...(await filled(job.env, outer, runner)) };
  let context: Context = { ...outer, env };
  const wanted = Boolean(await evaluated(job.if ?? "true", context, runner));
  const steps: StepResult[] = [];
  for (const step of job.steps) {
    const failed = steps.some(({ done }) => done !== null && done.exitCode !== 0);
    const result = wanted ? await runStep(name, step, failed, context, runner, artefacts) : skipped(name, step);
    steps.push(result);
    if (step.id !== undefined) {
      context = { ...context, steps: { ...context.steps, [step.id]: { outcome: outcomeOf(result) } } };
    }
  }
  return { steps, outputs: await filled(job.outputs, context, runner) };
}

async function runStep(
  job: string,
  step: Step,
  failed: boolean,
  context: Context,
  runner: Runner,
  artefacts: string,
): Promise<StepResult> {
  const condition = step.if ?? "true";
  const wanted = !failed || condition.includes("always()");
  if (!wanted || !(await evaluated(condition, context, runner))) return skipped(job, step);
  if (step.run === undefined) {
    await passArtefact(step, await filled(step.with, context, runner), runner, artefacts);
    return { ...skipped(job, step), outcome: "used" };
  }
  const own = await filled(step.env, context, runner);
  // GitHub's default shell of a `run` step.
  const done = await execa("bash", ["-e", "-c", step.run], {
    cwd: runner.dir,
    env: { ...runner.machine, ...context.env, ...own },
    reject: false,
    stdin: "ignore",
    timeout: 150_000,
  });
  const { exitCode = -1, stdout, stderr } = done;
  return { ...skipped(job, step), outcome: "ran", done: { exitCode, stdout, stderr } };
}

function skipped(job: string, step: Step): StepResult {
  return { job, step: step.name ?? step.uses ?? "", outcome: "skipped", done: null };
}

function outcomeOf({ outcome, done }: StepResult): string {
  if (outcome === "skipped") return "skipped";
  return done === null || done.exitCode === 0 ? "success" : "failure";
}

/** The two actions without which a second job has nothing to do. */
async function passArtefact({ uses = "" }: Step, { name, path: folder }: Texts, { dir }: Runner, artefacts: string) {
  const [kept, used] = [path.join(artefacts, name ?? ""), path.join(dir, folder ?? "")];
  if (uses.startsWith("actions/upload-artifact@")) await cp(used, kept, { recursive: true });
  if (uses.startsWith("actions/download-artifact@")) await cp(kept, used, { recursive: true });
}

/** Values with their expressions filled in. */
async function filled(values: Readonly<Record<string, unknown>> = {}, context: Context, runner: Runner) {
  const entries = Object.entries(values).map(async ([name, value]) => {
    const parts = String(value).split(/\$\{\{(.+?)\}\}/); // text and expressions take turns
    const texts = parts.map(async (part, i) => (i % 2 === 0 ? part : String(await evaluated(part, context, runner))));
    return [name, (await Promise.all(texts)).join("")];
  });
  return Object.fromEntries(await Promise.all(entries)) as Texts;
}

/** The value of an expression; for the texts and conditions used here GitHub's operators mean what JavaScript's do. */
async function evaluated(expression: string, { env, steps, needs }: Context, runner: Runner): Promise<unknown> {
  const { dir, github, vars, secrets } = runner;
  return runInNewContext(expression, {
    ...{ github: lenient(github), vars: orEmpty(vars), secrets: orEmpty(secrets), env: orEmpty(env), steps, needs },
    always: () => true,
    hashFiles: (file: string) => (existsSync(path.join(dir, file)) ? "a hash" : ""),
  });
}

/** On GitHub a variable or secret that is not set is empty. */
function orEmpty(values: Texts): Texts {
  return new Proxy(values, { get: (all, name) => Reflect.get(all, name) ?? "" });
}

/** On GitHub what an event does not have is empty, and so is everything below it. */
const nothing: object = new Proxy({}, { get: (_, name) => (name === Symbol.toPrimitive ? () => "" : nothing) });

function lenient(values: object): object {
  return new Proxy(values, {
    get: (all, name) => {
      const value: unknown = Reflect.get(all, name);
      if (value === undefined) return nothing;
      return typeof value === "object" && value !== null ? lenient(value) : value;
    },
  });
}
