import type { Problem } from "../topology/problem.ts";
import { code, escapeMarkdown } from "./markdown.ts";
import { fitted, type Section } from "./pullRequestCut.ts";
import {
  type InvalidPullRequest,
  invalidVerdict,
  markerOf,
  type PullRequestReport,
  verdictOf,
} from "./pullRequestReport.ts";
import { findingSections, previewOnlySections } from "./pullRequestRows.ts";
import { planSections, resourceSections } from "./pullRequestSections.ts";

/** How a summary is to look. */
export interface PullRequestStyle {
  /** Most characters that the host takes. */
  readonly limit: number;
  /** What stands before the path of a rule's page, so that links work in a comment; a final slash included. */
  readonly links: string;
}

/** What a pull request does, as one comment: what fails newly first, what was so before last. */
export function pullRequestMarkdown(report: PullRequestReport, { limit, links }: PullRequestStyle): string {
  const { first, last } = findingSections(report, links);
  const sections = [
    ...first,
    ...baseSections(report),
    ...planSections(report),
    ...resourceSections(report),
    ...previewOnlySections(report, links),
    ...last,
  ];
  return fitted(head(verdictOf(report), report), sections, limit);
}

/** Why nothing can be said of a file, as a comment. */
export function invalidPullRequestMarkdown(report: InvalidPullRequest, { limit }: PullRequestStyle): string {
  const { problems } = report;
  return fitted(
    head(invalidVerdict(report), report),
    [problemSection(`Problems (${problems.length})`, problems)],
    limit,
  );
}

/** The marker stands behind the verdict: a line that begins with it would be HTML to its end, and show asterisks. */
function head(verdict: string, report: { readonly environment: string }): string {
  return `**${escapeMarkdown(verdict)}** ${markerOf(report)}\n`;
}

function baseSections({ base }: PullRequestReport): readonly Section[] {
  if (base.state !== "invalid") return [];
  const lead =
    "The file of the target branch is not a valid topology, so that nothing could be compared with it; that is not the fault of this change.";
  return [problemSection("Target branch", base.problems, lead)];
}

function problemSection(title: string, problems: readonly Problem[], lead?: string): Section {
  return {
    title,
    ...(lead === undefined ? {} : { lead }),
    titles: ["Where", "What"],
    rows: problems.map(({ file, line, path, message }) => [
      `${path === "" ? "" : `${code(path)} `}${escapeMarkdown(file)}:${line}`,
      escapeMarkdown(message),
    ]),
  };
}
