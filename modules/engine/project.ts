import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { type Configuration, namespace, ownValues, readConfiguration, type Values } from "./configuration.ts";
import { EngineError } from "./engineError.ts";
import { noEngine, passphraseRemedy, saysPassphrase } from "./remedies.ts";

/** One environment of a Pulumi project: its stack and its configuration. */
export interface Project {
  /** Folder of Pulumi.yaml. */
  readonly dir: string;
  readonly stack: string;
  /** Absolute: the pack as a file works with every Node host (a directory does not). */
  readonly policyPack: string;
  readonly configuration: Configuration;
  /** Every key of the project's namespace that is configured, secrets too. */
  readonly keys: readonly string[];
}

/** The checkout that this file lies in. */
export const packageDir: string = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/**
 * Opens an environment.
 *
 * @param dir - Folder of Pulumi.yaml.
 * @throws {EngineError} where there is no such environment, naming those that there are, or where its configuration is
 *   wrong, with all that is wrong.
 */
export async function openProject(dir: string, environment: string): Promise<Project> {
  const stacks = path.join(dir, "stacks");
  const file = path.join(stacks, `Pulumi.${environment}.yaml`);
  if (!existsSync(file)) throw new EngineError(await unknownEnvironment(stacks, environment));
  const problems: string[] = [];
  const place = { stack: environment, folder: stacks };
  const written = await configIn(file);
  const configuration = readConfiguration(ownValues(plainValues(written)), place, problems);
  if (problems.length > 0) throw new EngineError(problems.map((problem) => `${file}: ${problem}`).join("\n"));
  const keys = Object.keys(ownValues(written as Values));
  return { dir, stack: environment, policyPack: path.join(packageDir, "policies", "run"), configuration, keys };
}

/** The configuration in a stack's file as it is written there. */
async function configIn(file: string): Promise<Readonly<Record<string, unknown>>> {
  const { parse } = await import("yaml");
  try {
    const { config = {} } = (parse(await readFile(file, "utf8")) ?? {}) as { config?: unknown };
    if (typeof config === "object" && !Array.isArray(config)) return { ...config };
  } catch (error) {
    const [why] = (error as Error).message.split("\n");
    throw new EngineError(`${file} cannot be read: ${why}; correct it, or take back an older version`, {
      cause: error,
    });
  }
  throw new EngineError(
    `${file}: config must hold settings, each with its value; write them with \`pulumi config set\``,
  );
}

/** All configuration but secrets, as the engine hands it to a program: what is no text as JSON. */
function plainValues(written: Readonly<Record<string, unknown>>): Values {
  const plain = Object.entries(written).filter(([, value]) => !isSecret(value));
  return Object.fromEntries(
    plain.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

async function unknownEnvironment(stacks: string, environment: string): Promise<string> {
  const names = (await readdir(stacks).catch(() => []))
    .map((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1])
    .filter((name) => name !== undefined)
    .sort();
  const known = names.length === 0 ? "there is none yet" : `known: ${names.join(", ")}`;
  return `no environment "${environment}": stacks/Pulumi.${environment}.yaml does not exist; ${known}`;
}

/**
 * The secrets of the stack's configuration that readers need, decrypted by the engine and held in memory only.
 *
 * @throws {EngineError} naming every secret that is not set, and the command that sets it.
 */
export async function readSecrets(project: Project, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const args = ["config", "--json", "--show-secrets", "--stack", project.stack, "--non-interactive"];
  const done = await execa("pulumi", args, { cwd: project.dir, reject: false, stdin: "ignore" });
  if (done.code === "ENOENT") throw new EngineError(noEngine);
  if (done.exitCode !== 0) throw new EngineError(unreadable(project.stack, done.stderr.trim()));
  const values = JSON.parse(done.stdout) as Record<string, { value?: string }>;
  const found = new Map<string, string>();
  for (const name of names) {
    const value = values[`${namespace}:${name}`]?.value;
    if (value !== undefined) found.set(name, value);
  }
  const missing = names.filter((name) => !found.has(name));
  if (missing.length === 0) return found;
  const commands = missing.map((name) => `\`pulumi config set --secret ${name} --stack ${project.stack}\``);
  throw new EngineError(
    `secrets that the topology names are not set: ${missing.join(", ")}; set them with ${commands.join(" and ")}`,
  );
}

/**
 * Puts a secret into the stack's configuration, encrypted by the engine; it travels by standard input, since an argv is
 * visible to everybody.
 *
 * @throws {EngineError} Where the engine could not store it.
 */
export async function writeSecret(project: Project, name: string, value: string): Promise<void> {
  const args = ["config", "set", "--secret", `${namespace}:${name}`, "--stack", project.stack, "--non-interactive"];
  const done = await execa("pulumi", args, { cwd: project.dir, reject: false, input: value });
  if (done.code === "ENOENT") throw new EngineError(noEngine);
  if (done.exitCode === 0) return;
  const said = done.stderr.trim();
  const remedy = saysPassphrase(said) ? [passphraseRemedy] : [];
  throw new EngineError([`the secret ${name} of ${project.stack} cannot be stored: ${said}`, ...remedy].join("; "));
}

function unreadable(stack: string, said: string): string {
  const remedy = saysPassphrase(said) ? [passphraseRemedy] : [];
  return [`the configuration of ${stack} cannot be read: ${said}`, ...remedy].join("; ");
}
