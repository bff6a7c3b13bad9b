/**
 * Breaks a text between words so that no line is longer than `columns`; lines after the first are indented, the first
 * keeps the spaces that it begins with.
 *
 * A single word that is longer stays whole, so that paths and names can be copied.
 */
export function wrap(text: string, columns: number | null, indent: number): string {
  if (columns === null) return text;
  const [first = "", ...words] = text.trimStart().split(" ");
  let line = " ".repeat(text.length - text.trimStart().length) + first;
  const lines: string[] = [];
  for (const word of words) {
    if (line.length + 1 + word.length <= columns) {
      line += ` ${word}`;
    } else {
      lines.push(line);
      line = " ".repeat(indent) + word;
    }
  }
  return [...lines, line].join("\n");
}
