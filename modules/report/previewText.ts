import { findingsText } from "./findingsText.ts";
import { counted, type PreviewReport } from "./previewReport.ts";
import type { View } from "./view.ts";

/** A complete preview for a terminal: what would change, what the rules find, and last what stops it. */
export function previewText({ environment, changes, findings, problems }: PreviewReport, view: View): string {
  const rows = changes.map(({ op, type, name }) => `  ${op.padEnd(8)}${type} ${name}\n`).join("");
  const stops = problems.map((problem) => `${problem}\n`).join("");
  return `${environment}: ${counted(changes)}\n${rows}\n${findingsText(findings, view)}${stops}`;
}
