import { code, table } from "../../modules/report/markdown.ts";
import { editions, releases } from "../../modules/topology/data/releases.ts";
import { PropertyTables } from "./properties.ts";
import type { Schema } from "./schema.ts";

const note =
  "<!-- Generated from topology.schema.json and tools/gen/topology.page.md by `npm run gen`; not edited by hand. -->";

/**
 * The page about the topology file: a template with a table for each mark `<!-- properties: part -->`, where a part is a
 * name below `$defs`, perhaps with the value that picks one of its kinds.
 *
 * @throws {Error} Where a mark names no part of the schema.
 */
export function topologyPage(schema: Schema, template: string): string {
  const marks = /^<!-- properties: (\w+)(?: (\w+))? -->$/gm;
  const parts = [...template.matchAll(marks)].map(([, part = ""]) => part);
  const tables = new PropertyTables(schema, parts);
  const page = template
    .replaceAll(marks, (_, part: string, kind: string | undefined) => tables.of(part, kind))
    .replace("<!-- forms -->", () => tables.forms())
    .replace("<!-- versions -->", versionTables);
  return `${note}\n\n${page}`;
}

function versionTables(): string {
  const versions = releases.map(({ id, label, editions: ids, aliases }) => [
    label,
    ids.map((edition) => code(edition === "" ? id : `${id}-${edition}`)).join(", "),
    aliases.map(code).join(", "),
  ]);
  const parts = Object.entries(editions).filter(([, { aliases }]) => aliases.length > 0);
  return [
    table(["Release", "Versions", "Other names of the release"], versions),
    table(
      ["Edition", "Other names"],
      parts.map(([id, { aliases }]) => [code(id), aliases.map(code).join(", ")]),
    ).trimEnd(),
  ].join("\n");
}
