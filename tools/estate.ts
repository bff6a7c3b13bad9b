/**
 * The example estate of `npm start`: a state backend, a passphrase, the Azure stand-in and a stack configuration, all
 * in one folder of the checkout, around the lab or without it.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { installStandIn } from "../lab/azureStandIn/install.ts";
import { inForeground } from "../lab/foreground.ts";
import { labDown, labStatus, labUp } from "../lab/lab.ts";
import { enterSite, type Lab } from "../lab/sites.ts";
import type { Say } from "./engine.ts";
import { localBin, root } from "./paths.ts";

export type EstateKind = "lab" | "embedded";

export interface Estate {
  readonly kind: EstateKind;
  /** Folder of everything that belongs to it. */
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** The command as it runs where the estate can be reached. */
  enter(command: string[]): string[];
}

export const estateDir = (kind: EstateKind): string => path.join(root, ".lab", kind === "lab" ? "run" : "embedded");
const stackFile = (kind: EstateKind): string => path.join(root, "stacks", `Pulumi.${kind}.yaml`);

/** The subscription that stacks/lab.topology.yaml names: nobody's. */
const labSubscription = "00000000-0000-0000-0000-000000000000";

/** Runs a command in the estate to its end. @throws {Error} with its output where it fails and `codes` does not allow it. */
export async function inEstate(
  estate: Estate,
  command: readonly string[],
  options: { readonly input?: string; readonly codes?: readonly number[] } = {},
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const [file = "", ...args] = estate.enter([...command]);
  const { input } = options;
  const given = input === undefined ? { stdin: "ignore" as const } : { input };
  const done = await inForeground(execa(file, args, { cwd: root, env: { ...estate.env }, reject: false, ...given }));
  const exitCode = done.exitCode ?? 1;
  if (!(options.codes ?? [0]).includes(exitCode)) {
    // Exit code 2 says on stderr why it could not run; what went to stdout before is no answer.
    const said = exitCode === 2 ? done.stderr : `${done.stdout}\n${done.stderr}`;
    throw new Error(`\`${command.join(" ")}\` ended with ${exitCode}\n${said}`.trim());
  }
  return { exitCode, stdout: done.stdout, stderr: done.stderr };
}

/** Brings the estate up, or finds it up; everything that is there already stays. */
export async function estateUp(kind: EstateKind, say: Say, signal?: AbortSignal): Promise<Estate> {
  // A fresh lab knows nothing of an older state: both begin together.
  if (!(await isUp(kind))) await forget(kind);
  const estate = await describe(kind, kind === "lab" ? await theLab(say, signal) : undefined);
  await installStandIn(estate.env.PULUMI_HOME ?? "");
  // Written last: a configuration that was cut short is begun again.
  const configured = path.join(estate.dir, "configured");
  if (!existsSync(configured) || !existsSync(stackFile(kind))) {
    await configure(estate);
    await writeFile(configured, "");
  }
  return estate;
}

async function isUp(kind: EstateKind): Promise<boolean> {
  const dir = estateDir(kind);
  return kind === "lab" ? (await labStatus(dir)).state === "up" : existsSync(path.join(dir, "state"));
}

async function theLab(say: Say, signal: AbortSignal | undefined): Promise<Lab> {
  const dir = estateDir("lab");
  const { lab, state } = await labStatus(dir);
  return state === "up" ? lab : labUp({ dir, onStep: say, ...(signal === undefined ? {} : { signal }) });
}

async function describe(kind: EstateKind, lab: Lab | undefined): Promise<Estate> {
  const dir = estateDir(kind);
  const state = path.join(dir, "state");
  const passphrase = path.join(dir, "passphrase");
  await mkdir(state, { recursive: true });
  if (!existsSync(passphrase)) await writeFile(passphrase, randomBytes(24).toString("base64url"), { mode: 0o600 });
  const env = {
    PATH: `${localBin}${path.delimiter}${process.env.PATH}`,
    PULUMI_HOME: path.join(dir, "pulumi-home"),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ACTIVATION_AZURE_STORE: path.join(dir, "azure-stand-in.sqlite"),
  };
  // `npm run lab -- exec` reads it, so that a person works with the same stack.
  await writeFile(path.join(dir, "environment.json"), `${JSON.stringify(env, null, 2)}\n`, { mode: 0o600 });
  return { kind, dir, env, enter: (command) => (lab === undefined ? command : enterSite(lab, "core", command)) };
}

/** The stack's configuration; secrets go in by standard input and are encrypted by the engine. */
async function configure(estate: Estate): Promise<void> {
  const stack = ["--stack", estate.kind, "--non-interactive"];
  const set = (name: string, value: string, secret: "--secret" | "--plaintext") =>
    inEstate(estate, ["pulumi", "config", "set", secret, `activation-topology:${name}`, ...stack], { input: value });
  await inEstate(estate, ["pulumi", "stack", "select", "--create", ...stack]);
  await inEstate(estate, ["pulumi", "config", "set", "azure-native:subscriptionId", labSubscription, ...stack]);
  await set("acknowledge", "an example estate that is taken down again", "--plaintext");
  if (estate.kind === "lab") {
    const secrets = JSON.parse(await readFile(path.join(estate.dir, "secrets.json"), "utf8")) as Record<string, string>;
    for (const [name, value] of Object.entries(secrets)) await set(name, value, "--secret");
    await set("vantage", "hq", "--plaintext");
  } else {
    await set("topology", "lab.topology.yaml", "--plaintext");
    await set("leaveOut", '["rfc2136","activeDirectory"]', "--plaintext");
  }
}

async function forget(kind: EstateKind): Promise<void> {
  // First, so that whoever is interrupted here leaves nothing that the next run would take for an estate.
  await rm(stackFile(kind), { force: true });
  if (kind === "lab") await labDown(estateDir(kind));
  await rm(estateDir(kind), { recursive: true, force: true });
}

/** Whether something of an estate is left here. */
export const hasEstate = (kind: EstateKind): boolean => existsSync(estateDir(kind)) || existsSync(stackFile(kind));

/**
 * Destroys the stack, then everything around it.
 *
 * A stack that cannot be destroyed (an engine was killed and left its lock) goes with the servers that it describes:
 * nothing of it lies outside the estate.
 */
export async function estateDown(kind: EstateKind, say: Say, signal: AbortSignal): Promise<void> {
  if ((await isUp(kind)) && existsSync(stackFile(kind))) {
    say("destroying the stack");
    const estate = await estateUp(kind, say, signal);
    const destroy = ["pulumi", "destroy", "--yes", "--stack", kind, "--non-interactive"];
    await inEstate(estate, destroy).catch(() => say("the stack could not be destroyed; it goes with its servers"));
  }
  signal.throwIfAborted();
  await forget(kind);
  await rmdir(path.dirname(estateDir(kind))).catch(() => {}); // other labs may be there
}
