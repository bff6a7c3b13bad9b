import type { Command } from "commander";
import { type CommandOptions, define, findingsFormats, type Run } from "./define.ts";

interface EnvironmentOptions extends CommandOptions {
  readonly project?: string;
  readonly allowRemovals?: boolean;
  readonly yes?: boolean;
  readonly expectNoChanges?: boolean;
}

const projectOption = ["--project <dir>", "folder of Pulumi.yaml (default: this checkout)"] as const;
const removalsOption = ["--allow-removals", "let a change remove more than 30 % of a zone's records"] as const;

/** The commands that work on an environment: its stack, and the world behind it. */
export function defineEngineCommands(program: Command, run: Run): void {
  definePreview(program, run);
  defineUp(program, run);
  defineDrift(program, run);
}

function definePreview(program: Command, run: Run): void {
  define(program, {
    usage: "preview <environment>",
    summary: "show what an up would change, with the policy pack and the guards",
    example: "activation preview production --format markdown",
    formats: findingsFormats,
    failOn: true,
  })
    .option(...projectOption)
    .option(...removalsOption)
    .action((environment: string, options: EnvironmentOptions) =>
      run(options, async (its, io) =>
        (await import("./previewCommand.ts")).previewCommand({ ...its, environment }, io),
      ),
    );
}

function defineUp(program: Command, run: Run): void {
  define(program, {
    usage: "up <environment>",
    summary: "bring an environment to what its file declares: preview, ask, update",
    example: "activation up production",
    formats: ["text"],
    failOn: false,
  })
    .option(...projectOption)
    .option(...removalsOption)
    .option("--yes", "do not ask")
    .option("--expect-no-changes", "end with exit code 1, and change nothing, where there is something to change")
    .action((environment: string, options: EnvironmentOptions) =>
      run(options, async (its, io) => (await import("./upCommand.ts")).upCommand({ ...its, environment }, io)),
    );
}

function defineDrift(program: Command, run: Run): void {
  define(program, {
    usage: "drift <environment>",
    summary: "find where the world no longer agrees with what is declared; touch nothing",
    example: "activation drift production --format json",
    formats: ["text", "json", "markdown"],
    failOn: false,
  })
    .option(...projectOption)
    .action((environment: string, options: EnvironmentOptions) =>
      run(options, async (its, io) => (await import("./driftCommand.ts")).driftCommand({ ...its, environment }, io)),
    );
}
