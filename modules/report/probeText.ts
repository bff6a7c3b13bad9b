import {
  answersRpc,
  nameWords,
  type ProbedPath,
  type ProbedTarget,
  type ProbeStep,
  probeSummary,
  proves,
  stepWords,
  targetName,
} from "./probeReport.ts";
import type { View } from "./view.ts";
import { wrap } from "./wrap.ts";

/** What probes found, for a terminal: each target with its steps, then what it adds up to and what it proves. */
export function probeText(targets: readonly ProbedTarget[], view: View): string {
  const sections = targets.map((target) => targetText(target, view));
  const last = wrap(`${probeSummary(targets)}. ${proves}`, view.columns, 0);
  return `${[...sections, last].join("\n\n")}\n`;
}

function targetText(target: ProbedTarget, view: View): string {
  const answers = answersRpc(target);
  const verdict = view.paint(answers ? "green" : "red", answers ? "an RPC server answers" : "no RPC server answers");
  const lines = [
    `  name  ${nameWords(target)}${took(target.name)}`,
    ...target.paths.flatMap((path) => pathLines(path, target.paths.length > 1)),
  ];
  const title = `${view.paint("bold", targetName(target))}: ${verdict}`;
  return [title, ...lines.map((line) => wrap(line, view.columns, 8))].join("\n");
}

/** Where a name has several addresses, each line says which it is about. */
function pathLines({ address, tcp, rpc }: ProbedPath, several: boolean): string[] {
  const at = several ? `${address}: ` : "";
  const first = `  TCP   ${at}${stepWords(tcp)}${took(tcp)}`;
  return rpc === null ? [first] : [first, `  RPC   ${at}${stepWords(rpc)}${took(rpc)}`];
}

function took({ outcome, ms }: ProbeStep<string>): string {
  return outcome === "address" ? "" : `, ${ms} ms`;
}
