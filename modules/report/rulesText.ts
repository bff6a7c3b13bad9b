import type { Rule } from "../rules/rule.ts";
import { groupStyle } from "./findingGroups.ts";
import { ruleFacts } from "./rulesReport.ts";
import { textTable } from "./textTable.ts";
import type { View } from "./view.ts";

/** The catalogue for a terminal, one line for each rule, and how many there are. */
export function rulesText(rules: readonly Rule[], view: View): string {
  const rows = rules.map(({ id, severity, summary }) => [id, view.paint(groupStyle[severity], severity), summary]);
  const table = textTable([{ title: "Rule" }, { title: "Severity" }, { title: "What must hold" }], rows, view);
  return `${table}\n\n${rules.length} rules\n`;
}

/** One rule for a terminal. */
export function ruleText(rule: Rule, view: View): string {
  const rows = ruleFacts(rule).flatMap(([title, lines]) =>
    lines.map((line, i) => [i === 0 ? view.paint("dim", title) : "", line]),
  );
  return `${view.paint("bold", rule.id)}\n${textTable([{ title: "" }, { title: "" }], rows, view)}\n`;
}
