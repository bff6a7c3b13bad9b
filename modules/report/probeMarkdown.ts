import { code, escapeMarkdown, table } from "./markdown.ts";
import { nameWords, type ProbedTarget, probeSummary, proves, stepWords, targetName } from "./probeReport.ts";

/** What probes found, for a ticket or a wiki: a row for each address; no times, which differ with every run. */
export function probeMarkdown(targets: readonly ProbedTarget[]): string {
  const titles = ["Target", "Name", "Address", "TCP", "RPC"];
  const text = `## Probe\n\n**${probeSummary(targets)}**\n\n${table(titles, targets.flatMap(rowsOf))}`;
  return `${text}\n${escapeMarkdown(proves)}\n`;
}

function rowsOf(target: ProbedTarget): readonly (readonly string[])[] {
  const [name, found] = [code(targetName(target)), escapeMarkdown(nameWords(target))];
  if (target.paths.length === 0) return [[name, found, "", "", ""]];
  return target.paths.map(({ address, tcp, rpc }) => [
    name,
    found,
    code(address),
    escapeMarkdown(stepWords(tcp)),
    rpc === null ? "" : escapeMarkdown(stepWords(rpc)),
  ]);
}
