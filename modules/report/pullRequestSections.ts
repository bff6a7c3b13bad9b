import { isEmpty, reasonsOf, spendingOf, touchedText } from "./differenceReport.ts";
import { code, escapeMarkdown } from "./markdown.ts";
import { counted, type PreviewReport } from "./previewReport.ts";
import type { Section } from "./pullRequestCut.ts";
import type { PullRequestReport } from "./pullRequestReport.ts";

/** What changes in the plan: cohorts, hosts and keys. */
export function planSections({ base, difference }: PullRequestReport): readonly Section[] {
  if (difference === null) {
    const lead = base.state === "invalid" ? "Not known: see above." : "Not known: no file was named to compare with.";
    return [{ title: "Plan", lead, titles: [], rows: [] }];
  }
  const isNew = base.state === "absent";
  const changes = isEmpty(difference) ? "Nothing changes." : `${touchedText(difference)}.`;
  const lead = isNew ? `The environment is new: the target branch has no such file. ${changes}` : changes;
  const cohorts = difference.cohorts.map((change) => [
    code(change.site),
    code(change.cohort),
    String(change.touched),
    [change.sentence, ...reasonsOf(change)].map(escapeMarkdown).join("<br>"),
  ]);
  const hosts = difference.hosts.map(({ host, change, sentence }) => [code(host), change, escapeMarkdown(sentence)]);
  const keys = difference.keys
    .map(spendingOf)
    .map(({ name, texts }) => [escapeMarkdown(name), texts.map(escapeMarkdown).join("<br>")]);
  return [
    { title: "Plan", lead, titles: ["Site", "Cohort", "Touched", "What and why"], rows: cohorts, right: ["Touched"] },
    ...withRows({ title: "KMS hosts", titles: ["Host", "Change", "What"], rows: hosts }),
    ...withRows({ title: "Key activations", titles: ["Key", "Spent"], rows: keys }),
  ];
}

function withRows(section: Section): readonly Section[] {
  return section.rows.length === 0 ? [] : [section];
}

/** What would go or be made anew comes first: a summary is cut from its end. */
const byRisk: readonly PreviewReport["changes"][number]["op"][] = ["delete", "replace", "create", "update"];

/** What the engine would make, change, replace and delete, and what stops it. */
export function resourceSections({ preview }: PullRequestReport): readonly Section[] {
  if (preview === null) {
    return [{ title: "Resources", lead: "Not known here: there was no preview.", titles: [], rows: [] }];
  }
  const { environment, complete, changes, problems, warnings } = preview;
  const what = complete
    ? `${counted(changes)} in the stack ${code(environment)}.`
    : `The preview of the stack ${code(environment)} could not run to its end; this is what it saw before.`;
  const rows = byRisk.flatMap((op) =>
    changes
      .filter((change) => change.op === op)
      .map(({ type, name, paths }) => [op, code(name), code(type), paths.map(code).join(" ")]),
  );
  const remarks = [
    ...problems.map((text) => ["stops it", escapeMarkdown(text)]),
    ...warnings.map((text) => ["note", escapeMarkdown(text)]),
  ];
  return [
    ...withRows({ title: "What the preview says", titles: ["Kind", "What"], rows: remarks }),
    { title: "Resources", lead: what, titles: ["Change", "Resource", "Type", "Properties"], rows },
  ];
}
