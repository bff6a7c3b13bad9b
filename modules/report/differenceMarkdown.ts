import type { PlanDifference } from "../explain/change.ts";
import { differenceTitle, isEmpty, reasonsOf, spendingOf, touchedText } from "./differenceReport.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";

/** What changes between two plans, for a pull request. */
export function differenceMarkdown(difference: PlanDifference): string {
  const title = `## ${escapeMarkdown(differenceTitle(difference))}\n`;
  if (isEmpty(difference)) return `${title}\nNothing changes.\n`;
  const sections = [
    section("Cohorts", ["Site", "Cohort", "Touched", "What and why"], cohorts(difference)),
    section("KMS hosts", ["Host", "Change", "What"], hosts(difference)),
    section("Keys", ["Key", "Spent"], keys(difference)),
  ];
  return [title, `**${touchedText(difference)}**\n`, ...sections.flat()].join("\n");
}

function section(title: string, titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [`### ${title}\n`, table(titles, rows, ["Touched"])];
}

function cohorts(difference: PlanDifference): string[][] {
  return difference.cohorts.map((change) => [
    code(change.site),
    code(change.cohort),
    String(change.touched),
    [change.sentence, ...reasonsOf(change)].map(escapeMarkdown).join("<br>"),
  ]);
}

function hosts(difference: PlanDifference): string[][] {
  return difference.hosts.map(({ host, change, sentence }) => [code(host), change, escapeMarkdown(sentence)]);
}

function keys(difference: PlanDifference): string[][] {
  return difference.keys
    .map(spendingOf)
    .map(({ name, texts }) => [escapeMarkdown(name), texts.map(escapeMarkdown).join("<br>")]);
}
