import type { Decision, Plan } from "../plan/decision.ts";
import { countText } from "../plan/sentences.ts";
import type { Facts } from "../topology/model.ts";
import { budgetsOf } from "./budgets.ts";
import { findingsText } from "./findingsText.ts";
import { bySite, consequencesOf, methodLabel, type PlanReport, whyOf } from "./planReport.ts";
import { type Column, textTable } from "./textTable.ts";
import type { View } from "./view.ts";

/** A plan for a terminal: what each cohort gets, why, what it adds up to, and what the rules say to it. */
export function planText(report: PlanReport, view: View): string {
  const { facts, plan, findings } = report;
  const sections = [
    [`Activation plan of ${plan.environment}\n`, decisionTable(plan, view)],
    ["Why", reasons(plan, view)],
    ["Totals", totals(plan, view)],
    ["KMS demand", demand(plan, view)],
    ["Key budgets", budgets(facts, plan, view)],
    ["Findings", findingsText(findings, view).trimEnd()],
  ] as const;
  const shown = sections.filter(([, text]) => text !== "");
  return `${shown.map(([title, text]) => `${view.paint("bold", title)}\n${text}`).join("\n\n")}\n`;
}

const decisionColumns: readonly Column[] = [
  { title: "Site" },
  { title: "Cohort" },
  { title: "Product" },
  { title: "Machines", align: "right" },
  { title: "Method" },
  { title: "Row" },
  { title: "Hosts" },
];

/** Sites are set apart by an empty line and named once. */
function decisionTable(plan: Plan, view: View): string {
  const sites = [...bySite(plan)].map(([site, decisions]) =>
    decisions.map((decision, i) => [i === 0 ? site : "", ...decisionCells(decision, view)]),
  );
  const between = decisionColumns.map(() => "");
  return textTable(
    decisionColumns,
    sites.flatMap((rows, i) => (i === 0 ? rows : [between, ...rows])),
    view,
  );
}

function decisionCells(decision: Decision, view: View): string[] {
  const { cohort, product, count, row, hosts } = decision;
  const method = methodLabel(decision);
  return [cohort, product, String(count), view.paint("cyan", method), row, hosts.join(", ")];
}

function reasons(plan: Plan, view: View): string {
  const rows = plan.decisions.flatMap((decision) => [
    [`${decision.site}/${decision.cohort}`, `${whyOf(decision)} ${view.paint("dim", `[${decision.reason}]`)}`],
    ...consequencesOf(decision).map((consequence) => ["", consequence]),
  ]);
  return textTable([{ title: "" }, { title: "" }], rows, view);
}

function totals(plan: Plan, view: View): string {
  const columns: readonly Column[] = [
    { title: "Product" },
    { title: "Planned", align: "right" },
    { title: "Licensed", align: "right" },
  ];
  const rows = plan.totals.map(({ product, planned, licensed }) => {
    const shown = licensed === null ? "not said" : String(licensed);
    return [product, String(planned), licensed === null || licensed === planned ? shown : view.paint("red", shown)];
  });
  return textTable(columns, rows, view);
}

function demand(plan: Plan, view: View): string {
  if (plan.demand.length === 0) return "";
  const columns: readonly Column[] = [
    { title: "Host" },
    { title: "Counts" },
    { title: "Machines at most", align: "right" },
  ];
  return textTable(
    columns,
    plan.demand.map((one) => [one.host, one.application, countText(one)]),
    view,
  );
}

function budgets(facts: Facts, plan: Plan, view: View): string {
  const rows = budgetsOf(facts, plan).map((budget) => {
    const [used, limit] = budget.type === "csvlk" ? [budget.used, budget.limit] : [budget.needed, budget.remaining];
    const text = budget.type === "csvlk" ? `on ${used} of ${limit} hosts` : `${used} needed, ${limit} activations left`;
    return [budget.key, used > limit ? view.paint("red", text) : text];
  });
  return rows.length === 0 ? "" : textTable([{ title: "" }, { title: "" }], rows, view);
}
