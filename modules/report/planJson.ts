import type { Decision } from "../plan/decision.ts";
import { budgetsOf } from "./budgets.ts";
import { findingJson } from "./findingsJson.ts";
import { jsonDocument } from "./json.ts";
import type { PlanReport } from "./planReport.ts";

/** A plan for machines: every list in an order that does not depend on the order of the file. */
export function planJson({ facts, plan, findings }: PlanReport): string {
  return jsonDocument({
    environment: plan.environment,
    decisions: plan.decisions
      .map(decisionJson)
      .toSorted((a, b) => compare(a.site, b.site) || compare(a.cohort, b.cohort)),
    worksheet: plan.worksheet.toSorted((a, b) => a.criterion - b.criterion),
    totals: plan.totals.toSorted((a, b) => compare(a.product, b.product)),
    budgets: budgetsOf(facts, plan),
    findings: findings.map(findingJson),
  });
}

/** One decision; `variant` and `selected` only where there is one. */
export function decisionJson(
  decision: Decision,
): Pick<Decision, "site" | "cohort"> & Readonly<Record<string, unknown>> {
  const { site, cohort, product, count, method, variant, row, reason, sentence, hosts, effectiveMethod, selected } =
    decision;
  return {
    ...{ site, cohort, product, count, method },
    ...(variant === null ? {} : { variant }),
    ...{ row, reason, sentence, hosts: hosts.toSorted(), effectiveMethod },
    ...(selected === null ? {} : { selected }),
    notes: decision.notes.toSorted(),
    settings: decision.settings.toSorted(),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
