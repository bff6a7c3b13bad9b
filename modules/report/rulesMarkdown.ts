import type { Rule } from "../rules/rule.ts";
import { escapeMarkdown, table } from "./markdown.ts";
import { pageOf, ruleFacts } from "./rulesReport.ts";

/** The catalogue as a table, with links to the pages. */
export function rulesMarkdown(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => [`[${rule.id}](${pageOf(rule)})`, rule.severity, escapeMarkdown(rule.summary)]);
  return `## Activation rules\n\n${table(["Rule", "Severity", "What must hold"], rows)}`;
}

/** One rule as a table. */
export function ruleMarkdown(rule: Rule): string {
  const rows = ruleFacts(rule).map(([title, lines]) => [title, lines.map(escapeMarkdown).join("<br>")]);
  return `## ${rule.id}\n\n${table(["", ""], rows)}`;
}
