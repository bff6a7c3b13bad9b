import { catalogue } from "../rules/catalogue.ts";
import type { Rule } from "../rules/rule.ts";
import { nameRemedy } from "../topology/nearest.ts";
import type { Format } from "./define.ts";
import { CliError, type Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation rules` was asked for. */
export interface RulesInput {
  /** A rule, or the whole catalogue. */
  readonly id: string | undefined;
  readonly format: Format;
}

/** Prints the catalogue, or one rule of it. @returns 0 @throws {CliError} Where there is no such rule. */
export async function rulesCommand({ id, format }: RulesInput, io: Io): Promise<number> {
  const rule = id === undefined ? undefined : named(id);
  io.write(await render(rule, format, io));
  return 0;
}

function named(id: string): Rule {
  const rule = catalogue.find((one) => one.id === id.toUpperCase());
  if (rule !== undefined) return rule;
  const known = catalogue.map((one) => one.id);
  throw new CliError(`there is no rule ${JSON.stringify(id)}; ${nameRemedy(id, known, "rules")}`);
}

async function render(rule: Rule | undefined, format: Format, io: Io): Promise<string> {
  if (format === "json") {
    return (await import("../report/rulesJson.ts")).rulesJson(rule === undefined ? catalogue : [rule]);
  }
  if (format === "markdown") {
    const { ruleMarkdown, rulesMarkdown } = await import("../report/rulesMarkdown.ts");
    return rule === undefined ? rulesMarkdown(catalogue) : ruleMarkdown(rule);
  }
  const { rulesText, ruleText } = await import("../report/rulesText.ts");
  return rule === undefined ? rulesText(catalogue, viewOf(io)) : ruleText(rule, viewOf(io));
}
