import { policyNames } from "../rules/policyNames.ts";
import type { Rule, Threshold } from "../rules/rule.ts";
import { unsettable } from "../topology/checkPolicy.ts";

/** Where the page of a rule lies. */
export function pageOf({ id }: Rule): string {
  return `docs/rules/${id}.md`;
}

/** `margin: 0 to 1000 percent, 20 unless set. Machines that …` */
function thresholdLine({ name, summary, unit, standard, least, most }: Threshold): string {
  return `${name}: ${least} to ${most} ${unit}, ${standard} unless set. ${summary}`;
}

function settingLines({ id, severity, thresholds = [] }: Rule): readonly string[] {
  if (unsettable.has(id)) return ["none in the topology file"];
  const reason = severity === "mandatory" ? "; with a reason where it is lowered" : "";
  return [`severity: mandatory, advisory, info or off${reason}`, ...thresholds.map(thresholdLine)];
}

/** What is said of one rule, in the order of every format. */
export function ruleFacts(rule: Rule): readonly (readonly [title: string, lines: readonly string[]])[] {
  const { severity, summary, source, reads, remedy } = rule;
  return [
    ["Severity", [severity]],
    ["Rule", [summary]],
    ["Remedy", [remedy]],
    ["Reads", [reads.join(", ")]],
    ["Settings", settingLines(rule)],
    ["Policies", policyNames(rule)],
    ["Source", [source]],
    ["Page", [pageOf(rule)]],
  ];
}
