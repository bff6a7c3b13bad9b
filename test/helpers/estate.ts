import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { installStandIn } from "../../lab/azureStandIn/install.ts";
import { openStore, type Store } from "../../lab/azureStandIn/store.ts";

/** The checkout. */
export const checkout: string = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** State directory of the lab that the tests run inside; undefined where there is none. */
export const labDir: string | undefined = process.env.ACTIVATION_LAB_DIR;

export interface Done {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stack of its own: state, passphrase, PULUMI_HOME with the Azure stand-in, configuration and topology file. */
export interface TestEstate {
  readonly stack: string;
  readonly dir: string;
  readonly topologyFile: string;
  readonly env: Readonly<Record<string, string>>;
  pulumi(...args: string[]): Promise<Done>;
  activation(...args: string[]): Promise<Done>;
  /** Sets a value of the project's namespace; by standard input, so that no secret is an argument. */
  config(name: string, value: string, kind?: "--secret" | "--plaintext"): Promise<void>;
  /** Replaces the topology file. */
  topology(change: (text: string) => string): Promise<void>;
  store<T>(use: (store: Store) => T): T;
  /** Removes everything; the stack must be destroyed by then, or nobody minds. */
  remove(): Promise<void>;
}

export interface EstateOptions {
  /** Letters and digits: part of the stack's name and of the names that it uses in the shared zone. */
  readonly name: string;
  /** Folder of Pulumi.yaml; default: the checkout. */
  readonly project?: string;
  /** Where the topology starts from; default: the lab's, with names of its own in the zone that tests share. */
  readonly topology?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes an estate in the lab; nothing is provisioned yet. */
export async function testEstate(options: EstateOptions): Promise<TestEstate> {
  const project = options.project ?? checkout;
  const stack = `test-${options.name}-${process.pid}`;
  const dir = await mkdtemp(path.join(tmpdir(), `activation-${options.name}-`));
  const topologyFile = path.join(dir, "topology.yaml");
  const env = { ...ownPlaces(dir), ...options.env };
  const run = runIn(project, env);
  const estate: TestEstate = {
    stack,
    dir,
    topologyFile,
    env,
    pulumi: (...args) => run("pulumi", [...args, "--stack", stack, "--non-interactive"]),
    activation: (command, ...args) =>
      run("node", [path.join(checkout, "modules/cli/activation.mjs"), command ?? "", ...args]),
    config: (name, value, kind = "--plaintext") =>
      must(run("pulumi", ["config", "set", kind, `activation-topology:${name}`, "--stack", stack], value)),
    topology: async (change) => writeFile(topologyFile, change(await readFile(topologyFile, "utf8"))),
    store: (use) => {
      const store = openStore(env.ACTIVATION_AZURE_STORE);
      try {
        return use(store);
      } finally {
        store.close();
      }
    },
    remove: async () => {
      await rm(path.join(project, "stacks", `Pulumi.${stack}.yaml`), { force: true });
      await rm(dir, { recursive: true, force: true });
    },
  };
  await installStandIn(env.PULUMI_HOME);
  await writeFile(topologyFile, options.topology ?? (await labTopology(options.name)));
  await must(run("pulumi", ["stack", "init", stack, "--non-interactive"]));
  const subscription = ["config", "set", "azure-native:subscriptionId", "00000000-0000-0000-0000-000000000000"];
  await must(run("pulumi", [...subscription, "--stack", stack]));
  await estate.config("topology", topologyFile);
  await estate.config("acknowledge", "a stack of a test, destroyed at its end");
  return estate;
}

/** Everything that the engine and the stand-in keep, in one folder. */
function ownPlaces(dir: string) {
  return {
    PULUMI_HOME: path.join(dir, "home"),
    PULUMI_BACKEND_URL: `file://${dir}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of one test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ACTIVATION_AZURE_STORE: path.join(dir, "azure-stand-in.sqlite"),
  };
}

function runIn(cwd: string, env: Readonly<Record<string, string>>) {
  return async (file: string, args: readonly string[], input?: string): Promise<Done> => {
    const stdin = input === undefined ? ({ stdin: "ignore" } as const) : { input };
    const done = await execa(file, args, { cwd, env, reject: false, timeout: 150_000, ...stdin });
    return { exitCode: done.exitCode ?? -1, stdout: done.stdout, stderr: done.stderr };
  };
}

async function must(done: Promise<Done>): Promise<void> {
  const { exitCode, stdout, stderr } = await done;
  if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
}

/** The lab's topology with suffixes that no other test uses, and the CA of the lab that is there. */
async function labTopology(name: string): Promise<string> {
  const text = await readFile(path.join(checkout, "stacks/lab.topology.yaml"), "utf8");
  return text
    .replaceAll("../.lab/run/ca.pem", path.join(labDir ?? "", "ca.pem"))
    .replaceAll("suffixes: [site.example,", `suffixes: [${name}.site.example,`)
    .replaceAll("branch.site.example", `branch.${name}.site.example`)
    .replaceAll("bench.site.example", `bench.${name}.site.example`);
}

/** Gives a stack the secrets of the lab. */
export async function configureLabSecrets(estate: TestEstate): Promise<void> {
  const secrets = JSON.parse(await readFile(path.join(labDir ?? "", "secrets.json"), "utf8")) as Record<string, string>;
  for (const [name, value] of Object.entries(secrets)) await estate.config(name, value, "--secret");
}
