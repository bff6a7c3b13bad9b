import { compile } from "json-schema-to-typescript";
import { mapped, type Schema } from "./schema.ts";

/** Types of the file. */
export function typesSource(schema: Schema): Promise<string> {
  return compile(forTypes(schema) as object, "TopologyFile", {
    bannerComment: "",
    unknownAny: true,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120 },
  });
}

/**
 * The schema as far as it makes types: a description beside a $ref belongs to editors (it would give each use a type
 * of its own), and a choice between required properties is no type.
 */
const forTypes = (schema: Schema): unknown =>
  mapped(schema, ({ $ref, oneOf, examples: _, ...rest }) => {
    if ($ref !== undefined) return { $ref };
    const isChoice = Array.isArray(oneOf) && oneOf.some((branch) => Object.keys(branch).length > 1);
    return isChoice ? { ...rest, oneOf } : rest;
  });
