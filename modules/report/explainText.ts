import type { Explanation } from "../explain/explanation.ts";
import { chosenBy, factTitle, goalLabel, suggestionLines, triedLines, verdictLines } from "./explainReport.ts";
import { consequencesOf, methodLabel, whyOf } from "./planReport.ts";
import { type Column, textTable } from "./textTable.ts";
import type { View } from "./view.ts";
import { wrap } from "./wrap.ts";

/** An explanation for a terminal: the decision, the facts, the rows tried, and what would change it. */
export function explainText(explanation: Explanation, view: View): string {
  const sections = [
    ["Facts", factTable(explanation, view)],
    ["Rows tried", rowTable(explanation, view)],
    ["What would change it", suggestionTable(explanation, view)],
  ] as const;
  const texts = sections.map(([title, text]) => `${view.paint("bold", title)}\n${text}`);
  return `${[decisionText(explanation, view), ...texts].join("\n\n")}\n`;
}

function decisionText({ decision, declared }: Explanation, view: View): string {
  const at = view.paint("bold", `${decision.site}/${decision.cohort}`);
  const title = `${at}: ${view.paint("cyan", methodLabel(decision))}, ${chosenBy(decision)}`;
  const broken = (line: string) => wrap(line, view.columns, 0);
  const style = declared?.ok === false ? "red" : "green";
  const verdict = declared === null ? [] : verdictLines(declared).map((line) => view.paint(style, broken(line)));
  return [title, broken(whyOf(decision)), ...verdict, ...consequencesOf(decision).map(broken)].join("\n");
}

function factTable({ facts }: Explanation, view: View): string {
  const rows = facts.flatMap((fact) => under([view.paint("dim", factTitle(fact))], fact.lines));
  return textTable([{ title: "" }, { title: "" }], rows, view);
}

function rowTable({ tried, decision }: Explanation, view: View): string {
  const columns: readonly Column[] = [
    { title: "Row" },
    { title: "Method" },
    { title: "Applies" },
    { title: "Because" },
  ];
  const rows = tried.flatMap((one) => {
    const applies = one.applies ? view.paint("green", "yes") : view.paint("dim", "no");
    return under([one.row, one.method ?? "", applies], triedLines(one));
  });
  const table = textTable(columns, rows, view);
  return decision.selected === null ? table : `${table}\nThe declared method comes before all of them.`;
}

function suggestionTable({ suggestions }: Explanation, view: View): string {
  if (suggestions.length === 0) return "No small change would.";
  const columns: readonly Column[] = [{ title: "Method" }, { title: "Row" }, { title: "Change" }];
  const rows = suggestions.flatMap((one) =>
    under([view.paint("cyan", goalLabel(one)), one.leadsTo.row], suggestionLines(one)),
  );
  return textTable(columns, rows, view);
}

/** Rows of a table whose first cells stand once, beside the first of some lines. */
function under(cells: readonly string[], lines: readonly string[]): string[][] {
  return lines.map((line, i) => [...cells.map((cell) => (i === 0 ? cell : "")), line]);
}
