import type { Command } from "commander";
import { type CommandOptions, define, type Run } from "./define.ts";

/** The commands that say what a file leads to: its plan, why it is so, whether it will hold, and Table 1 filled in. */
export function definePlanCommands(program: Command, run: Run): void {
  definePlan(program, run);
  defineExplain(program, run);
  defineForecast(program, run);
  defineWorksheet(program, run);
  definePullRequest(program, run);
}

function definePlan(program: Command, run: Run): void {
  define(program, {
    usage: "plan <file>",
    summary: "show the method of each cohort, why, and what it adds up to",
    example: "activation plan examples/enterprise.topology.yaml",
    formats: ["text", "json", "markdown"],
    failOn: true,
  })
    .option("--against <file>", "show what changes from that older file: methods, machines to touch, keys spent")
    .action((file: string, options: CommandOptions & { against?: string }) =>
      run(options, async (its, io) => (await import("./planCommand.ts")).planCommand({ ...its, file }, io)),
    );
}

function defineExplain(program: Command, run: Run): void {
  define(program, {
    usage: "explain <file> <site/cohort>",
    summary: "show why a cohort has its method, and the smallest changes that would give it another",
    example: "activation explain examples/enterprise.topology.yaml plant/lines",
    formats: ["text", "json", "markdown"],
    failOn: false,
  }).action((file: string, cohort: string, options: CommandOptions) =>
    run(options, async (its, io) => (await import("./explainCommand.ts")).explainCommand({ ...its, file, cohort }, io)),
  );
}

function defineForecast(program: Command, run: Run): void {
  define(program, {
    usage: "forecast <file>",
    summary: "show what each KMS host will count, and what falls out of activation when a host or a forest is lost",
    example: "activation forecast examples/enterprise.topology.yaml --from 2026-06-30",
    formats: ["text", "json", "markdown"],
    failOn: false,
  })
    .option("--from <date>", "the day of the losses, YYYY-MM-DD: show dates beside days")
    .action((file: string, options: CommandOptions & { from?: string }) =>
      run(options, async (its, io) => (await import("./forecastCommand.ts")).forecastCommand({ ...its, file }, io)),
    );
}

function defineWorksheet(program: Command, run: Run): void {
  define(program, {
    usage: "worksheet <file>",
    summary: "fill in Table 1 of Microsoft's plan, beside what is licensed",
    example: "activation worksheet examples/enterprise.topology.yaml",
    formats: ["text", "json", "markdown"],
    failOn: false,
  }).action((file: string, options: CommandOptions) =>
    run(options, async (its, io) => (await import("./worksheetCommand.ts")).worksheetCommand({ ...its, file }, io)),
  );
}

function definePullRequest(program: Command, run: Run): void {
  type Options = CommandOptions & { base?: string; preview?: string; limit?: string; links?: string };
  define(program, {
    usage: "pull-request <file>",
    summary: "sum up for reviewers what a change of a file does: plan, findings, resources",
    example: "activation pull-request stacks/prod.topology.yaml --base old.yaml --preview preview.json --limit 65536",
    formats: ["markdown", "json"],
    failOn: true,
  })
    .option("--base <file>", "the same file as the target branch has it; missing: the environment is new")
    .option("--preview <file>", "what `activation preview ENVIRONMENT --format json` has written")
    .option("--limit <characters>", "leave out rows that the host of the comment would not take")
    .option("--links <url>", "what to put before the paths of rules' pages, so that a comment can link to them")
    .action((file: string, options: Options) =>
      run(options, async (its, io) =>
        (await import("./pullRequestCommand.ts")).pullRequestCommand({ ...its, file }, io),
      ),
    );
}
