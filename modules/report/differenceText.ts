import type { PlanDifference } from "../explain/change.ts";
import { differenceTitle, isEmpty, reasonsOf, spendingOf, touchedText } from "./differenceReport.ts";
import { textTable } from "./textTable.ts";
import type { View } from "./view.ts";

/** What changes between two plans, for a terminal: cohorts and why, hosts, keys, and how many machines to touch. */
export function differenceText(difference: PlanDifference, view: View): string {
  const title = view.paint("bold", differenceTitle(difference));
  if (isEmpty(difference)) return `${title}\nNothing changes.\n`;
  const sections = [
    ["Cohorts", cohorts(difference, view)],
    ["KMS hosts", hosts(difference, view)],
    ["Keys", keys(difference, view)],
  ] as const;
  const shown = sections
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `${view.paint("bold", name)}\n${text}`);
  return `${[title, ...shown, `${touchedText(difference)}.`].join("\n\n")}\n`;
}

const untitled = [{ title: "" }, { title: "" }];

function cohorts(difference: PlanDifference, view: View): string {
  const rows = difference.cohorts.flatMap((change) => [
    [`${change.site}/${change.cohort}`, view.paint("cyan", change.sentence)],
    ...reasonsOf(change).map((reason) => ["", reason]),
  ]);
  return rows.length === 0 ? "" : textTable(untitled, rows, view);
}

function hosts(difference: PlanDifference, view: View): string {
  const rows = difference.hosts.map(({ sentence }) => [sentence]);
  return rows.length === 0 ? "" : textTable([{ title: "" }], rows, view);
}

function keys(difference: PlanDifference, view: View): string {
  const rows = difference.keys
    .map(spendingOf)
    .flatMap(({ name, texts, exceeds }) =>
      texts.map((text, i) => [i === 0 ? name : "", exceeds && i === 0 ? view.paint("red", text) : text]),
    );
  return rows.length === 0 ? "" : textTable(untitled, rows, view);
}
