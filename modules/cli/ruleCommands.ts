import type { Command } from "commander";
import { type CommandOptions, define, type Run } from "./define.ts";

/** The command that shows by which rules topologies are judged. */
export function defineRuleCommands(program: Command, run: Run): void {
  define(program, {
    usage: "rules [id]",
    summary: "show the catalogue of rules, or one rule: what it reads, its remedy, settings, policies and page",
    example: "activation rules KMS-THR-01",
    formats: ["text", "json", "markdown"],
    failOn: false,
  }).action((id: string | undefined, options: CommandOptions) =>
    run(options, async (its, io) => (await import("./rulesCommand.ts")).rulesCommand({ ...its, id }, io)),
  );
}
