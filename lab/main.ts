import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { execa } from "execa";
import { inForeground } from "./foreground.ts";
import { interruption } from "./interruption.ts";
import { labDown, labStatus, labUp } from "./lab.ts";
import { LabError } from "./labError.ts";
import { canInstall, installPackages, missingPackages, missingParts } from "./packages.ts";
import { enterSite, type SiteName, siteNames } from "./sites.ts";

const program = new Command("lab")
  .description(
    "The local test estate: three sites, two Active Directory forests and a name server, in network namespaces.",
  )
  .addHelpText(
    "after",
    "\nExample:\n  node lab/main.ts up\n  node lab/main.ts exec --site branch -- host -t SRV _ldap._tcp.corp.example\n",
  );

const dir = () =>
  new Option("--dir <directory>", "state directory; each one is a lab of its own").default(
    fileURLToPath(new URL("../.lab/run", import.meta.url)),
    ".lab/run in the checkout",
  );

program.command("up").description("bring the lab up").addOption(dir()).action(up);
program
  .command("down")
  .description("take it away without a trace")
  .addOption(dir())
  .action((options: { dir: string }) => labDown(options.dir));
program
  .command("status")
  .description("say whether it is there (exit code 1 where it is not)")
  .addOption(dir())
  .action(status);
program
  .command("exec")
  .description("run a command as a machine of a site")
  .addOption(dir())
  .addOption(new Option("--site <site>", "where to run it").choices(siteNames).default("core"))
  .argument("<command...>", "the command, after --")
  .action(runInSite);

async function up(options: { dir: string }): Promise<void> {
  const signal = interruption();
  if (canInstall()) await installPackages(missingPackages(), (text) => console.error(text), signal);
  const missing = missingParts();
  if (missing.length > 0) throw new LabError(`the lab cannot be here; this machine lacks ${missing.join("; ")}`);
  const started = performance.now();
  const say = (step: string) => console.error(`${((performance.now() - started) / 1000).toFixed(1)} s  ${step}`);
  const lab = await labUp({ dir: options.dir, onStep: say, signal });
  say(`up: ${lab.dir}`);
}

async function status(options: { dir: string }): Promise<void> {
  const { lab, state } = await labStatus(options.dir);
  console.log(`${state}: ${lab.dir}`);
  if (state !== "down") console.log(`namespaces: ${Object.values(lab.namespaces).join(" ")}`);
  if (state !== "up") process.exitCode = 1;
}

async function runInSite(command: readonly string[], options: { dir: string; site: SiteName }): Promise<void> {
  const { lab, state } = await labStatus(options.dir);
  if (state !== "up") throw new LabError(`the lab in ${lab.dir} is ${state}; bring it up first: node lab/main.ts up`);
  const [file = "", ...args] = enterSite(lab, options.site, command);
  const result = await inForeground(execa(file, args, { stdio: "inherit", reject: false }));
  process.exitCode = result.exitCode ?? 1;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
