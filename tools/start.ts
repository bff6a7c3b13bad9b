/**
 * `npm start`: one example environment for real, from nothing to a report: plan, policy checks, up, a second up that
 * changes nothing, drift check. `npm start -- --down` takes all of it away again.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Command, Option } from "commander";
import { Listr, type ListrTask, PRESET_TIMER } from "listr2";
import { interruption } from "../lab/interruption.ts";
import { canInstall, installPackages, missingPackages, missingParts } from "../lab/packages.ts";
import { ensureEngine } from "./engine.ts";
import { type Estate, type EstateKind, estateDir, estateDown, estateUp, hasEstate, inEstate } from "./estate.ts";
import { root } from "./paths.ts";

const interrupted = interruption();
const activation = ["node", path.join("modules", "cli", "activation.mjs")];

interface Context {
  estate: Estate;
  plan: string;
  check: string;
  drift: string;
}

/** What `--estate` chose, or the lab where this machine can carry it. */
async function chooseEstate(asked: EstateKind | undefined): Promise<{ kind: EstateKind; why?: string }> {
  if (asked === "embedded") return { kind: asked };
  if (canInstall())
    await installPackages(missingPackages(), (line) => console.error(line), interrupted).catch((error: Error) =>
      console.error(error.message),
    );
  interrupted.throwIfAborted();
  const missing = missingParts();
  if (missing.length === 0) return { kind: "lab" };
  if (asked === undefined)
    return { kind: "embedded", why: `the lab cannot run here, this machine lacks ${missing.join("; ")}` };
  throw new Error(
    `the lab cannot run here, this machine lacks ${missing.join("; ")}; \`npm start -- --estate embedded\` needs none of it`,
  );
}

function steps(kind: EstateKind): Listr<Context> {
  return new Listr<Context>([...estateSteps(kind), ...activationSteps(kind)], {
    registerSignalListeners: false, // it would end the process in the middle of a step
    rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  });
}

/** The engine, and the world that it shall change. */
function estateSteps(kind: EstateKind): ListrTask<Context>[] {
  return [
    {
      title: "Pulumi engine",
      task: async (_, task) => {
        const engine = await ensureEngine((line) => (task.output = line), interrupted);
        task.title = `Pulumi engine ${engine.version} (${engine.source})`;
      },
    },
    {
      title: kind === "lab" ? "Lab: Samba AD, BIND, three sites; Azure stand-in" : "Azure stand-in",
      task: async (context, task) => {
        context.estate = await estateUp(kind, (line) => (task.output = line), interrupted);
      },
    },
  ];
}

/** Each command once, as a person would run it. */
function activationSteps(kind: EstateKind): ListrTask<Context>[] {
  const run = async (context: Context, args: string[], codes?: number[]) => {
    interrupted.throwIfAborted();
    return (await inEstate(context.estate, [...activation, ...args], codes === undefined ? {} : { codes })).stdout;
  };
  const topology = path.join("stacks", "lab.topology.yaml");
  return [
    {
      title: "activation plan",
      task: async (context) => {
        context.plan = await run(context, ["plan", topology, "--format", "markdown"], [0, 1]);
      },
    },
    {
      title: "activation check",
      task: async (context) => {
        context.check = await run(context, ["check", topology, "--format", "markdown"]);
      },
    },
    {
      title: `activation up ${kind}`,
      task: async (context) => void (await run(context, ["up", kind, "--yes", "--quiet"])),
    },
    {
      title: `activation up ${kind}, again: nothing may change`,
      task: async (context) => void (await run(context, ["up", kind, "--yes", "--quiet", "--expect-no-changes"])),
    },
    {
      title: `activation drift ${kind}`,
      task: async (context) => {
        context.drift = await run(context, ["drift", kind, "--format", "markdown"]);
      },
    },
  ];
}

/** @returns False where a step failed, as the list of steps shows. */
async function up(asked: EstateKind | undefined): Promise<boolean> {
  const { kind, why } = await chooseEstate(asked);
  if (why !== undefined)
    console.error(
      `${why}\nTaking the embedded estate: the Azure stand-in only; DNS servers and Active Directory are left out.`,
    );
  const context = await steps(kind)
    .run()
    .catch(() => undefined);
  if (context === undefined) return false;
  const report = path.join(estateDir(kind), "report.md");
  await writeFile(report, [context.plan, context.check, context.drift].join("\n\n"));
  const enter = kind === "lab" ? "npm run lab -- exec -- " : "npm run lab -- exec --dir .lab/embedded -- ";
  console.log(`
The environment \`${kind}\` is up, checked and in sync. Azure is a stand-in here; ${kind === "lab" ? "Samba AD, BIND, the engine and the network are real" : "Active Directory and DNS servers were left out"}.
Report:          ${path.relative(root, report)}
Look at it:      npx activation plan stacks/lab.topology.yaml
Work with it:    ${enter}pulumi preview --stack ${kind}
Look for drift:  ${enter}activation drift ${kind}
Take it away:    npm start -- --down`);
  return true;
}

async function down(): Promise<true> {
  for (const kind of ["lab", "embedded"] as const) {
    if (!hasEstate(kind)) continue;
    console.error(`taking the ${kind} estate away`);
    await estateDown(kind, (line) => console.error(line), interrupted);
  }
  return true;
}

const program = new Command("npm start --")
  .description("Brings one example environment up, from nothing to a report.")
  .addOption(new Option("--estate <kind>", "where it runs").choices(["lab", "embedded"]))
  .option("--down", "take everything away again");
const options = program.parse().opts<{ estate?: EstateKind; down?: boolean }>();
const done = await (options.down === true ? down() : up(options.estate)).catch((error: Error) => {
  if (!interrupted.aborted) console.error(error.message);
  return false;
});
if (!done) {
  if (interrupted.aborted) console.error("interrupted");
  console.error(
    options.down === true
      ? "`npm start -- --down` again goes on from here"
      : "`npm start` again goes on from here; `npm start -- --down` takes everything away; `npm run lab -- exec -- COMMAND` runs a command there",
  );
  process.exitCode = 2;
}
