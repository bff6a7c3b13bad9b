import { table } from "./markdown.ts";

/** A part of a summary: a heading, a few words, and rows that may be left out from the end. */
export interface Section {
  readonly title: string;
  /** Markdown that stays whatever is cut; one short paragraph. */
  readonly lead?: string;
  readonly titles: readonly string[];
  /** Cells are Markdown; what matters most comes first. */
  readonly rows: readonly (readonly string[])[];
  /** Titles of columns of numbers. */
  readonly right?: readonly string[];
}

/** Where everything stands that a summary leaves out. */
const elsewhere = "the file summary.md among the artefacts of this run has everything";

/**
 * A head and sections in at most `limit` characters (UTF-16 code units, of which no host counts fewer than its own).
 *
 * Rows are left out whole, from the end of a section; earlier sections have the first right to the room, and every
 * section keeps its heading and says how many of its rows are missing. Where not even the headings fit, the head alone is left.
 */
export function fitted(head: string, sections: readonly Section[], limit: number): string {
  const all = assembled(
    head,
    sections.map((section) => rendered(section, section.rows.length)),
  );
  if (all.length <= limit) return all;
  const least = sections.map((section) => rendered(section, 0));
  let room = limit - assembled(head, least).length;
  if (room < 0) return assembled(head, [`${sections.length} sections are left out here; ${elsewhere}.\n`]);
  return assembled(
    head,
    sections.map((section, i) => {
      const closed = least[i]?.length ?? 0;
      const text = longest(section, closed + room);
      room -= text.length - closed;
      return text;
    }),
  );
}

function assembled(head: string, parts: readonly string[]): string {
  return [head, ...parts].join("\n");
}

/** The section with as many rows as fit; more rows make it longer, but for the last, with which the remark goes. */
function longest(section: Section, limit: number): string {
  const whole = rendered(section, section.rows.length);
  if (whole.length <= limit) return whole;
  let [fits, tooMany] = [0, section.rows.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (rendered(section, middle).length <= limit) fits = middle;
    else tooMany = middle;
  }
  return rendered(section, fits);
}

function rendered({ title, lead, titles, rows, right = [] }: Section, shown: number): string {
  const parts = [`### ${title}\n`];
  if (lead !== undefined) parts.push(`${lead}\n`);
  if (shown > 0) parts.push(table(titles, rows.slice(0, shown), right));
  const left = rows.length - shown;
  if (left > 0) parts.push(`${left} ${left === 1 ? "row is" : "rows are"} left out here; ${elsewhere}.\n`);
  return parts.join("\n");
}
