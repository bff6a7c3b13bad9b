import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { table } from "../modules/report/markdown.ts";
import { generatedFile } from "./estate.ts";
import { type Cost, median, root } from "./measure.ts";

type Step = "parse" | "plan" | "forecast" | "rules";
/** What each step cost; `judgements`: rules times subjects. */
type Costs = Readonly<Record<Step, Cost>> & { readonly judgements: number };

/** Sites of the two estates; 100 machines each. */
const [few, many] = [10_000, 30_000];

/** Median costs of both estates in one form. */
type Pair = readonly [few: Costs, many: Costs];

/**
 * What planning and forecasting a large estate costs, from its parsed topology, and parsing apart. Each run is a process
 * of its own; small and large alternate.
 */
export function scaleTable(runs: number): string {
  const folder = mkdtempSync(join(tmpdir(), "activation-bench-"));
  try {
    return tableOf(folder, runs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tableOf(folder: string, runs: number): string {
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const json = (sites: number, hosts: number) =>
    write(`${sites}-${hosts}.json`, JSON.stringify(generatedFile(sites, hosts)));
  const yaml = (sites: number) => write(`${sites}.yaml`, stringify(generatedFile(sites, 4)));
  const usual = costsOf([json(few, 4), json(many, 4)], runs);
  const crowded = costsOf([json(few, 300), json(many, 900)], runs, ["plan"]);
  const written = costsOf([yaml(few), yaml(many)], runs);
  const both = ({ plan, forecast }: Costs): Cost => ({ cpu: plan.cpu + forecast.cpu, heap: plan.heap + forecast.heap });
  const rows = [
    cpuRow("Plan", usual, (costs) => costs.plan),
    cpuRow("Forecast", usual, (costs) => costs.forecast),
    cpuRow("Plan and forecast", usual, both, "250 ms, 3.3x"),
    heapRow("Plan and forecast, heap", usual, both, "200 MB"),
    cpuRow("All rules, as `check` runs them", usual, (costs) => costs.rules),
    perJudgementRow("of it for one rule and one subject", usual, "20 us"),
    cpuRow("Plan with 300 hosts in the core, 900 for the larger", crowded, (costs) => costs.plan),
    cpuRow("Parse JSON", usual, (costs) => costs.parse),
    heapRow("Parse JSON, heap", usual, (costs) => costs.parse),
    cpuRow("Parse YAML", written, (costs) => costs.parse),
    heapRow("Parse YAML, heap", written, (costs) => costs.parse),
  ];
  const titles = ["What", `${few.toLocaleString("en")} sites`, `${many.toLocaleString("en")} sites`, "Ratio", "Goal"];
  return table(titles, rows, titles.slice(1));
}

function costsOf(files: readonly [string, string], runs: number, options: readonly string[] = []): Pair {
  const measured: [Costs[], Costs[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    measured[0].push(once(files[0], options));
    measured[1].push(once(files[1], options));
  }
  return [medianOf(measured[0]), medianOf(measured[1])];
}

function once(file: string, options: readonly string[]): Costs {
  const command = ["--expose-gc", "bench/scaleProcess.ts", file, ...options];
  const output = execFileSync(process.execPath, command, { cwd: root });
  return JSON.parse(output.toString()) as Costs;
}

function medianOf(all: readonly Costs[]): Costs {
  const of = (step: Step): Cost => ({
    cpu: median(all.map((costs) => costs[step].cpu)),
    heap: median(all.map((costs) => costs[step].heap)),
  });
  const judgements = all[0]?.judgements ?? 0;
  return { parse: of("parse"), plan: of("plan"), forecast: of("forecast"), rules: of("rules"), judgements };
}

function cpuRow(name: string, pair: Pair, cost: (costs: Costs) => Cost, goal = ""): string[] {
  return rowOf(name, [cost(pair[0]).cpu, cost(pair[1]).cpu], "ms", goal);
}

/** Microseconds of CPU. */
function perJudgementRow(name: string, pair: Pair, goal: string): string[] {
  const [small = 0, large = 0] = pair.map(({ rules, judgements }) => (1000 * rules.cpu) / judgements);
  return [name, `${small.toFixed(2)} us`, `${large.toFixed(2)} us`, `${(large / small).toFixed(2)}x`, goal];
}

function heapRow(name: string, pair: Pair, cost: (costs: Costs) => Cost, goal = ""): string[] {
  return rowOf(name, [cost(pair[0]).heap, cost(pair[1]).heap], "MB", goal);
}

function rowOf(name: string, [small, large]: readonly [number, number], unit: string, goal: string): string[] {
  return [name, `${small.toFixed(0)} ${unit}`, `${large.toFixed(0)} ${unit}`, `${(large / small).toFixed(2)}x`, goal];
}
