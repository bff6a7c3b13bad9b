import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { type CommandOptions, define, findingsFormats, ioFor, type Run } from "./define.ts";
import { defineDirectoryCommands } from "./directoryCommands.ts";
import { defineEngineCommands } from "./engineCommands.ts";
import type { Io } from "./io.ts";
import { definePlanCommands } from "./planCommands.ts";
import { defineRuleCommands } from "./ruleCommands.ts";

/** Errors whose message was written for the user; any other is a bug of ours and keeps its stack. */
const worded: ReadonlySet<string> = new Set(["CliError", "EngineError", "TopologyError"]);

/**
 * Runs one command line and returns the exit code: 0 in order, 1 findings or drift, 2 could not run or bad input.
 *
 * The only place that turns errors into text. Commands are imported when they are asked for, because most of what
 * they need is slow to load.
 */
export async function runActivation(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 2;
  const program = new Command("activation")
    .description("Plans, checks and watches the topology that activates Windows, Windows Server and Office.")
    .version(packageJson.version)
    .configureOutput({ writeOut: (text) => io.write(text), writeErr: (text) => io.writeError(text) })
    .exitOverride()
    .addHelpText("after", "\nExit codes: 0 in order, 1 findings or drift, 2 could not run or bad input.");
  const run: Run = async (options, command) => {
    exitCode = await ioFor(options, io, (its) => command(options, its));
  };
  definePlanCommands(program, run);
  defineCommands(program, run);
  defineRuleCommands(program, run);
  defineEngineCommands(program, run);
  defineDirectoryCommands(program, run);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    return report(error, io);
  }
}

function defineCommands(program: Command, run: Run): void {
  define(program, {
    usage: "check [file]",
    summary: "judge a declared topology, or an exported stack, by the rules",
    example: "activation check examples/enterprise.topology.yaml --fail-on unknown",
    formats: findingsFormats,
    failOn: true,
  })
    .option("--state <file>", "check an exported stack (pulumi stack export) instead of a topology file")
    .action((file: string | undefined, options: CommandOptions & { state?: string }) =>
      run(options, async (its, io) => (await import("./checkCommand.ts")).checkCommand({ ...its, file }, io)),
    );

  define(program, {
    usage: "schema",
    summary: "print the JSON Schema of the topology file",
    example: "activation schema --output topology.schema.json",
    formats: ["json"],
    failOn: false,
  }).action((options: CommandOptions) =>
    run(options, async (_, io) => (await import("./schemaCommand.ts")).schemaCommand(io)),
  );
}

function report(error: unknown, io: Io): number {
  // Commander has written its own message; help and --version end this way too, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof Error)) throw error;
  const text = worded.has(error.name) ? error.message : `this is a bug in activation; ${error.stack ?? error.message}`;
  io.writeError(`${text}\n`);
  return 2;
}
