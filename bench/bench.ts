/**
 * `npm run bench`: how long commands and changes of records take beside things that everybody has, and what a large estate
 * costs.
 *
 * The tables go to stdout; `--write DATE` also puts them into docs/performance.md, with the conditions.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeBlock } from "./block.ts";
import { commandsTable } from "./commands.ts";
import { root } from "./measure.ts";
import { readsTable } from "./reads.ts";
import { recordsTable } from "./records.ts";
import { scaleTable } from "./scale.ts";
import { upTable } from "./up.ts";

const blocks = {
  bench: { defaultRuns: 21, table: commandsTable, counted: "alternating runs each" },
  scale: { defaultRuns: 5, table: scaleTable, counted: "processes each, medians" },
  records: { defaultRuns: 7, table: recordsTable, counted: "alternating runs each, medians" },
  up: { defaultRuns: 3, table: upTable, counted: "alternating runs each, medians" },
  reads: { defaultRuns: 21, table: readsTable, counted: "alternating runs each, medians" },
} as const;

const { values } = parseArgs({
  options: {
    runs: { type: "string" },
    only: { type: "string", multiple: true },
    write: { type: "string" },
  },
});

for (const [name, { defaultRuns, table, counted }] of Object.entries(blocks)) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
  const runs = Number(values.runs ?? defaultRuns);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const text = await table(runs);
  process.stdout.write(`${text}\n`);
  if (values.write === undefined) continue;
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"})`;
  const conditions = `Measured ${values.write}: Node ${process.versions.node}, ${cores}, load ${load} before, ${runs} ${counted}.`;
  writeBlock(join(root, "docs/performance.md"), name, `${text}\n${conditions}\n`);
}
