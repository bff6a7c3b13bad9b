/**
 * `node --expose-gc bench/scaleProcess.ts FILE [plan]`: parses a topology, plans and forecasts it and runs all rules over it
 * (`plan`: leaves the last two out), each once, in a process that has done nothing before; prints what each step cost as
 * JSON, and how many rules judged how many subjects.
 */
import { readFileSync } from "node:fs";
import { desiredItems } from "../modules/desired/desired.ts";
import { forecastOf } from "../modules/forecast/forecast.ts";
import { planTopology } from "../modules/plan/plan.ts";
import { catalogue } from "../modules/rules/catalogue.ts";
import { runRules } from "../modules/rules/run.ts";
import { worldOf } from "../modules/rules/world.ts";
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
// Any day before the suppressions of a file end; a generated file has none.
const world = worldOf(facts, last === "plan" ? [] : desiredItems(facts), { today: "2026-01-01", unreadSubnets: [] });
const judged = measured(() => (last === "plan" ? [] : runRules(world)));
const { sites, kmsHosts, keys, forests, zones } = facts;
const cohorts = sites.flatMap((site) => site.cohorts);
const subjects = [sites, cohorts, kmsHosts, keys, forests, zones].reduce((sum, list) => sum + list.length, 0);
process.stdout.write(
  JSON.stringify({
    parse: parsed.cost,
    plan: planned.cost,
    forecast: forecast.cost,
    rules: judged.cost,
    judgements: catalogue.length * subjects,
  }),
);
