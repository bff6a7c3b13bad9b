import { findingsText } from "./findingsText.ts";
import { counted, type PreviewReport } from "./previewReport.ts";
import type { View } from "./view.ts";
import { wrap } from "./wrap.ts";

/** A complete preview for a terminal: what would change, what the rules find, and last what stops it. */
export function previewText({ environment, changes, findings, warnings, problems }: PreviewReport, view: View): string {
  const rows = changes.map(({ op, type, name }) => `  ${op.padEnd(8)}${type} ${name}\n`).join("");
  const notes = warnings
    .map((warning) => `${view.paint("yellow", "note")}: ${wrap(warning, view.columns, 6)}\n`)
    .join("");
  const stops = problems.map((problem) => `${problem}\n`).join("");
  return `${environment}: ${counted(changes)}\n${rows}\n${notes === "" ? "" : `${notes}\n`}${findingsText(findings, view)}${stops}`;
}
