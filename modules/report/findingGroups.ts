import type { Finding } from "../rules/rule.ts";
import type { Style } from "./view.ts";

/** What a reader sorts findings by: how bad a failure is, else what kept the rule from judging. */
export type Group = "mandatory" | "advisory" | "info" | "unknown" | "attested" | "suppressed";

/** Worst first. */
const groups: readonly Group[] = ["mandatory", "advisory", "info", "unknown", "attested", "suppressed"];

/** One style for each group, the same in every text report. */
export const groupStyle: Readonly<Record<Group, Style>> = {
  mandatory: "red",
  advisory: "yellow",
  info: "cyan",
  unknown: "magenta",
  attested: "dim",
  suppressed: "dim",
};

/** The group of one finding. */
export function groupOf(finding: Finding): Group {
  return finding.status === "fail" ? finding.severity : finding.status;
}

/** The findings of every group that has some, worst group first. */
export function groupFindings(findings: readonly Finding[]): readonly (readonly [Group, readonly Finding[]])[] {
  return groups
    .map((group) => [group, findings.filter((finding) => groupOf(finding) === group)] as const)
    .filter(([, members]) => members.length > 0);
}

/** How many findings each group has, groups without any included. */
export function countFindings(findings: readonly Finding[]): Readonly<Record<Group, number>> {
  const counts = { mandatory: 0, advisory: 0, info: 0, unknown: 0, attested: 0, suppressed: 0 };
  for (const finding of findings) counts[groupOf(finding)]++;
  return counts;
}

/** `1 mandatory, 0 advisory, 2 unknown`, then what else there is. */
export function summarize(findings: readonly Finding[]): string {
  const counts = countFindings(findings);
  const always: readonly Group[] = ["mandatory", "advisory", "unknown"];
  const rest = groups.filter((group) => !always.includes(group) && counts[group] > 0);
  return [...always, ...rest].map((group) => `${counts[group]} ${group}`).join(", ");
}
