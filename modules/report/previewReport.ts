import type { Finding } from "../rules/rule.ts";
import { findingsTable } from "./findingsMarkdown.ts";
import { jsonDocument } from "./json.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";

/** What the engine would do, and what the rules say of it. */
export interface PreviewReport {
  readonly environment: string;
  /** False where the preview could not run to its end: changes and findings are those seen before. */
  readonly complete: boolean;
  readonly changes: readonly {
    readonly op: "create" | "update" | "delete" | "replace";
    readonly type: string;
    readonly name: string;
    readonly paths: readonly string[];
  }[];
  readonly findings: readonly Finding[];
  /** What is left to a person, and other warnings of the run. */
  readonly warnings: readonly string[];
  /** What stops the change besides the rules: guards, errors of program and providers. */
  readonly problems: readonly string[];
}

/** The preview for machines. */
export function previewJson(report: PreviewReport): string {
  return jsonDocument({ ...report });
}

/** The preview for a pull request. */
export function previewMarkdown({
  environment,
  complete,
  changes,
  findings,
  warnings,
  problems,
}: PreviewReport): string {
  const result = complete ? counted(changes) : "could not be previewed";
  const parts = [`## Activation preview: ${escapeMarkdown(environment)}`, `**${result}**`];
  const remarks = [...problems, ...warnings.map((warning) => `note: ${warning}`)];
  if (remarks.length > 0) parts.push(remarks.map((remark) => `- ${escapeMarkdown(remark)}`).join("\n"));
  if (changes.length > 0) {
    const rows = changes.map(({ op, type, name, paths }) => [op, code(name), code(type), paths.map(code).join(" ")]);
    parts.push(table(["Change", "Resource", "Type", "Properties"], rows));
  }
  // No finding of half a preview is no pass.
  return `${parts.join("\n\n")}\n${complete || findings.length > 0 ? findingsTable(findings) : ""}`;
}

/** In the order in which they are counted. */
const done = { create: "created", update: "updated", replace: "replaced", delete: "deleted" } as const;
type Op = keyof typeof done;

/** `2 to create, 1 to update`. */
export function counted(changes: PreviewReport["changes"]): string {
  return tally(changes, (op) => `to ${op}`);
}

/** `2 created, 1 updated`. */
export function countedDone(changes: PreviewReport["changes"]): string {
  return tally(changes, (op) => done[op]);
}

function tally(changes: PreviewReport["changes"], word: (op: Op) => string): string {
  if (changes.length === 0) return "no changes";
  return (Object.keys(done) as Op[])
    .map((op) => ({ op, n: changes.filter((change) => change.op === op).length }))
    .filter(({ n }) => n > 0)
    .map(({ op, n }) => `${n} ${word(op)}`)
    .join(", ");
}
