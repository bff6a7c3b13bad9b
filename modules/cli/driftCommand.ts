import { selectItems } from "../desired/selection.ts";
import { findDrift } from "../drift/findDrift.ts";
import { type DriftReport, driftJson, driftMarkdown, driftText } from "../report/driftReport.ts";
import type { Format } from "./define.ts";
import { azureDrift } from "./driftAzure.ts";
import { directoryReadings } from "./driftDirectory.ts";
import { dnsReadings } from "./driftDns.ts";
import { reachabilityDrift } from "./driftReach.ts";
import { openEnvironment } from "./environment.ts";
import type { Io } from "./io.ts";
import { viewOf } from "./view.ts";

/** What `activation drift` was asked for. */
export interface DriftInput {
  readonly environment: string;
  readonly project?: string;
  readonly format: Format;
}

/**
 * Compares what an environment declares with what is there, and touches nothing.
 *
 * The readers run side by side; one that fails is a result of its own and hides no other.
 *
 * @returns 0 in sync, 1 anything else.
 */
export async function driftCommand(input: DriftInput, io: Io): Promise<number> {
  const started = new Date();
  const environment = await openEnvironment(input.environment, input.project, io);
  const { topology, scope, leftOut } = environment;
  const declared = selectItems(topology.facts, scope, leftOut).items;
  io.progress(`reading Azure through the engine, DNS, directories and hosts of ${input.environment} ...\n`);
  const [azure, dns, directories, reach] = await Promise.all([
    azureDrift(environment.project),
    dnsReadings(environment, declared),
    directoryReadings(environment, declared),
    reachabilityDrift(environment, io),
  ]);
  const compared = findDrift(declared, [...dns, ...directories]);
  const drifts = [...azure, ...compared, ...reach].sort((a, b) => order(`${a.area} ${a.key}`, `${b.area} ${b.key}`));
  const report: DriftReport = {
    environment: input.environment,
    drifts,
    startedAt: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
  };
  io.write(render(report, input.format, io));
  return drifts.length === 0 ? 0 : 1;
}

function render(report: DriftReport, format: Format, io: Io): string {
  if (format === "json") return driftJson(report);
  if (format === "markdown") return driftMarkdown(report);
  return driftText(report, viewOf(io));
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
