import type { Plan } from "../plan/decision.ts";
import { escapeMarkdown, table } from "./markdown.ts";
import { worksheetNumber, worksheetRows, worksheetSums, worksheetTotals } from "./worksheet.ts";

/** Table 1 for a wiki or a licence file, then the totals of each product. */
export function worksheetMarkdown(plan: Plan): string {
  const rows = worksheetRows(plan).map((row) => [
    String(row.criterion),
    escapeMarkdown(row.text),
    escapeMarkdown(row.method),
    worksheetNumber(row.computers),
    worksheetNumber(row.office),
  ]);
  const sums = worksheetSums(plan).map(({ title, computers, office }) => {
    const number = (value: number | null) => `**${worksheetNumber(value, title === "Difference")}**`;
    return ["", `**${title}**`, "", number(computers), number(office)];
  });
  const totals = worksheetTotals(plan).map(({ product, planned, licensed, difference }) => [
    product,
    worksheetNumber(planned),
    worksheetNumber(licensed),
    worksheetNumber(difference, true),
  ]);
  return [
    `## Activation worksheet: ${escapeMarkdown(plan.environment)}\n`,
    table(["Row", "Criterion", "Method", "Computers", "Office"], [...rows, ...sums], ["Row", "Computers", "Office"]),
    "### Totals\n",
    table(["Product", "Planned", "Licensed", "Difference"], totals, ["Planned", "Licensed", "Difference"]),
  ].join("\n");
}
