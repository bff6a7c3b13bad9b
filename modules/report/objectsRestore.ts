import { jsonDocument } from "./json.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";
import { type Column, textTable } from "./textTable.ts";
import type { View } from "./view.ts";

/** What a sealed backup holds, and what became of it. */
export interface RestoreReport {
  readonly forest: string;
  /** Path of the sealed file. */
  readonly backup: string;
  /** `host:port` of the server. */
  readonly server: string;
  /** Facts of the object: title and value. */
  readonly facts: readonly (readonly [title: string, value: string])[];
  readonly distinguishedName: string;
  /** True once it is there and verified. */
  readonly restored: boolean;
}

/** A restore for machines. */
export function objectsRestoreJson({ facts, ...report }: RestoreReport): string {
  return jsonDocument({ ...report, facts: Object.fromEntries(facts) });
}

const columns: readonly Column[] = [{ title: "" }, { title: "" }];

/** What a restore would add, for whoever has to say yes. */
export function toRestoreText({ forest, backup, server, facts, distinguishedName }: RestoreReport, view: View): string {
  const rows = [...facts, ["distinguished name", distinguishedName] as const].map(([title, value]) => [
    `  ${view.paint("dim", title)}`,
    value,
  ]);
  const title = view.paint("bold", `${backup} would add to ${forest} at ${server}`);
  return `${title}\n${textTable(columns, rows, view)}\n`;
}

/** What a restore came to, for a terminal. */
export function objectsRestoreText({ forest, server, facts, restored }: RestoreReport, view: View): string {
  const name = facts[0]?.[1] ?? "";
  if (!restored) return `${view.paint("yellow", "not restored")}: nothing was changed\n`;
  return `${view.paint("green", "restored")}: ${name} is back in ${forest}, verified at ${server}\n`;
}

/** What a restore came to, for a page. */
export function objectsRestoreMarkdown({ forest, backup, facts, restored }: RestoreReport): string {
  const rows = facts.map(([title, value]) => [escapeMarkdown(title), escapeMarkdown(value)]);
  const verdict = restored ? "restored and verified" : "not restored, nothing was changed";
  return `## Restore into ${escapeMarkdown(forest)}\n\n**${verdict}**, from ${code(backup)}\n\n${table(["Attribute", "Value"], rows)}`;
}
