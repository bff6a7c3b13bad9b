import type { Explanation } from "../explain/explanation.ts";
import { chosenBy, factTitle, goalLabel, suggestionLines, triedLines, verdictLines } from "./explainReport.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";
import { consequencesOf, methodLabel, whyOf } from "./planReport.ts";

/** An explanation for a pull request or a wiki. */
export function explainMarkdown({ decision, facts, tried, declared, suggestions }: Explanation): string {
  const lines = [whyOf(decision), ...(declared === null ? [] : verdictLines(declared)), ...consequencesOf(decision)];
  const used = facts.map((fact) => [factTitle(fact), cell(fact.lines)]);
  const rows = tried.map((one) => [one.row, one.method ?? "", one.applies ? "yes" : "no", cell(triedLines(one))]);
  const changes = suggestions.map((one) => [goalLabel(one), one.leadsTo.row, cell(suggestionLines(one))]);
  return [
    `## ${code(`${decision.site}/${decision.cohort}`)}: ${methodLabel(decision)}, ${escapeMarkdown(chosenBy(decision))}\n`,
    `${lines.map(escapeMarkdown).join("\n\n")}\n`,
    `### Facts\n\n${table(["Fact", "What it is"], used)}`,
    `### Rows tried\n\n${table(["Row", "Method", "Applies", "Because"], rows)}`,
    `### What would change it\n\n${changes.length === 0 ? "No small change would.\n" : table(["Method", "Row", "Change"], changes)}`,
  ].join("\n");
}

function cell(lines: readonly string[]): string {
  return lines.map(escapeMarkdown).join("<br>");
}
