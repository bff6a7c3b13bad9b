import type { Finding } from "../rules/rule.ts";
import type { Place } from "../topology/problem.ts";
import { type Group, groupFindings, groupOf, summarize } from "./findingGroups.ts";
import { counted, type PreviewReport } from "./previewReport.ts";

/** How loud a CI host says something: an error stops, a warning stands out, a notice is there to be read. */
export type Level = "error" | "warning" | "notice";

/** One thing that a CI host shows beside a line of a pull request, or on the page of the run. */
export interface Annotation {
  readonly level: Level;
  /** Short: the rule, and what its finding is. */
  readonly title: string;
  readonly message: string;
  /** What a finding is sorted by; missing where no rule speaks. */
  readonly group?: Group;
  readonly rule?: string;
  readonly place?: Place;
}

/** What a run has to say to a CI host. */
export interface Annotations {
  readonly summary: string;
  /** What matters most first, because hosts show the first few of each level. */
  readonly list: readonly Annotation[];
}

const levels: Readonly<Record<Group, Level>> = {
  mandatory: "error",
  advisory: "warning",
  info: "notice",
  unknown: "notice",
  attested: "notice",
  suppressed: "notice",
};

/** The findings of a check. */
export function checkAnnotations(environment: string, findings: readonly Finding[]): Annotations {
  return { summary: `${environment}: ${summarize(findings)}`, list: ofFindings(findings) };
}

/** What stops a preview, then its findings, then what it leaves to a person. Half a preview is an error of its own. */
export function previewAnnotations(report: PreviewReport): Annotations {
  const { environment, complete, changes, findings, warnings, problems } = report;
  const title = `preview of ${environment}`;
  const failed = `${environment} could not be previewed, and nothing was changed; rules without a finding here have not passed`;
  const errors = [...(complete ? [] : [failed]), ...problems];
  return {
    summary: `${environment}: ${complete ? counted(changes) : "could not be previewed"}; ${summarize(findings)}`,
    list: [
      ...errors.map((message): Annotation => ({ level: "error", title, message })),
      ...ofFindings(findings),
      ...warnings.map((message): Annotation => ({ level: "notice", title, message })),
    ],
  };
}

/** `mandatory`, `unknown (mandatory)`: what a finding is, and how much hangs on it where that is not the same. */
export function labelOf(finding: Finding): string {
  const group = groupOf(finding);
  return group === finding.severity ? group : `${group} (${finding.severity})`;
}

/** `2 of 12 errors`, for each level of which a host leaves some out; empty where it shows everything. */
export function leftOut(levels: readonly Level[], shown: number): string {
  return (["error", "warning", "notice"] as const)
    .map((level) => ({ level, total: levels.filter((other) => other === level).length }))
    .filter(({ total }) => total > shown)
    .map(({ level, total }) => `${total - shown} of ${total} ${level}s`)
    .join(", ");
}

function ofFindings(findings: readonly Finding[]): readonly Annotation[] {
  return groupFindings(findings).flatMap(([group, members]) =>
    members.map((finding) => {
      const { rule, subject, message, place } = finding;
      const said = { level: levels[group], title: `${rule}: ${labelOf(finding)}`, group, rule };
      return place === undefined ? { ...said, message: `${subject}: ${message}` } : { ...said, message, place };
    }),
  );
}
