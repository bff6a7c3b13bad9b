import type { Plan } from "../plan/decision.ts";
import { jsonDocument } from "./json.ts";
import { worksheetRows, worksheetTotals } from "./worksheet.ts";

/** Table 1 for machines: rows by criterion, totals by product. */
export function worksheetJson(plan: Plan): string {
  return jsonDocument({
    environment: plan.environment,
    rows: worksheetRows(plan),
    totals: worksheetTotals(plan).toSorted((a, b) => (a.product < b.product ? -1 : 1)),
  });
}
