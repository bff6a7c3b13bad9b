import type { ErrorObject } from "ajv";
import { type Draft, show } from "./draft.ts";
import { nameRemedy } from "./nearest.ts";
import type { Path } from "./places.ts";

/** The part of a schema that messages quote; with `verbose`, ajv hands it out with each error. */
interface QuotedSchema {
  readonly description?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>;
  readonly oneOf?: readonly {
    readonly required?: readonly string[];
    readonly properties?: QuotedSchema["properties"];
  }[];
}

/** Words ajv's errors for the author of the file, one problem for each thing that is wrong. */
export function schemaDrafts(errors: readonly ErrorObject[], value: unknown): Draft[] {
  return errors.filter((error) => isOwnProblem(error, errors)).map((error) => wordingOf(error, value));
}

/** Failing of a whole branch, as against something within it. */
const branchKeywords: ReadonlySet<string> = new Set(["type", "const", "enum", "anyOf"]);

/**
 * Leaves out what only follows from another error: the branches of a choice that were not meant, and keywords that
 * repeat the error of a part.
 */
function isOwnProblem(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  const { keyword, instancePath, params } = error;
  const at = all.filter((other) => other.instancePath === instancePath);
  if (keyword === "propertyNames") return false;
  if (keyword === "discriminator") return params.tagValue !== undefined;
  if (keyword === "required") return !at.some((other) => requiredChoice(other).includes(params.missingProperty));
  if (!at.some((other) => other.keyword === "anyOf")) return true;
  const inner = all.some((other) => isWithinBranch(other, instancePath));
  return inner ? !branchKeywords.has(keyword) : keyword === "anyOf";
}

const isWithinBranch = (error: ErrorObject, path: string): boolean =>
  error.instancePath.startsWith(`${path}/`) || (error.instancePath === path && !branchKeywords.has(error.keyword));

/** The properties of which exactly one is required, where that is what the error is about. */
function requiredChoice(error: ErrorObject): readonly string[] {
  if (error.keyword !== "oneOf") return [];
  return (quoted(error).oneOf ?? []).flatMap((branch) => branch.required ?? []);
}

const quoted = (error: ErrorObject): QuotedSchema => (error.parentSchema ?? {}) as QuotedSchema;

type Wording = (error: ErrorObject, path: Path) => Draft;

const wordings: Readonly<Record<string, Wording>> = {
  additionalProperties: (error, path) => {
    const name = error.params.additionalProperty as string;
    const known = Object.keys(quoted(error).properties ?? {});
    const remedy = known.length === 1 ? phrase(error) : nameRemedy(name, known, "properties");
    const message = `has no property ${JSON.stringify(name)}; ${remedy}`;
    return { path, target: [...path, name], part: "key", message };
  },
  required: ({ params }, path) => ({
    path,
    part: "key",
    message: `needs ${JSON.stringify(params.missingProperty)}; add it`,
  }),
  dependentRequired: ({ params }, path) => ({
    path,
    part: "key",
    message: `has ${JSON.stringify(params.property)} without ${JSON.stringify(params.missingProperty)}; give both or neither`,
  }),
  minProperties: (error, path) => ({ path, part: "key", message: `is empty; ${choiceRemedy(error)}` }),
  maxProperties: (error, path) => ({ path, part: "key", message: `holds too much; ${choiceRemedy(error)}` }),
  oneOf: (error, path) => {
    const names = requiredChoice(error).join(" and ");
    const none = error.params.passingSchemas === null;
    return { path, part: "key", message: none ? `has neither of ${names}; add one` : `has both of ${names}; keep one` };
  },
  discriminator: (error, path) => {
    const tag = error.params.tag as string;
    const known = (quoted(error).oneOf ?? []).map((branch) => String(branch.properties?.[tag]?.const));
    return { path: [...path, tag], message: unknownValue(error.params.tagValue, known) };
  },
  enum: ({ data, params, propertyName }, path) =>
    propertyName === undefined
      ? { path, message: unknownValue(data, params.allowedValues as unknown[]) }
      : {
          path: [...path, propertyName],
          part: "key",
          message: unknownValue(propertyName, params.allowedValues as unknown[]),
        },
  const: ({ data, params }, path) => ({ path, message: unknownValue(data, [params.allowedValue]) }),
  type: (error, path) => ({ path, message: wrongType(error) }),
  pattern: (error, path) => {
    const { propertyName } = error;
    const target = propertyName === undefined ? path : [...path, propertyName];
    const part = propertyName === undefined ? "value" : "key";
    return { path: target, part, message: `got ${show(propertyName ?? error.data)}; write ${phrase(error)}` };
  },
  anyOf: (error, path) => ({ path, message: `got ${show(error.data)}; write ${phrase(error)}` }),
  minItems: (_, path) => ({ path, message: "is an empty list; name at least one" }),
  minimum: ({ data, params }, path) => ({ path, message: `is ${show(data)}; write at least ${params.limit}` }),
  maximum: ({ data, params }, path) => ({ path, message: `is ${show(data)}; write at most ${params.limit}` }),
};

function wordingOf(error: ErrorObject, value: unknown): Draft {
  const wording = wordings[error.keyword];
  if (wording === undefined)
    throw new Error(`no wording for the schema keyword ${error.keyword}; add it to wording.ts`);
  return wording(error, pathOf(error.instancePath, value));
}

/** A description as part of a sentence. */
const phrase = (error: ErrorObject): string => {
  const text = (quoted(error).description ?? "").replace(/\.$/, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
};

const choiceRemedy = (error: ErrorObject): string => {
  const known = Object.keys(quoted(error).properties ?? {});
  return known.length > 0 ? `give exactly one of ${known.join(", ")}` : "declare at least one";
};

function unknownValue(got: unknown, allowed: readonly unknown[]): string {
  const names = allowed.map(String);
  if (got === null) return `is empty; write one of ${names.join(", ")}`;
  if (names.length === 1) return `must be ${names[0]}, got ${show(got)}; write ${names[0]}`;
  const remedy = typeof got === "string" ? nameRemedy(got, names, "values") : `write one of ${names.join(", ")}`;
  return `got ${show(got)}; ${remedy}`;
}

const typeWords: Readonly<Record<string, readonly [word: string, remedy: string]>> = {
  string: ["a text", "write a text"],
  integer: ["a whole number", "write it in digits, without quotes"],
  boolean: ["true or false", "write true or false, without quotes"],
  array: ["a list", "write [ ... ]"],
  object: ["a map", "write its properties below it"],
};

function wrongType(error: ErrorObject): string {
  const { data: got, params } = error;
  if (got === null) return "is empty; fill it in or remove it";
  const type = String(params.type);
  const [word, remedy] = typeWords[type] ?? [type, `write ${type}`];
  return `must be ${word}, got ${show(got)}; ${scalarRemedy(error, type) ?? remedy}`;
}

/** A scalar in the wrong form often only lacks quotes or brackets. */
function scalarRemedy(error: ErrorObject, type: string): string | undefined {
  const { data: got } = error;
  if (typeof got === "object") return undefined;
  if (type === "array") return `write [${String(got)}]`;
  const { pattern } = quoted(error);
  if (type !== "string" || pattern === undefined) return undefined;
  return new RegExp(pattern, "u").test(String(got)) ? "put it in quotes" : `write ${phrase(error)}`;
}

/** Reads a JSON pointer; a step into a list is a number. */
function pathOf(pointer: string, root: unknown): Path {
  const path: (string | number)[] = [];
  let value = root as Readonly<Record<string, unknown>> | undefined;
  for (const raw of pointer.split("/").slice(1)) {
    const step = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(step) : step);
    value = value?.[step] as typeof value;
  }
  return path;
}
