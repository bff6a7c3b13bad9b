import type { Finding } from "../rules/rule.ts";

/** A finding of the newer file, and what it was in the older one. */
export interface ComparedFinding {
  readonly finding: Finding;
  /** `not-compared`: there is no older file to hold it against. */
  readonly change: "new" | "changed" | "unchanged" | "not-compared";
  /** The same finding of the older file; null where it has none. */
  readonly before: Finding | null;
}

/** What became of the findings between two files. */
export interface FindingComparison {
  /** Every finding of the newer file, in its order. */
  readonly now: readonly ComparedFinding[];
  /** Findings of the older file that the newer one has no longer, whatever their status was. */
  readonly fixed: readonly Finding[];
}

/** What makes two findings the same, the narrowest first: lines move and are never part of it. */
const sameness: readonly ((finding: Finding) => string)[] = [
  ({ rule, subject, status, severity, message }) => [rule, subject, status, severity, message].join("\n"),
  ({ rule, subject, status }) => [rule, subject, status].join("\n"),
  // A failure that is suppressed, or of which nothing is known any more, is not fixed: it has another status.
  ({ rule, subject }) => [rule, subject].join("\n"),
];

/** Holds the findings of two files against each other; a finding is the counterpart of one other at most. */
export function compareFindings(before: readonly Finding[], now: readonly Finding[]): FindingComparison {
  const counterparts = new Map<Finding, Finding>();
  let left = [...before];
  for (const key of sameness) {
    for (const finding of now) {
      if (counterparts.has(finding)) continue;
      const found = left.find((older) => key(older) === key(finding));
      if (found === undefined) continue;
      counterparts.set(finding, found);
      left = left.filter((older) => older !== found);
    }
  }
  return { now: now.map((finding) => compared(finding, counterparts.get(finding) ?? null)), fixed: left };
}

/** Findings with nothing to hold them against. */
export function uncompared(now: readonly Finding[]): FindingComparison {
  return { now: now.map((finding) => ({ finding, change: "not-compared", before: null })), fixed: [] };
}

function compared(finding: Finding, before: Finding | null): ComparedFinding {
  if (before === null) return { finding, change: "new", before };
  const [exactly] = sameness;
  return { finding, change: exactly?.(before) === exactly?.(finding) ? "unchanged" : "changed", before };
}

/** Whether a finding fails that did not fail before: it is new, or was unknown, attested or suppressed. */
export function failsNewly({ finding, change, before }: ComparedFinding): boolean {
  return finding.status === "fail" && change !== "not-compared" && before?.status !== "fail";
}
