import type { Finding } from "../rules/rule.ts";
import { type Group, groupFindings, groupStyle, summarize } from "./findingGroups.ts";
import type { View } from "./view.ts";
import { wrap } from "./wrap.ts";

/**
 * Findings for a terminal, by group, worst first: `file:line:col: RULE: message`, so that editors jump to the place;
 * the subject stands there where a finding has no place. The last line counts.
 */
export function findingsText(findings: readonly Finding[], view: View): string {
  const sections = groupFindings(findings).map(([group, members]) => {
    const heading = view.paint("bold", view.paint(groupStyle[group], `${group} (${members.length})`));
    return [heading, ...members.map((finding) => findingLine(finding, group, view))].join("\n");
  });
  return `${[...sections, summarize(findings)].join("\n\n")}\n`;
}

function findingLine(finding: Finding, group: Group, view: View): string {
  const { place, subject, rule, severity } = finding;
  const where = place === undefined ? subject : `${place.file}:${place.line}:${place.column}`;
  // What nobody could judge still says how much would hang on it.
  const level = group === severity ? "" : ` (${severity})`;
  const line = wrap(`${where}: ${rule}${level}: ${finding.message}`, view.columns, 4);
  return line.replace(rule, view.paint(groupStyle[group], rule));
}
