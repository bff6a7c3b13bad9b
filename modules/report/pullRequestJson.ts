import { findingJson } from "./findingsJson.ts";
import { jsonDocument } from "./json.ts";
import { type ComparedFinding, failsNewly } from "./pullRequestFindings.ts";
import {
  type InvalidPullRequest,
  invalidVerdict,
  type PullRequestReport,
  previewOnly,
  verdictOf,
} from "./pullRequestReport.ts";

/** What a pull request does, for machines. */
export function pullRequestJson(report: PullRequestReport): string {
  const { environment, file, fails, base, difference, findings, preview } = report;
  const plain = (change: ComparedFinding["change"]) =>
    findings.now.filter((one) => one.change === change).map(({ finding }) => findingJson(finding));
  return jsonDocument({
    environment,
    file,
    valid: true,
    verdict: verdictOf(report),
    fails,
    base,
    difference,
    findings: {
      new: plain("new"),
      changed: findings.now
        .filter(({ change }) => change === "changed")
        .map(({ finding, before }) => ({ now: findingJson(finding), before: before && findingJson(before) })),
      unchanged: plain("unchanged"),
      notCompared: plain("not-compared"),
      fixed: findings.fixed.map(findingJson),
    },
    newFailures: findings.now.filter(failsNewly).length,
    preview: preview && { ...preview, findings: preview.findings.map(findingJson) },
    previewOnly: previewOnly(report).map(findingJson),
  });
}

/** Why nothing can be said of a file, for machines. */
export function invalidPullRequestJson(report: InvalidPullRequest): string {
  const { environment, file, problems } = report;
  return jsonDocument({ environment, file, valid: false, verdict: invalidVerdict(report), problems });
}
