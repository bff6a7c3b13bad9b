import { table } from "../../modules/report/markdown.ts";
import type { Schema } from "./schema.ts";

/** Tables of the properties of parts of a schema. What one table explains is not explained again in another one. */
export class PropertyTables {
  readonly #defs: Readonly<Record<string, Schema>>;
  readonly #explained: Set<string>;

  /** `ownTables` are the parts that somebody will ask a table for. */
  constructor(schema: Schema, ownTables: readonly string[]) {
    this.#defs = schema.$defs ?? {};
    this.#explained = new Set(ownTables);
  }

  /** Properties of a part and everything below it; `kind` is the value that picks one of several kinds. */
  of(part: string, kind?: string): string {
    const whole = this.#def(part);
    const chosen = kind === undefined ? whole : whole.oneOf?.find((branch) => picks(branch, kind));
    if (chosen === undefined) throw new Error(`the part ${part} of the schema has no kind ${kind}`);
    return table(["Property", "Form", "Meaning", "Default"], this.#below("", chosen)).trimEnd();
  }

  /** Forms of texts and small maps that the other tables refer to. */
  forms(): string {
    const rows = Object.entries(this.#defs)
      .filter(([name, def]) => isForm(name, def))
      .map(([name, def]) => [words(name), def.description ?? ""]);
    return table(["Form", "What it is"], rows).trimEnd();
  }

  #def(name: string): Schema {
    const def = this.#defs[name];
    if (def === undefined) throw new Error(`the schema has no part ${name}`);
    return def;
  }

  /** Rows for everything within a part that stands at a path. */
  #below(path: string, part: Schema): string[][] {
    const { properties = {}, required = [], additionalProperties, items, anyOf = [] } = part;
    const dot = path === "" ? "" : `${path}.`;
    return [
      ...Object.entries(properties).flatMap(([name, property]) =>
        this.#rows(`${dot}${name}`, property, required.includes(name)),
      ),
      ...(typeof additionalProperties === "object" ? this.#inner(`${dot}<name>`, additionalProperties) : []),
      ...(items === undefined ? [] : this.#inner(`${path}[]`, items)),
      ...anyOf.flatMap((branch) => this.#inner(path, branch)),
    ];
  }

  #rows(path: string, property: Schema, isRequired: boolean): string[][] {
    const target = property.$ref === undefined ? {} : this.#def(refName(property.$ref));
    const { description = "", default: fallback, examples = [] } = { ...target, ...property };
    const [meaning = "", otherwise = ""] = description.split(/ Default: /);
    const example = examples.length > 0 ? ` Example: ${code(examples[0])}.` : "";
    const standard = fallback === undefined ? otherwise.replace(/\.$/, "") : code(fallback);
    return [
      [`\`${path}\``, this.#form(property), `${meaning}${example}`, isRequired ? "required" : standard],
      ...this.#inner(path, property),
    ];
  }

  /** Rows below a part, unless it is a form or stands in a table of its own. */
  #inner(path: string, part: Schema): string[][] {
    if (part.$ref === undefined) return this.#below(path, part);
    const name = refName(part.$ref);
    if (this.#explained.has(name) || isForm(name, this.#def(name))) return [];
    this.#explained.add(name);
    return this.#below(path, this.#def(name));
  }

  /** What a value looks like. */
  #form(part: Schema): string {
    if (part.$ref !== undefined) {
      const name = refName(part.$ref);
      return isForm(name, this.#def(name))
        ? `[${words(name)}](#${name === "os" ? "versions" : "forms"})`
        : this.#form(this.#def(name));
    }
    if (part.enum !== undefined) return part.enum.map(code).join(", ");
    if (part.const !== undefined) return code(part.const);
    if (part.items !== undefined) return `list: ${this.#form(part.items)}`;
    if (part.anyOf !== undefined) return part.anyOf.map((branch) => this.#form(branch)).join(" or ");
    return typeWords[part.type ?? "object"]?.(part) ?? "map";
  }
}

const typeWords: Readonly<Record<string, (part: Schema) => string>> = {
  boolean: () => "`true` or `false`",
  string: () => "text",
  integer: ({ minimum, maximum }) =>
    maximum === undefined ? `whole number from ${minimum ?? 0}` : `whole number, ${minimum} to ${maximum}`,
};

const picks = ({ properties = {} }: Schema, kind: string): boolean =>
  Object.values(properties).some((property) => property.const === kind);

const refName = (ref: string): string => ref.replace("#/$defs/", "");

/** Texts with a pattern, versions and secrets are explained once, in the table of forms. */
const isForm = (name: string, def: Schema): boolean =>
  name === "os" || name === "secret" || name === "keySecret" || def.type === "string";

const spelled: Readonly<Record<string, string>> = { dnsName: "DNS name", ipv4: "IPv4 address", os: "version" };

/** `hostName` is a host name. */
const words = (name: string): string =>
  spelled[name] ?? name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const code = (value: unknown): string => `\`${typeof value === "string" ? value : inline(value)}\``;

/** A value as the file would hold it on one line. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (value === null || typeof value !== "object") return String(value);
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${inline(inner)}`)
    .join(", ")} }`;
}
