import { execFileSync } from "node:child_process";
import { table } from "../modules/report/markdown.ts";
import { median, root } from "./measure.ts";

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

/**
 * How long commands take, as ratios to something that everybody has. The two alternate, so that a busy moment of the
 * machine hits both; medians are compared.
 */
export function commandsTable(runs: number): string {
  const titles = ["What", "Median", "Against", "Median", "Ratio", "Goal"];
  return table(
    titles,
    cases.map((one) => measure(one, runs)),
    ["Median", "Ratio", "Goal"],
  );
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
