import type { Decision, Plan } from "../plan/decision.ts";
import { budgetsOf } from "./budgets.ts";
import { summarize } from "./findingGroups.ts";
import { findingsTable } from "./findingsMarkdown.ts";
import { code, escapeMarkdown, table } from "./markdown.ts";
import { bySite, consequencesOf, methodLabel, type PlanReport, whyOf } from "./planReport.ts";

/** A plan for a pull request or a wiki: one table a site, then totals, budgets and findings. */
export function planMarkdown({ facts, plan, findings }: PlanReport): string {
  const budgets = budgetsOf(facts, plan).map((budget) =>
    budget.type === "csvlk"
      ? [code(budget.key), "hosts", String(budget.used), String(budget.limit)]
      : [code(budget.key), "activations", String(budget.needed), String(budget.remaining)],
  );
  return [
    `## Activation plan: ${escapeMarkdown(plan.environment)}\n`,
    ...[...bySite(plan)].map(([site, decisions]) => `### ${escapeMarkdown(site)}\n\n${siteTable(decisions)}`),
    `### Totals\n\n${totalsTable(plan)}`,
    ...(budgets.length === 0
      ? []
      : [`### Key budgets\n\n${table(["Key", "Counts", "Used", "Allowed"], budgets, ["Used", "Allowed"])}`]),
    `### Findings\n\n**${summarize(findings)}**\n${findingsTable(findings)}`,
  ].join("\n");
}

function siteTable(decisions: readonly Decision[]): string {
  const rows = decisions.map((decision) => [
    code(decision.cohort),
    decision.product,
    String(decision.count),
    methodLabel(decision),
    decision.row,
    decision.hosts.map(code).join(", "),
    [whyOf(decision), ...consequencesOf(decision)].map(escapeMarkdown).join("<br>"),
  ]);
  return table(["Cohort", "Product", "Machines", "Method", "Row", "Hosts", "Why"], rows, ["Machines"]);
}

function totalsTable(plan: Plan): string {
  const rows = plan.totals.map((one) => [
    one.product,
    String(one.planned),
    one.licensed === null ? "not said" : String(one.licensed),
  ]);
  return table(["Product", "Planned", "Licensed"], rows, ["Planned", "Licensed"]);
}
