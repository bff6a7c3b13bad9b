// Writes what is generated: from the topology schema the types of the file, the validator, compiled ahead, and the page
// about the format; from package.json the version; from tools/coverage/ the page on what covers Microsoft's plan.
// `node tools/gen.ts` writes, `node tools/gen.ts --check` exits 1 when a file is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { coveragePage } from "./coverage/page.ts";
import { topologyPage } from "./gen/page.ts";
import type { Schema } from "./gen/schema.ts";
import { typesSource } from "./gen/types.ts";
import { validatorDeclarations, validatorSource } from "./gen/validator.ts";

const root = new URL("../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), "utf8");

const schema = JSON.parse(read("modules/topology/topology.schema.json")) as Schema;
const { version } = JSON.parse(read("package.json")) as { version: string };
const note = "// Generated from topology.schema.json by `npm run gen`; not edited by hand.\n";

const generated: Readonly<Record<string, string>> = {
  "modules/topology/topology.gen.ts": note + (await typesSource(schema)),
  "modules/topology/validate.gen.mjs": note + validatorSource(schema),
  "modules/topology/validate.gen.d.mts": note + validatorDeclarations,
  "modules/topology/version.gen.ts": `// Generated from package.json by \`npm run gen\`; not edited by hand.

/** Version of the toolkit. */
export const toolVersion = ${JSON.stringify(version)};
`,
  "docs/coverage-of-the-plan.md": coveragePage(),
  "docs/topology.md": topologyPage(schema, read("tools/gen/topology.page.md")),
};

const current = (name: string): string | undefined => {
  try {
    return read(name);
  } catch {
    return undefined;
  }
};
const stale = Object.entries(generated).filter(([name, text]) => current(name) !== text);

if (process.argv.includes("--check")) {
  for (const [name] of stale) console.error(`${name} is stale; run \`npm run gen\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [name, text] of stale) writeFileSync(new URL(name, root), text);
  console.log(stale.length > 0 ? `wrote ${stale.map(([name]) => name).join(", ")}` : "all generated files are current");
}
