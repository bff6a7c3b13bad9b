import { forecastOf } from "../forecast/forecast.ts";
import { planTopology } from "../plan/plan.ts";
import { forecastJson } from "../report/forecastJson.ts";
import type { ForecastReport } from "../report/forecastReport.ts";
import { parseTopology } from "../topology/parse.ts";
import type { Format } from "./define.ts";
import { CliError, type Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation forecast` was asked for. */
export interface ForecastInput {
  readonly file: string;
  /** Day of the losses, YYYY-MM-DD. */
  readonly from?: string;
  readonly format: Format;
}

/**
 * Prints what the KMS hosts of a topology file will count, and what each loss leads to.
 *
 * @returns 1 where a host counts too few of the machines that the plan gives KMS, else 0; losses are no findings
 * @throws {CliError | TopologyError}
 */
export async function forecastCommand({ file, from, format }: ForecastInput, io: Io): Promise<number> {
  if (from !== undefined && !isDay(from)) throw new CliError(`--from ${from} is no day; write it as 2026-06-30`);
  const { facts } = parseTopology(await io.readFile(file), file).topology;
  const forecast = forecastOf(facts, planTopology(facts));
  io.write(await render({ forecast, from: from ?? null }, format, io));
  return forecast.hosts.every(({ planned }) => planned.meets) ? 0 : 1;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

async function render(report: ForecastReport, format: Format, io: Io): Promise<string> {
  if (format === "json") return forecastJson(report);
  if (format === "markdown") return (await import("../report/forecastMarkdown.ts")).forecastMarkdown(report);
  return (await import("../report/forecastText.ts")).forecastText(report, viewOf(io));
}
