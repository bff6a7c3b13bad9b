import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { nameRules, references, type ShapeRule, shapeRules } from "./armRules.ts";
import { type ArmType, armTypes, digestOf, pathParameters } from "./armTypes.ts";
import { formats } from "./formats.ts";
import type { Schema, Shapes } from "./typings.ts";

/** A definition with the rules of armRules.ts worked in. */
export interface Definition {
  readonly type: "object";
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly additionalProperties: boolean;
  /** Properties of the typings that ARM only returns. */
  readonly readOnly: readonly string[];
}

const sdkManifest = createRequire(import.meta.url).resolve("@pulumi/azure-native/package.json");

/** Folder of the installed @pulumi/azure-native. */
export const sdkFolder: string = dirname(sdkManifest);

/** Version of the installed @pulumi/azure-native; the stand-in stands in for the provider of this version. */
export const sdkVersion: string = (JSON.parse(readFileSync(sdkManifest, "utf8")) as { version: string }).version;

/**
 * The shapes of all types, from a cache beside the packages.
 * Reading the typings takes half a second and the TypeScript compiler, so it is done once for an SDK and a list of types.
 */
export async function loadShapes(): Promise<Shapes> {
  const reader = readFileSync(new URL("typings.ts", import.meta.url), "utf8");
  const key = digestOf(JSON.stringify([reader, armTypes, references]));
  const cache = join(sdkFolder, "../../.cache/azure-stand-in", `${sdkVersion}-${key}.json`);
  try {
    return JSON.parse(readFileSync(cache, "utf8")) as Shapes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const { shapesOf } = await import("./typings.ts");
  const shapes = shapesOf(sdkFolder, armTypes, new Set(references));
  mkdirSync(dirname(cache), { recursive: true });
  // Written aside and renamed: a second provider that starts now reads a whole file or none.
  const part = `${cache}.${process.pid}`;
  writeFileSync(part, JSON.stringify(shapes));
  renameSync(part, cache);
  return shapes;
}

/** The schemas of all types with the rules of armRules.ts, and a validator for each. */
export class Schemas {
  readonly shapes: Shapes;
  private readonly definitions: Readonly<Record<string, Definition>>;
  private readonly ajv: Ajv;

  constructor(shapes: Shapes) {
    this.shapes = shapes;
    this.definitions = Object.fromEntries(
      Object.entries(shapes.definitions).map(([key, s]) => [key, withRules(key, s)]),
    );
    // The schemas are our own and made by this program: checking them again would only cost start-up time.
    this.ajv = new Ajv({ allErrors: true, verbose: true, validateSchema: false, strict: false, formats });
    this.ajv.addSchema({ definitions: this.definitions }, "azure");
  }

  validator(token: string): ValidateFunction {
    const validate = this.ajv.getSchema(`azure#/definitions/${token}`);
    if (validate === undefined) throw new Error(`no schema of ${token}`);
    return validate;
  }

  /** The schema of the arguments of a type. */
  definition(token: string): Definition {
    const definition = this.definitions[token];
    if (definition === undefined) throw new Error(`no schema of ${token}`);
    return definition;
  }

  /** Follows a reference between schemas. */
  resolve(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : this.definition(schema.$ref.replace("#/definitions/", ""));
  }
}

function withRules(key: string, shape: Schema): Definition {
  const type: ArmType | undefined = armTypes.find(({ token }) => token === key);
  const path = type ? pathParameters(type) : [];
  const rules: ShapeRule[] = shapeRules.filter(({ on }) => on.includes(key));
  const readOnly = new Set(rules.flatMap((rule) => rule.readOnly ?? []));
  const properties = Object.entries(shape.properties ?? {}).filter(([name]) => !readOnly.has(name));
  const more = rules.map((rule) => rule.properties ?? {});
  if (path.length > 0) more.push(nameRules);
  return {
    type: "object",
    properties: Object.fromEntries(
      properties.map(([name, schema]) => [
        name,
        merged(
          schema,
          more.map((m) => m[name]),
        ),
      ]),
    ),
    required: [...new Set([...(shape.required ?? []), ...rules.flatMap((rule) => rule.required ?? []), ...path])],
    additionalProperties: false,
    readOnly: [...readOnly],
  };
}

function merged(schema: Schema, more: readonly (object | undefined)[]): Schema {
  const all = Object.assign({}, schema, ...more) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Schema;
}
