/**
 * `node --expose-gc bench/scaleProcess.ts FILE [plan]`: parses a topology, plans and forecasts it (`plan`: leaves the
 * forecast out), each once, in a process that has done nothing before; prints what each step cost as JSON.
 */
import { readFileSync } from "node:fs";
import { forecastOf } from "../modules/forecast/forecast.ts";
import { planTopology } from "../modules/plan/plan.ts";
import { parseTopology } from "../modules/topology/parse.ts";
import type { Cost } from "./measure.ts";

function measured<T>(step: () => T): { readonly result: T; readonly cost: Cost } {
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const cpu = process.cpuUsage();
  const result = step();
  const { user, system } = process.cpuUsage(cpu);
  return { result, cost: { cpu: (user + system) / 1000, heap: (process.memoryUsage().heapUsed - heap) / 1e6 } };
}

const [file = "", last] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const parsed = measured(() => parseTopology(text, file));
const { facts } = parsed.result.topology;
const planned = measured(() => planTopology(facts));
const forecast = measured(() => (last === "plan" ? null : forecastOf(facts, planned.result)));
process.stdout.write(JSON.stringify({ parse: parsed.cost, plan: planned.cost, forecast: forecast.cost }));
