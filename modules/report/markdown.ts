import { markdownTable } from "markdown-table";

/** Text that Markdown shows as it is, on one line, in a table too. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}

/** Text in a code span; backticks cannot occur in names that the schema lets through. */
export function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

/** A table; cells are Markdown already, `right` lists the titles of columns of numbers. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const align = titles.map((title) => (right.includes(title) ? "r" : "l"));
  return `${markdownTable([titles, ...rows], { align, alignDelimiters: false, padding: false })}\n`;
}
