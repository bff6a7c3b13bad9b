import type { Finding } from "../rules/rule.ts";
import { groupFindings, summarize } from "./findingGroups.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";

/** Findings as the summary of a pull request. */
export function findingsMarkdown(environment: string, findings: readonly Finding[]): string {
  return `## Activation checks: ${escapeMarkdown(environment)}\n\n**${summarize(findings)}**\n${findingsTable(findings)}`;
}

/** The table alone, after an empty line; nothing where there are no findings. */
export function findingsTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return "";
  const rows = groupFindings(findings).flatMap(([group, members]) =>
    members.map((finding) => [
      group === finding.severity ? group : `${group} (${finding.severity})`,
      `[${finding.rule}](${finding.url})`,
      where(finding),
      escapeMarkdown(finding.message),
    ]),
  );
  return `\n${table(["Level", "Rule", "Where", "What"], rows)}`;
}

function where({ subject, place }: Finding): string {
  return place === undefined ? code(subject) : `${code(subject)} ${escapeMarkdown(place.file)}:${place.line}`;
}
