import Table from "cli-table3";
import type { View } from "./view.ts";

/** One column of a text table. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Two spaces between columns. */
const gap = 2;

/**
 * A table without rules or frames: aligned columns, a dim heading (none where all titles are empty), and a last
 * column whose text is broken to fit the terminal.
 */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[], view: View): string {
  const table = new Table({
    chars: noFrame,
    style: { head: [], border: [], "padding-left": 0, "padding-right": gap, compact: true },
    colAligns: columns.map((column) => column.align ?? "left"),
    ...lastColumnFits(columns, rows, view),
  });
  const heading = columns.map((column) => view.paint("dim", column.title));
  const headed = columns.some((column) => column.title !== "");
  table.push(...(headed ? [heading] : []), ...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Widths only where the last column must be broken; else the library takes what the texts need. */
function lastColumnFits(columns: readonly Column[], rows: readonly (readonly string[])[], view: View): object {
  if (view.columns === null) return {};
  const widths = columns.map((column, i) => {
    const longest = Math.max(column.title.length, ...rows.map((row) => visibleLength(row[i] ?? "")));
    return longest + gap;
  });
  const others = widths.slice(0, -1);
  // The gap behind the last column is trimmed away.
  const left = view.columns - others.reduce((sum, width) => sum + width, 0) + gap;
  if ((widths.at(-1) ?? 0) <= left) return {};
  // A word stays whole, so that names can be copied.
  const words = rows.flatMap((row) => (row.at(-1) ?? "").split(" ").map(visibleLength));
  return { colWidths: [...others, Math.max(left, ...words.map((length) => length + gap))], wordWrap: true };
}

/** Length without escape sequences for colour. */
function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an escape sequence begins with.
  return text.replace(/\u001b\[\d+m/g, "").length;
}

const noFrame = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};
