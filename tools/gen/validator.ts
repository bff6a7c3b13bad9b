import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { mapped, type Schema } from "./schema.ts";

/**
 * The validator as one ES module that imports nothing.
 *
 * @throws {Error} When the schema uses a keyword for which ajv would load a module of its own at run time (lengths of
 *   strings, equality of objects): the validator has to load in a millisecond.
 */
export function validatorSource(schema: Schema): string {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    discriminator: true,
    strictTypes: false,
    code: { source: true, esm: true },
  });
  const source = standaloneCode.default(ajv, ajv.compile(withoutExamples(schema))).replace(/export default \w+;/, "");
  const foreign = /\brequire\([^)]*\)/.exec(source);
  if (foreign) throw new Error(`the compiled validator would load ${foreign[0]}; leave out the keyword that needs it`);
  return source;
}

/** Examples are for readers; the validator would carry them along. */
const withoutExamples = (schema: Schema): Schema => mapped(schema, ({ examples: _, ...rest }) => rest) as Schema;

/** The types of that module. */
export const validatorDeclarations: string = `import type { ErrorObject } from "ajv";

/** Checks a value against the schema; what is wrong is left in \`errors\`. */
export declare const validate: { (data: unknown): boolean; errors?: ErrorObject[] | null };
`;
