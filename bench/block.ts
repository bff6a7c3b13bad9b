import { readFileSync, writeFileSync } from "node:fs";

/** Replaces what stands between the two marks of a named block of a Markdown file. @throws Where the marks are not there. */
export function writeBlock(file: string, name: string, text: string): void {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const old = readFileSync(file, "utf8");
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no lines ${begin} and ${end}`);
  writeFileSync(file, `${old.slice(0, from + begin.length)}\n\n${text}\n${old.slice(to)}`);
}
