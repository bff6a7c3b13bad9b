import type { Finding } from "../rules/rule.ts";
import { groupFindings, groupOf } from "./findingGroups.ts";
import { code, escapeMarkdown } from "./markdown.ts";
import type { Section } from "./pullRequestCut.ts";
import { type ComparedFinding, failsNewly } from "./pullRequestFindings.ts";
import { type PullRequestReport, previewOnly } from "./pullRequestReport.ts";

const titles: readonly string[] = ["Level", "Rule", "Where", "What"];

/** The findings of a pull request: those to look at before anything else, and those that can wait. */
export function findingSections(
  { findings: { now, fixed } }: PullRequestReport,
  links: string,
): { readonly first: readonly Section[]; readonly last: readonly Section[] } {
  const failures = now.filter(({ finding }) => finding.status === "fail");
  const newly = failures.filter(failsNewly);
  const others = failures.filter((one) => !newly.includes(one));
  const changed = others.filter(({ change }) => change === "changed");
  const unchanged = others.filter(({ change }) => change === "unchanged");
  const uncompared = others.filter(({ change }) => change === "not-compared");
  const undecided = now.filter(({ finding }) => finding.status !== "fail");
  const section = (title: string, members: readonly ComparedFinding[]) =>
    sectionOf(title, titles, rowsOf(members, links));
  return {
    first: [
      ...section("New failures", newly),
      ...section("Failures that read otherwise than before", changed),
      ...section("Failures, new or not", uncompared),
    ],
    last: [
      ...sectionOf("Fixed", titles, rowsOf(fixed.map(gone), links)),
      ...sectionOf("Unknown, attested or suppressed", [...titles, "Before"], undecidedRows(undecided, links)),
      ...section("Failures as before", unchanged),
    ],
  };
}

/** What only the preview shows: values that are known nowhere else, and rules about single resources. */
export function previewOnlySections(report: PullRequestReport, links: string): readonly Section[] {
  const found = previewOnly(report).map((finding) => ({ finding, change: "not-compared", before: null }) as const);
  return sectionOf("Found in the preview alone", titles, rowsOf(found, links));
}

function sectionOf(title: string, columns: readonly string[], rows: Section["rows"]): readonly Section[] {
  return rows.length === 0 ? [] : [{ title: `${title} (${rows.length})`, titles: columns, rows }];
}

/** A finding that is there no longer; its line is one of the older file, and would mislead. */
function gone({ place: _, ...finding }: Finding): ComparedFinding {
  return { finding, change: "not-compared", before: null };
}

function rowsOf(members: readonly ComparedFinding[], links: string): string[][] {
  return worstFirst(members).map((one) => [
    ...cells(one.finding, links),
    `${escapeMarkdown(one.finding.message)}${was(one)}`,
  ]);
}

function undecidedRows(members: readonly ComparedFinding[], links: string): string[][] {
  return worstFirst(members).map((one) => [
    ...cells(one.finding, links),
    escapeMarkdown(one.finding.message),
    beforeText(one),
  ]);
}

function worstFirst(members: readonly ComparedFinding[]): readonly ComparedFinding[] {
  const of = new Map(members.map((one) => [one.finding, one]));
  return groupFindings([...of.keys()]).flatMap(([, findings]) => findings.flatMap((finding) => of.get(finding) ?? []));
}

function cells(finding: Finding, links: string): string[] {
  const { rule, subject, place, url } = finding;
  const where = place === undefined ? code(subject) : `${code(subject)} ${escapeMarkdown(place.file)}:${place.line}`;
  return [levelOf(finding), `[${rule}](${/^https?:/.test(url) ? url : `${links}${url}`})`, where];
}

function levelOf(finding: Finding): string {
  const group = groupOf(finding);
  return group === finding.severity ? group : `${group} (${finding.severity})`;
}

/** What a failure was before, where that was something else than a sentence with other numbers. */
function was({ finding, before }: ComparedFinding): string {
  return before === null || levelOf(before) === levelOf(finding) ? "" : ` (was ${levelOf(before)})`;
}

function beforeText(one: ComparedFinding): string {
  const { finding, change, before } = one;
  if (change === "not-compared") return "not known";
  if (before === null) return "not there";
  if (change === "unchanged") return "the same";
  return levelOf(before) === levelOf(finding) ? "worded otherwise" : levelOf(before);
}
