/**
 * `npm run bench`: how long things take, as ratios to something that everybody has, side by side in one run.
 *
 * Runs alternate, so that a busy moment of the machine hits both sides; medians are compared. The table goes to
 * stdout; `--write DATE` also puts it into docs/performance.md, with the conditions.
 */
import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { table } from "../modules/report/markdown.ts";
import { writeBlock } from "./block.ts";

interface Case {
  readonly name: string;
  readonly command: readonly string[];
  readonly against: { readonly name: string; readonly command: readonly string[] };
  /** Highest ratio that the project allows itself. */
  readonly goal: number;
}

const launcher = "modules/cli/activation.mjs";
const example = "examples/enterprise.topology.yaml";
const requireYaml = { name: "`node -e 'require(\"yaml\")'`", command: ["-e", 'require("yaml")'] };

const cases: readonly Case[] = [
  {
    name: "`activation --version`",
    command: [launcher, "--version"],
    against: { name: "`node -e 0`", command: ["-e", "0"] },
    goal: 1.5,
  },
  { name: `\`activation plan ${example}\``, command: [launcher, "plan", example], against: requireYaml, goal: 4 },
  { name: `\`activation check ${example}\``, command: [launcher, "check", example], against: requireYaml, goal: 4 },
];

const root = fileURLToPath(new URL("..", import.meta.url));

/** Milliseconds of one run; exit code 1 (findings) is a run as good as any. */
function once(command: readonly string[]): number {
  const start = performance.now();
  try {
    execFileSync(process.execPath, [...command], { cwd: root, stdio: "ignore" });
  } catch (error) {
    if ((error as { status?: number }).status !== 1) throw error;
  }
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function measure({ name, command, against, goal }: Case, runs: number): string[] {
  const own: number[] = [];
  const other: number[] = [];
  // Two runs fill the caches of both sides and are not counted.
  for (let run = -2; run < runs; run++) {
    const pair = [once(command), once(against.command)] as const;
    if (run < 0) continue;
    own.push(pair[0]);
    other.push(pair[1]);
  }
  const ratio = median(own) / median(other);
  const shown = [median(own), median(other)].map((ms) => `${ms.toFixed(0)} ms`);
  return [name, shown[0] ?? "", against.name, shown[1] ?? "", `${ratio.toFixed(2)}x`, `${goal}x`];
}

const { values } = parseArgs({ options: { runs: { type: "string", default: "21" }, write: { type: "string" } } });
const runs = Number(values.runs);
const load = (loadavg()[0] ?? 0).toFixed(1);
const titles = ["What", "Median", "Against", "Median", "Ratio", "Goal"];
const rows = cases.map((one) => measure(one, runs));
const text = table(titles, rows, ["Median", "Ratio", "Goal"]);
process.stdout.write(text);
if (values.write !== undefined) {
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"})`;
  const conditions = `Measured ${values.write}: Node ${process.versions.node}, ${cores}, load ${load} before, ${runs} alternating runs each.`;
  writeBlock(fileURLToPath(new URL("../docs/performance.md", import.meta.url)), `${text}\n${conditions}\n`);
}
