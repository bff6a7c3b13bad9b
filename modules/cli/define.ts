import { type Command, Option } from "commander";
import type { FailOn } from "../rules/run.ts";
import type { Io } from "./io.ts";

/** What the formats of all commands are called. */
export type Format = "text" | "json" | "markdown" | "sarif" | "junit" | "github" | "azure-devops";

/** The formats of what rules find. */
export const findingsFormats: CommandHelp["formats"] = [
  "text",
  "json",
  "markdown",
  "sarif",
  "junit",
  "github",
  "azure-devops",
];

/** Options that commands share. */
export interface CommandOptions {
  readonly format: Format;
  readonly failOn: FailOn;
  readonly output?: string;
  readonly quiet?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
}

/** How a command presents itself. */
export interface CommandHelp {
  /** Name and arguments. */
  readonly usage: string;
  /** One sentence in the imperative, without capital and full stop. */
  readonly summary: string;
  readonly example: string;
  /** The first is the default; others are refused. */
  readonly formats: readonly [Format, ...Format[]];
  /** True where the rules decide the exit code. */
  readonly failOn: boolean;
}

/** Runs a command with the `Io` that its options ask for, and keeps its exit code. */
export type Run = <O extends CommandOptions>(
  options: O,
  command: (options: O, io: Io) => Promise<number>,
) => Promise<void>;

/** Adds a command with its help, its example and the options that all commands share. */
export function define(program: Command, help: CommandHelp): Command {
  const command = program
    .command(help.usage)
    .summary(help.summary)
    .description(`${help.summary.charAt(0).toUpperCase()}${help.summary.slice(1)}.`)
    .addOption(new Option("--format <format>", "form of the result").choices(help.formats).default(help.formats[0]))
    .option("--output <file>", "write the result to a file, in one step, instead of stdout")
    .option("--quiet", "no progress on stderr")
    .option("--no-color", "no colour; NO_COLOR in the environment does the same")
    .addHelpText("after", `\nExample:\n  $ ${help.example}`);
  if (!help.failOn) return command;
  const levels: readonly FailOn[] = ["mandatory", "advisory", "unknown"];
  const text = "lowest level of findings that ends with exit code 1";
  return command.addOption(new Option("--fail-on <level>", text).choices(levels).default("mandatory"));
}

/** Runs a command with the `Io` that its options ask for, and writes `--output` once the command has ended. */
export async function ioFor(options: CommandOptions, io: Io, run: (io: Io) => Promise<number>): Promise<number> {
  const progress = options.quiet === true ? () => {} : io.progress;
  const own: Io = { ...io, progress, colour: io.colour && options.color };
  if (options.output === undefined) return run(own);
  let text = "";
  const write = (part: string) => {
    text += part;
  };
  const exitCode = await run({ ...own, write, isTerminal: false, colour: false, columns: null });
  await io.writeFile(options.output, text);
  return exitCode;
}
