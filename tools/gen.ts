// Writes what is generated from the topology schema: the types of the file and the validator, compiled ahead.
// `node tools/gen.ts` writes, `node tools/gen.ts --check` exits 1 when a file is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { compile } from "json-schema-to-typescript";

const folder = new URL("../modules/topology/", import.meta.url);
const note = "Generated from topology.schema.json by `npm run gen`; not edited by hand.";
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The validator as one ES module that imports nothing.
 *
 * @throws {Error} When the schema uses a keyword for which ajv would load a module of its own at run time (lengths of
 *   strings, equality of objects): the validator has to load in a millisecond.
 */
function validatorSource(schema: Record<string, Json>): string {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    messages: false,
    discriminator: true,
    strictTypes: false,
    code: { source: true, esm: true },
  });
  const source = standaloneCode.default(ajv, ajv.compile(schema)).replace(/export default \w+;/, "");
  const foreign = /\brequire\([^)]*\)/.exec(source);
  if (foreign) throw new Error(`the compiled validator would load ${foreign[0]}; leave out the keyword that needs it`);
  return `// ${note}\n${source}`;
}

/**
 * The schema as far as it makes types: a description beside a $ref belongs to editors (it would give each use a type
 * of its own), and a choice between required properties is no type.
 */
function forTypes(node: Json): Json {
  if (Array.isArray(node)) return node.map(forTypes);
  if (node === null || typeof node !== "object") return node;
  const { $ref, oneOf, ...rest } = node as Record<string, Json>;
  if ($ref !== undefined) return { $ref };
  const choice = Array.isArray(oneOf) && oneOf.some((branch) => Object.keys(branch).length > 1) ? { oneOf } : {};
  return Object.fromEntries(Object.entries({ ...rest, ...choice }).map(([key, value]) => [key, forTypes(value)]));
}

/** Types of the file, readonly like everything that is parsed. */
async function typesSource(schema: Record<string, Json>): Promise<string> {
  const source = await compile(forTypes(schema) as object, "TopologyFile", {
    bannerComment: `// ${note}`,
    unknownAny: true,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120 },
  });
  return source;
}

const declarations = `// ${note}
import type { ErrorObject } from "ajv";

/** Checks a value against the schema; what is wrong is left in \`errors\`. */
export declare const validate: { (data: unknown): boolean; errors?: ErrorObject[] | null };
`;

const schema = JSON.parse(readFileSync(new URL("topology.schema.json", folder), "utf8")) as Record<string, Json>;
const generated = {
  "topology.gen.ts": await typesSource(schema),
  "validate.gen.mjs": validatorSource(schema),
  "validate.gen.d.mts": declarations,
};

const current = (name: string): string | undefined => {
  try {
    return readFileSync(new URL(name, folder), "utf8");
  } catch {
    return undefined;
  }
};
const stale = Object.entries(generated).filter(([name, text]) => current(name) !== text);

if (process.argv.includes("--check")) {
  for (const [name] of stale) console.error(`modules/topology/${name} is stale; run \`npm run gen\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) writeFileSync(new URL(name, folder), text);
  console.log(stale.length > 0 ? `wrote ${stale.map(([name]) => name).join(", ")}` : "all generated files are current");
}
