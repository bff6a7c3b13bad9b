import type { Drift } from "../drift/drift.ts";
import { differencesOf } from "./driftDifferences.ts";
import { jsonDocument } from "./json.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";
import type { Style, View } from "./view.ts";
import { wrap } from "./wrap.ts";

/** One comparison of an environment with the world. */
export interface DriftReport {
  readonly environment: string;
  /** As `findDrift` sorts them. */
  readonly drifts: readonly Drift[];
  /** When reading began: ISO 8601, UTC. */
  readonly startedAt: string;
  /** How long it took. */
  readonly seconds: number;
}

type Verb = Drift["verb"];

const verbStyle: Readonly<Record<Verb, Style>> = {
  missing: "red",
  unexpected: "yellow",
  changed: "yellow",
  unreadable: "magenta",
};

function countsOf(drifts: readonly Drift[]): Record<Verb, number> {
  const counts = { missing: 0, unexpected: 0, changed: 0, unreadable: 0 };
  for (const { verb } of drifts) counts[verb]++;
  return counts;
}

/** What could not be read is not known to be in sync: any result, unreadable ones too, makes `inSync` false. */
export function driftJson({ environment, drifts, startedAt, seconds }: DriftReport): string {
  const inSync = drifts.length === 0;
  return jsonDocument({ environment, inSync, drifts, counts: countsOf(drifts), startedAt, seconds });
}

/** Drift for a terminal: by area, one result a line, then the fields that differ. */
export function driftText({ environment, drifts }: DriftReport, view: View): string {
  if (drifts.length === 0) return `${environment}: ${view.paint("green", "in sync")}\n`;
  const sections = [...Map.groupBy(drifts, (drift) => drift.area)].map(([area, members]) =>
    [view.paint("bold", area), ...members.flatMap((drift) => driftLines(drift, view))].join("\n"),
  );
  return `${[...sections, `${environment}: ${summary(drifts)}`].join("\n\n")}\n`;
}

function driftLines(drift: Drift, view: View): string[] {
  const { verb, key, cause } = drift;
  const because = cause === undefined ? "" : `: ${cause}`;
  const line = wrap(`  ${verb.padEnd("unexpected".length)}  ${key}${because}`, view.columns, 14);
  const fields = differencesOf(drift).map(({ field, declared, live }) =>
    wrap(`${" ".repeat(14)}${field}: declared ${declared}, live ${live}`, view.columns, 16),
  );
  return [line.replace(verb, view.paint(verbStyle[verb], verb)), ...fields];
}

/** `2 differences: 1 missing, 1 changed`. */
function summary(drifts: readonly Drift[]): string {
  const parts = Object.entries(countsOf(drifts)).filter(([, count]) => count > 0);
  const total = drifts.length === 1 ? "1 difference" : `${drifts.length} differences`;
  return `${total}: ${parts.map(([verb, count]) => `${count} ${verb}`).join(", ")}`;
}

/** Drift for a pull request or an issue. */
export function driftMarkdown({ environment, drifts }: DriftReport): string {
  const title = `## Activation drift: ${escapeMarkdown(environment)}\n`;
  if (drifts.length === 0) return `${title}\n**in sync**\n`;
  const rows = drifts.map((drift) => [drift.area, drift.verb, code(drift.key), details(drift)]);
  return `${title}\n**${summary(drifts)}**\n\n${table(["Area", "Result", "What", "Details"], rows)}`;
}

function details(drift: Drift): string {
  const fields = differencesOf(drift).map(
    ({ field, declared, live }) => `${field}: declared ${declared}, live ${live}`,
  );
  return escapeMarkdown([...fields, ...(drift.cause === undefined ? [] : [drift.cause])].join("; "));
}
