import { FAILSAFE_SCHEMA, load, Type } from "js-yaml";
import { isJsonObject, jsonNames, jsonValue } from "./json.ts";

/**
 * The plain data of a text that holds nothing out of the ordinary; undefined for any other, right or wrong, which the
 * careful reader (syntax.ts) has to judge.
 *
 * It takes a tenth of the careful reader's time, as it keeps no places. A value that fits the schema is exactly what that
 * one would give; others may differ, in merge keys and lists for names.
 */
export function quickValue(text: string): unknown {
  if (isJsonObject(text)) {
    const value = jsonValue(text);
    if (value !== undefined) return jsonNames(text, value) ? value : undefined;
  }
  if (unusual.test(text) || openQuote.test(text) || !bracketsAreIndented(text)) return undefined;
  try {
    return load(text, { schema });
  } catch {
    return undefined;
  }
}

/**
 * What two readers of YAML may take in different ways: tabs, lone carriage returns, directives and marks of documents,
 * anchors, aliases and tags, names that are empty, lists, maps or marked by a question mark, comments without a space.
 */
const unusual = /[\t\0\uFEFF]|\r(?!\n)|^(?:%|---|\.\.\.)|[\]}]\s*:|[[\]{},"']#|(?:^|[\s,[{])(?:[&*]\S|!|[?:](?=\s|$))/m;

/** A quote that does not end on its line. */
const openQuote = /(?:^|[\s,[{])(?:"(?:[^"\\\n]|\\.?)*|'[^'\n]*(?:''[^'\n]*)*)$/m;

/**
 * Whether lines within brackets stand further right than what they belong to, and none further left than a bracket that
 * begins its line. Brackets in comments and quotes count, to be safe.
 */
function bracketsAreIndented(text: string): boolean {
  let depth = 0;
  let least = 0;
  for (const line of text.split("\n")) {
    if (depth === 0) least = line.search(/[^ -]|$/) + (/^[ -]*[[{]/.test(line) ? 0 : 1);
    else if (line.search(/\S|$/) < least) return false;
    depth += (line.match(/[[{]/g)?.length ?? 0) - (line.match(/[\]}]/g)?.length ?? 0);
    if (depth < 0) return false;
  }
  return depth === 0;
}

const scalar = (name: string, resolve: (text: string) => boolean, construct: (text: string) => unknown): Type =>
  new Type(`tag:yaml.org,2002:${name}`, { kind: "scalar", resolve, construct });

const clearNumber = /^(?:0|-?[1-9][0-9]{0,14})$/;

/** What YAML's core schema takes for more than a text; the clear forms are caught before. */
const unclear =
  /^(?:~|null|true|false|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-f]+|[-+]?\.inf|\.nan|[-+]?(?:\.[0-9]+|[0-9]+\.?[0-9]*)(?:e[-+]?[0-9]+)?)$/i;

/** Scalars that are written in the one usual way. */
const schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar(
      "bool",
      (text) => text === "true" || text === "false",
      (text) => text === "true",
    ),
    scalar("int", (text) => clearNumber.test(text), Number),
    scalar(
      "unclear",
      (text) => unclear.test(text),
      (text) => {
        throw new Error(`${text} is left to the careful reader`);
      },
    ),
  ],
});
