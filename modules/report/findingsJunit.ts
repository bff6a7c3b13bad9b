import { create } from "xmlbuilder2";
import type { Finding, Rule } from "../rules/rule.ts";
import type { Facts } from "../topology/model.ts";
import { groupFindings, groupOf } from "./findingGroups.ts";
import { labelOf } from "./findingsAnnotations.ts";
import { counted, type PreviewReport } from "./previewReport.ts";

/** What the rules were shown, and how: a rule that was kept from judging must not appear as passed. */
export interface Judged {
  readonly what: "file" | "stack" | "preview" | "half a preview";
  /** What the file sets of rules. */
  readonly settings: Facts["policy"]["rules"];
}

interface Outcome {
  /** Missing: passed. */
  readonly kind?: "failure" | "error" | "skipped";
  readonly type?: string;
  readonly lines: readonly string[];
}

interface TestCase extends Outcome {
  readonly name: string;
}

/**
 * Findings as JUnit XML: one suite for the environment, one test case for each rule of the catalogue.
 *
 * A failure of a mandatory rule is a failure. CI hosts know no test that warns: advisory failures pass, with what they
 * say as the output of the case, because a red test that stops nothing teaches people to overlook red. Unknown,
 * attested and suppressed results, and rules that judged nothing, are skipped with the reason; none of them is a pass.
 * Places stand in the text: the schema that Jenkins publishes gives a case neither file nor line. No times, so that
 * equal findings give equal files.
 */
export function checkJunit(
  environment: string,
  findings: readonly Finding[],
  rules: readonly Rule[],
  judged: Judged,
): string {
  return document(environment, ruleCases(findings, rules, judged));
}

/** A preview as JUnit XML: a case for the preview itself, with guards and errors, before those of the rules. */
export function previewJunit(
  report: PreviewReport,
  rules: readonly Rule[],
  settings: Judged["settings"] = undefined,
): string {
  const judged: Judged = { what: report.complete ? "preview" : "half a preview", settings };
  return document(report.environment, [previewCase(report), ...ruleCases(report.findings, rules, judged)]);
}

function previewCase({ complete, changes, warnings, problems }: PreviewReport): TestCase {
  const name = "preview";
  const notes = warnings.map((warning) => `note: ${warning}`);
  if (!complete) {
    const first = "could not be previewed, and nothing was changed";
    return { name, kind: "error", type: "incomplete", lines: [first, ...problems, ...notes] };
  }
  if (problems.length > 0) return { name, kind: "failure", type: "guard", lines: [...problems, ...notes] };
  return { name, lines: [counted(changes), ...notes] };
}

function ruleCases(findings: readonly Finding[], rules: readonly Rule[], judged: Judged): readonly TestCase[] {
  return rules.map((rule) => {
    const own = findings.filter((finding) => finding.rule === rule.id);
    return { name: `${rule.id}: ${rule.summary}`, ...(own.length === 0 ? silence(rule, judged) : outcome(own)) };
  });
}

function silence(rule: Rule, judged: Judged): Outcome {
  const reason = notJudged(rule, judged);
  return reason === undefined ? { lines: [] } : { kind: "skipped", type: "not judged", lines: [reason] };
}

function notJudged({ id, over }: Rule, { what, settings }: Judged): string | undefined {
  const { severity = null, reason = null } = settings?.[id] ?? {};
  const because = reason === null ? "" : `: ${reason}`;
  if (severity === "off") return `switched off by the file${because}`;
  if (what === "half a preview") return "not judged to the end: the preview could not run to its end";
  if (what === "file" && over === "resource")
    return "not judged: it looks at resources, which activation preview and activation check --state have";
  // The policy pack leaves out what the file makes information.
  if (what === "preview" && severity === "info")
    return `lowered to information by the file, which activation check alone reports${because}`;
  return undefined;
}

function outcome(findings: readonly Finding[]): Outcome {
  const sorted = groupFindings(findings).flatMap(([, members]) => members);
  const lines = sorted.map(line);
  const groups = sorted.map(groupOf);
  if (groups.includes("mandatory")) return { kind: "failure", type: "mandatory", lines };
  const undecided = (["unknown", "attested", "suppressed"] as const).find((group) => groups.includes(group));
  if (undecided === undefined) return { lines };
  // Hosts show the first line of a skipped case: it must be the reason for skipping.
  const reasons = sorted.filter((finding) => finding.status !== "fail").map(line);
  return { kind: "skipped", type: undecided, lines: [...new Set([...reasons, ...lines])] };
}

function line(finding: Finding): string {
  const { place, subject, message, url } = finding;
  const where = place === undefined ? "" : `${place.file}:${place.line}:${place.column}: `;
  return `${where}${labelOf(finding)}: ${subject}: ${message} (${url})`;
}

function document(environment: string, cases: readonly TestCase[]): string {
  const count = (kind: Outcome["kind"]) => cases.filter((one) => one.kind === kind).length;
  const counts = { "@tests": cases.length, "@failures": count("failure"), "@errors": count("error") };
  const testcase = cases.map((one) => testCase(environment, one));
  const testsuite = { "@name": environment, ...counts, "@skipped": count("skipped"), testcase };
  const options = { version: "1.0", encoding: "UTF-8", invalidCharReplacement: "\uFFFD" } as const;
  const xml = create(options, { testsuites: { "@name": "activation", ...counts, testsuite } });
  return `${xml.end({ prettyPrint: true })}\n`;
}

function testCase(environment: string, { name, kind, type, lines }: TestCase): object {
  const names = { "@classname": `activation.${environment}`, "@name": name };
  const text = lines.join("\n");
  if (kind !== undefined) {
    const [first = "", ...more] = lines;
    const rest = more.length === 0 ? "" : ` (and ${more.length} more)`;
    return { ...names, [kind]: { "@type": type, "@message": `${first.replace(/\s+/g, " ")}${rest}`, "#": text } };
  }
  return text === "" ? names : { ...names, "system-out": text };
}
