import type { Suppression } from "../topology/model.ts";
import type { Places } from "../topology/problem.ts";
import { catalogue } from "./catalogue.ts";
import type { Finding, Report, ResourceRule, Rule, World } from "./rule.ts";
import { severityOf } from "./settings.ts";
import { unreadableReports } from "./unreadable.ts";

/** A level of `--fail-on`. */
export type FailOn = "mandatory" | "advisory" | "unknown";

/** A resource as rules about one resource see it. */
export type CheckedResource = Parameters<ResourceRule["check"]>[0];

/**
 * What the rules across the estate find, with the settings and the suppressions of the file applied.
 *
 * Sorted by rule, subject and message, so that equal worlds give equal reports.
 *
 * @param places - Where subjects stand in the file; left out where there is no file.
 */
export function runRules(world: World, places?: Places, rules: readonly Rule[] = catalogue): Finding[] {
  const estate = rules.filter((rule) => rule.over === "estate");
  const reported = estate.flatMap((rule) =>
    [...unreadableReports(world, rule), ...rule.check(world)].map((report) => ({ rule, report })),
  );
  const covered = new Set(reported.flatMap(({ rule, report }) => exceptionsFor(world.facts, rule, report.subject)));
  const found = new Set(reported.map(({ rule }) => rule.id));
  const afterwards = rules
    .filter((rule) => rule.over === "findings")
    .flatMap((rule) => rule.check(world, { covered, found, rules }).map((report) => ({ rule, report })));
  const findings = [...reported, ...afterwards].flatMap(({ rule, report }) => {
    const severity = severityOf(rule, report, world.facts.policy.rules?.[rule.id]);
    return severity === "off" ? [] : [findingOf(rule, { ...report, severity }, world)];
  });
  return inOrder(
    findings.map((finding) => (places === undefined ? finding : { ...finding, place: places.of(finding.subject) })),
  );
}

/** What the rules about single resources find in the resources of a stack, with suppressions applied; sorted. */
export function runResourceRules(
  resources: readonly CheckedResource[],
  world: Exceptions,
  rules: readonly Rule[] = catalogue,
): Finding[] {
  const findings = rules
    .filter((rule) => rule.over === "resource")
    .flatMap((rule) =>
      resources.flatMap((resource) => rule.check(resource).map((report) => findingOf(rule, report, world))),
    );
  return inOrder(findings);
}

/** Whether findings reach a level: mandatory failures do at every level, advisory ones from `advisory` on, unknowns at `unknown`. */
export function failing(findings: readonly Finding[], facts: World["facts"], failOn: FailOn): boolean {
  return findings.some(({ severity, status }) => {
    if (status === "fail") return severity === "mandatory" || (severity === "advisory" && failOn !== "mandatory");
    if (status !== "unknown") return false;
    return failOn === "unknown" || (severity === "mandatory" && facts.policy.unknown === "fail");
  });
}

/** What decides about exceptions. */
export type Exceptions = { readonly facts: Pick<World["facts"], "suppressions"> } & Pick<World, "today">;

function findingOf(rule: Rule, report: Report, { facts, today }: Exceptions): Finding {
  const { subject, status = "fail", severity = rule.severity, message } = report;
  const finding: Finding = { rule: rule.id, severity, status, subject, message, url: `docs/rules/${rule.id}.md` };
  const exceptions = exceptionsFor(facts, rule, subject);
  const active = exceptions.find(({ until }) => until >= today);
  if (active !== undefined) {
    const { until, owner, reason } = active;
    return {
      ...finding,
      status: "suppressed",
      message: `${message} (suppressed by ${owner} until ${until}: ${reason})`,
    };
  }
  const [expired] = exceptions;
  if (expired === undefined) return finding;
  return { ...finding, message: `${message} (the suppression by ${expired.owner} expired on ${expired.until})` };
}

function exceptionsFor({ suppressions }: Exceptions["facts"], { id }: Rule, subject: string): readonly Suppression[] {
  return suppressions.filter((one) => one.rule === id && covers(one, subject));
}

function covers({ subject }: Suppression, path: string): boolean {
  return path === subject || path.startsWith(`${subject}.`) || path.startsWith(`${subject}[`);
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const key = ({ rule, subject, message }: Finding) => [rule, subject, message].join("\n");
  return findings.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}
