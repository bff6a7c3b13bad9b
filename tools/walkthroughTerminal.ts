import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { installStandIn } from "../lab/azureStandIn/install.ts";
import { corp } from "../lab/forests.ts";
import { labDown, labUp } from "../lab/lab.ts";
import { passwordFile } from "../lab/passwords.ts";
import { enterSite, type Lab } from "../lab/sites.ts";
import { localBin, root } from "./paths.ts";

/** What a session was given and what it printed, as a page shows it. */
export interface Shown {
  readonly exitCode: number;
  /** stdout and stderr as they came. */
  readonly text: string;
}

/** A shell in a lab and an environment of its own, of which nothing is left afterwards. */
export interface Terminal {
  /** Runs a line as the page shows it, in the folder of the environment. */
  run(line: string): Promise<Shown>;
  /** Runs a line that the page does not show. @throws {Error} Where it fails. */
  quietly(line: string, input?: string): Promise<string>;
}

interface Place {
  readonly lab: Lab;
  /** Folder of everything that belongs to the session. */
  readonly dir: string;
  readonly stack: string;
}

/** Name of the environment on the page. */
const shownName = "walkthrough";

/**
 * Gives work a terminal in a fresh lab, with an environment that has the given topology.
 *
 * @param topology - `CA` in it stands for the path of the forest's authority.
 */
export async function atTerminal<T>(topology: string, work: (terminal: Terminal) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), "activation-session-"));
  const lab = await labUp({ dir: path.join(dir, "lab") });
  // Not the name of the page, which is put in place of it.
  const stack = `test-session-${process.pid}`;
  const place = { lab, dir, stack };
  const terminal = terminalIn(place);
  try {
    await writeFile(path.join(dir, "topology.yaml"), topology.replaceAll("CA", path.join(lab.dir, "ca.pem")));
    await configure(terminal, place);
    return await work(terminal);
  } finally {
    await labDown(lab.dir);
    await rm(path.join(root, "stacks", `Pulumi.${stack}.yaml`), { force: true });
    await rm(dir, { recursive: true, force: true });
  }
}

function terminalIn(place: Place): Terminal {
  const { lab, dir, stack } = place;
  const env = {
    PATH: `${localBin}${path.delimiter}${process.env.PATH}`,
    LC_ALL: "C.UTF-8",
    PULUMI_HOME: path.join(dir, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(dir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of one session",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ACTIVATION_AZURE_STORE: path.join(dir, "azure-stand-in.sqlite"),
    LDAPTLS_CACERT: path.join(lab.dir, "ca.pem"),
  };
  const shell = async (line: string, input?: string) => {
    const [file = "", ...args] = enterSite(lab, "core", ["bash", "-c", line]);
    const given = input === undefined ? { stdin: "ignore" as const } : { input };
    const { exitCode = 1, stdout, stderr } = await execa(file, args, { cwd: root, env, reject: false, ...given });
    return { exitCode, stdout, stderr };
  };
  return {
    run: async (line) => {
      const { exitCode, stdout } = await shell(`exec 2>&1\n${real(line, place)}`);
      return { exitCode, text: settled(stdout, dir, stack) };
    },
    quietly: async (line, input) => {
      const { exitCode, stdout, stderr } = await shell(real(line, place), input);
      if (exitCode !== 0) throw new Error(`\`${line}\` ended with ${exitCode}\n${stdout}\n${stderr}`);
      return stdout;
    },
  };
}

async function configure({ quietly }: Terminal, { lab, dir, stack }: Place): Promise<void> {
  const set = (name: string, value: string, kind = "--secret") =>
    quietly(`pulumi config set ${kind} activation-topology:${name} --stack ${stack}`, value);
  await mkdir(path.join(dir, "state"));
  await installStandIn(path.join(dir, "home"));
  await quietly(`pulumi stack init ${stack} --non-interactive`);
  await set("topology", path.join(dir, "topology.yaml"), "--plaintext");
  await set("vantage", "hq", "--plaintext");
  const { siteExampleTsig = "" } = JSON.parse(await readFile(path.join(lab.dir, "secrets.json"), "utf8"));
  await set("siteExampleTsig", siteExampleTsig);
  await set("corpBindPassword", await readFile(passwordFile(lab, corp.name, "svc-adba"), "utf8"));
}

/** A line of the page as this machine runs it. */
function real(line: string, { lab, dir, stack }: Place): string {
  return line
    .replaceAll("npx activation", `node ${path.join(root, "modules/cli/activation.mjs")}`)
    .replaceAll("npx pulumi", "pulumi")
    .replaceAll("stacks/backups/", path.join(dir, "backups/"))
    .replaceAll(/\bwalkthrough\b(?!\.)/g, stack)
    .replaceAll("lab-update.key", path.join(lab.dir, "bind", "lab-update.key"))
    .replaceAll("svc-adba.password", passwordFile(lab, corp.name, "svc-adba"));
}

/** What a command printed, without what is another thing each time. */
function settled(text: string, dir: string, stack: string): string {
  return text
    .replaceAll(path.join(dir, "topology.yaml"), `stacks/${shownName}.topology.yaml`)
    .replaceAll(`${dir}/`, "stacks/")
    .replaceAll(stack, shownName)
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "GUID")
    .replaceAll(/\b\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, "TIME")
    .replaceAll(/\b\d+(?:\.\d+)? ?m?s\b/g, "N s")
    .replaceAll(/[ \t]+$/gm, "")
    .trimEnd();
}
