import type { Plan } from "../plan/decision.ts";
import { type Column, textTable } from "./textTable.ts";
import type { View } from "./view.ts";
import { worksheetNumber, worksheetRows, worksheetSums, worksheetTotals } from "./worksheet.ts";

const columns: readonly Column[] = [
  { title: "Row", align: "right" },
  { title: "Method" },
  { title: "Computers", align: "right" },
  { title: "Office", align: "right" },
  { title: "Criterion" },
];

/** Table 1 for a terminal, then what it adds up to beside what is licensed. */
export function worksheetText(plan: Plan, view: View): string {
  const rows = worksheetRows(plan).map((row) => [
    String(row.criterion),
    row.method,
    worksheetNumber(row.computers),
    worksheetNumber(row.office),
    row.text,
  ]);
  const between = columns.map(() => "");
  const sums = worksheetSums(plan).map(({ title, computers, office }) => {
    const number = (value: number | null) => signal(value, title === "Difference", view);
    return ["", title, number(computers), number(office), ""];
  });
  return [
    view.paint("bold", `Worksheet of ${plan.environment}: Table 1 of Microsoft's plan for volume activation`),
    textTable(columns, [...rows, between, ...sums], view),
    "",
    view.paint("bold", "Totals"),
    `${totals(plan, view)}\n`,
  ].join("\n");
}

function totals(plan: Plan, view: View): string {
  const titles: readonly Column[] = [
    { title: "Product" },
    { title: "Planned", align: "right" },
    { title: "Licensed", align: "right" },
    { title: "Difference", align: "right" },
  ];
  const rows = worksheetTotals(plan).map(({ product, planned, licensed, difference }) => [
    product,
    worksheetNumber(planned),
    worksheetNumber(licensed),
    signal(difference, true, view),
  ]);
  return textTable(titles, rows, view);
}

/** A difference that is not zero stands out, because Table 1 asks for none. */
function signal(value: number | null, isDifference: boolean, view: View): string {
  const text = worksheetNumber(value, isDifference);
  return isDifference && value !== null && value !== 0 ? view.paint("red", text) : text;
}
