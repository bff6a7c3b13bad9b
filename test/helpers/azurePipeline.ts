import { readFile } from "node:fs/promises";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { execa } from "execa";
import { parse } from "yaml";
import { checkout, type Done } from "./estate.ts";

// Runs the scripts of an Azure DevOps pipeline as far as that can be done without Azure DevOps: under their conditions,
// with the environment that the file gives. Tasks are named and not run, but for the script of an AzureCLI task.

type Texts = Readonly<Record<string, string>>;

interface PipelineStep {
  readonly displayName?: string;
  readonly bash?: string;
  readonly task?: string;
  readonly inputs?: Texts;
  readonly condition?: string;
  readonly env?: Texts;
}

export interface Pipeline {
  readonly trigger: string;
  readonly lockBehavior: string;
  readonly jobs: readonly { readonly steps: readonly PipelineStep[] }[];
}

/** What Azure DevOps knows of a run. */
export interface Agent {
  readonly dir: string;
  /** Environment that the machine has by itself. */
  readonly machine: Texts;
  /** Variables by their documented names; in a script they are upper case, with `_` for dots. */
  readonly variables: Texts;
  /** Secrets reach only steps that map them. */
  readonly secrets: Texts;
}

export interface PipelineResult {
  readonly outcomes: Readonly<Record<string, number | "skipped" | "used">>;
  readonly done: Readonly<Record<string, Done>>;
}

/** Reads the pipeline of the examples, with the name of the environment filled in. */
export async function readPipeline(environment: string): Promise<Pipeline> {
  const text = await readFile(path.join(checkout, "examples/pipelines/azure-pipelines.yml"), "utf8");
  return parse(text.replaceAll(/\$\{\{ parameters\.environment \}\}/g, environment)) as Pipeline;
}

/** Runs the job of a pipeline without the steps that are named. */
export async function runPipeline(
  pipeline: Pipeline,
  agent: Agent,
  without: readonly string[],
): Promise<PipelineResult> {
  const outcomes: Record<string, number | "skipped" | "used"> = {};
  const done: Record<string, Done> = {};
  let variables = agent.variables;
  for (const step of pipeline.jobs.flatMap(({ steps }) => steps)) {
    const name = step.displayName ?? "";
    const failed = Object.values(outcomes).some((outcome) => typeof outcome === "number" && outcome !== 0);
    const script = step.bash ?? step.inputs?.inlineScript;
    if (without.includes(name) || !holds(step.condition ?? "succeeded()", variables, failed))
      outcomes[name] = "skipped";
    else if (script === undefined) outcomes[name] = "used";
    else {
      const result = await runScript(script, step.env ?? {}, { ...agent, variables });
      done[name] = result;
      outcomes[name] = result.exitCode;
      variables = { ...variables, ...setBy(result.stdout) };
    }
  }
  return { outcomes, done };
}

async function runScript(script: string, mapped: Texts, { dir, machine, variables, secrets }: Agent): Promise<Done> {
  const upper = (name: string) => name.toUpperCase().replaceAll(".", "_");
  const visible = Object.fromEntries(Object.entries(variables).map(([name, value]) => [upper(name), value]));
  const known: Texts = { ...variables, ...secrets };
  // A macro whose variable is not there stays as it stands.
  const filled = (text: string) => text.replaceAll(/\$\(([\w.]+)\)/g, (macro, name: string) => known[name] ?? macro);
  const own = Object.fromEntries(Object.entries(mapped).map(([name, value]) => [name, filled(value)]));
  const result = await execa("bash", ["--noprofile", "--norc", "-c", script], {
    cwd: dir,
    env: { ...machine, ...visible, ...own },
    reject: false,
    stdin: "ignore",
    timeout: 150_000,
  });
  return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** What a script sets for the steps after it. */
function setBy(stdout: string): Texts {
  const set = stdout.matchAll(/^##vso\[task\.setvariable variable=(\w+)\](.*)$/gm);
  return Object.fromEntries([...set].map(([, name = "", value = ""]) => [name, value]));
}

/** Conditions are calls of functions, which read the same in JavaScript. */
function holds(condition: string, variables: Texts, failed: boolean): boolean {
  const known = new Proxy(variables, { get: (all, name) => Reflect.get(all, name) ?? "" });
  return runInNewContext(condition, {
    variables: known,
    and: (...all: boolean[]) => all.every(Boolean),
    eq: (a: string, b: string) => a.toLowerCase() === b.toLowerCase(),
    ne: (a: string, b: string) => a.toLowerCase() !== b.toLowerCase(),
    succeeded: () => !failed,
    succeededOrFailed: () => true,
  }) as boolean;
}
