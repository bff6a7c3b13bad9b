import type { PlanDifference } from "../explain/change.ts";
import type { Finding } from "../rules/rule.ts";
import type { Problem } from "../topology/problem.ts";
import { touchedText } from "./differenceReport.ts";
import { summarize } from "./findingGroups.ts";
import { counted, type PreviewReport } from "./previewReport.ts";
import { type FindingComparison, failsNewly } from "./pullRequestFindings.ts";

/** What there is to compare with. */
export type Base =
  | { readonly state: "compared" }
  /** The file is not there: the environment is new. */
  | { readonly state: "absent" }
  | { readonly state: "invalid"; readonly problems: readonly Problem[] }
  /** Nobody named a file. */
  | { readonly state: "unnamed" };

/** What a pull request does to one environment. */
export interface PullRequestReport {
  readonly environment: string;
  readonly file: string;
  /** Whether the findings of the file reach the level at which `check` fails. */
  readonly fails: boolean;
  readonly base: Base;
  /** What changes in the plan; from nothing where the environment is new, null where that is not known. */
  readonly difference: PlanDifference | null;
  readonly findings: FindingComparison;
  /** What the engine would do; null where no preview was given. */
  readonly preview: PreviewReport | null;
}

/** A file that is no topology: nothing can be said of it but why. */
export interface InvalidPullRequest {
  readonly environment: string;
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** The comment of an environment is found again by this line; it is not shown. */
export function markerOf({ environment }: { readonly environment: string }): string {
  return `<!-- activation: ${environment} -->`;
}

/** All in one sentence: whether the rules let it pass, what is new, what is to touch, and what the engine would do. */
export function verdictOf(report: PullRequestReport): string {
  const { environment, fails, findings, difference, preview } = report;
  const parts = [
    `${environment} ${fails ? "does not pass" : "passes"}: ${summarize(findings.now.map(({ finding }) => finding))}${comparisonText(report)}`,
    difference === null ? "changes to the plan not known" : touchedText(difference),
    preview === null ? "resources not known here" : previewVerdict(preview, previewOnly(report).length),
  ];
  return `${parts.join("; ")}.`;
}

/** One sentence about a file that is no topology. */
export function invalidVerdict({ environment, file, problems }: InvalidPullRequest): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return `${environment} could not be judged: ${file} is not a valid topology (${count}).`;
}

function comparisonText({ base, findings: { now, fixed } }: PullRequestReport): string {
  if (base.state === "invalid" || base.state === "unnamed") return "";
  const newly = now.filter(failsNewly).length;
  const texts = [newly === 1 ? "1 new failure" : `${newly} new failures`, `${fixed.length} fixed`];
  return ` (${texts.join(", ")})`;
}

function previewVerdict(preview: PreviewReport, alone: number): string {
  if (!preview.complete) return "the preview could not run to its end";
  const stopped = preview.problems.length > 0 ? ", and something stops it" : "";
  const more = alone > 0 ? `, and ${alone} more ${alone === 1 ? "finding" : "findings"}` : "";
  const changes = preview.changes.length === 0 ? "no resource changes" : `resources: ${counted(preview.changes)}`;
  return `${changes}${more}${stopped}`;
}

/** What the rules find in the preview's resources and not in the file. */
export function previewOnly({ findings, preview }: PullRequestReport): readonly Finding[] {
  const key = ({ rule, subject, status }: Finding) => [rule, subject, status].join("\n");
  const known = new Set(findings.now.map(({ finding }) => key(finding)));
  return (preview?.findings ?? []).filter((finding) => !known.has(key(finding)));
}
