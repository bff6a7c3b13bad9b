import { type Command, Option } from "commander";
import { type CommandOptions, define, type Run } from "./define.ts";

/** The commands that ask places themselves: a port, and the activation objects of forests. */
export function defineDirectoryCommands(program: Command, run: Run): void {
  defineProbe(program, run);
  const objects = program
    .command("objects")
    .summary("list, verify, back up and restore the activation objects of forests")
    .description("Lists, verifies, backs up and restores the activation objects of forests.");
  defineList(objects, run);
  defineVerify(objects, run);
  defineBackup(objects, run);
  defineRestore(objects, run);
}

interface ObjectsOptions extends CommandOptions {
  readonly project?: string;
  readonly forest?: string;
}

const projectOption = ["--project <dir>", "folder of Pulumi.yaml (default: this checkout)"] as const;
const forestOption = ["--forest <name>", "one forest (default: all that the file connects to)"] as const;
const formats = ["text", "json", "markdown"] as const;

function defineList(objects: Command, run: Run): void {
  define(objects, {
    usage: "list <environment>",
    summary: "show the activation objects of forests beside what the file says of them",
    example: "activation objects list production --forest corp.example",
    formats,
    failOn: false,
  })
    .option(...projectOption)
    .option(...forestOption)
    .option("--server <controller>", "ask this domain controller instead of those of the file")
    .action((environment: string, options: ObjectsOptions & { server?: string }) =>
      run(options, async (its, io) =>
        (await import("./objectsListCommand.ts")).objectsListCommand({ ...its, environment }, io),
      ),
    );
}

function defineVerify(objects: Command, run: Run): void {
  define(objects, {
    usage: "verify <environment>",
    summary: "compare declared activation objects with those that are there, seen from each site's domain controllers",
    example: "activation objects verify production --format markdown",
    formats,
    failOn: false,
  })
    .option(...projectOption)
    .option(...forestOption)
    .action((environment: string, options: ObjectsOptions) =>
      run(options, async (its, io) =>
        (await import("./objectsVerifyCommand.ts")).objectsVerifyCommand({ ...its, environment }, io),
      ),
    );
}

function defineBackup(objects: Command, run: Run): void {
  define(objects, {
    usage: "backup <environment>",
    summary: "seal activation objects into files that open for their own forest only",
    example: "activation objects backup production --forest corp.example --out backups",
    formats,
    failOn: false,
  })
    .option(...projectOption)
    .option(...forestOption)
    .addOption(
      new Option("--object <name>", "this object, by name or cn; may be given again")
        .argParser(collected)
        .default([], "all"),
    )
    .option("--out <dir>", "folder of the backups (default: backups beside the topology file)")
    .option("--force", "replace files that hold something else")
    .action((environment: string, options: ObjectsOptions & { object: readonly string[] }) =>
      run(options, async (its, io) =>
        (await import("./objectsBackupCommand.ts")).objectsBackupCommand({ ...its, environment }, io),
      ),
    );
}

function defineRestore(objects: Command, run: Run): void {
  define(objects, {
    usage: "restore <environment>",
    summary: "put an activation object back from a sealed backup of this very forest",
    example:
      "activation objects restore production --forest corp.example --backup backups/corp.example/windows-2025.sealed",
    formats,
    failOn: false,
  })
    .option(...projectOption)
    .requiredOption("--forest <name>", "the forest that the object was in")
    .requiredOption("--backup <file>", "the sealed file")
    .option("--yes", "do not ask")
    .action((environment: string, options: ObjectsOptions & { forest: string; backup: string }) =>
      run(options, async (its, io) =>
        (await import("./objectsRestoreCommand.ts")).objectsRestoreCommand({ ...its, environment }, io),
      ),
    );
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function defineProbe(program: Command, run: Run): void {
  define(program, {
    usage: "probe <host[:port]...>",
    summary: "see whether an RPC server can be reached from here: name, TCP, DCE/RPC bind, never more",
    example: "activation probe kms-1.corp.example 10.40.0.9:1688",
    formats: ["text", "json", "markdown"],
    failOn: false,
  })
    .option("--timeout <seconds>", "longest wait for each step", "3")
    .action((targets: readonly string[], options: CommandOptions & { timeout: string }) =>
      run(options, async (its, io) => (await import("./probeCommand.ts")).probeCommand({ ...its, targets }, io)),
    );
}
