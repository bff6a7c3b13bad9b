import type { Plan } from "../plan/decision.ts";
import type { Product } from "../topology/model.ts";

/** One row of Table 1, filled in. */
export interface WorksheetRow {
  /** 1-9 as on Microsoft's page; 10 is the extra row for methods that the page does not know. */
  readonly criterion: number;
  /** Which machines the row counts. */
  readonly text: string;
  readonly method: string;
  /** Client machines and servers. */
  readonly computers: number;
  /** Machines with Office. */
  readonly office: number;
}

/** The last row of Table 1 for one product. */
export interface WorksheetTotal {
  readonly product: Product;
  readonly planned: number;
  /** Null where the file does not say. */
  readonly licensed: number | null;
  /** Planned less licensed; null where the file does not say how many are licensed. */
  readonly difference: number | null;
}

/** The last row of Table 1 as it stands there: computers in one sum, Office beside it. */
export interface WorksheetSum {
  readonly title: "Total" | "Licensed" | "Difference";
  readonly computers: number | null;
  readonly office: number | null;
}

/**
 * What each row of Table 1 counts. Rows 8 and 9 say there "don't have" such a licence; they are read as licensed through
 * that channel (docs/decisions.md, A-5).
 *
 * @see https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client
 */
const texts: readonly string[] = [
  "Computers in a domain, and in contact with a domain controller at least every 180 days, wherever they are",
  "Computers of the core network, in contact with it at least every 180 days, directly or by VPN; the core meets the KMS threshold",
  "Computers in contact with the network less often than every 180 days, or no network meets the KMS threshold",
  "Computers in semi-isolated networks that reach the KMS hosts of the core",
  "Computers in isolated networks that meet the KMS threshold",
  "Computers in isolated networks that do not meet the KMS threshold",
  "Computers in labs for test and development, and not activated",
  "Computers licensed through retail",
  "Computers licensed through their manufacturer",
  "Computers activated by a method that Table 1 does not know",
];

/** Table 1 with the numbers of a plan, in its order. */
export function worksheetRows(plan: Plan): readonly WorksheetRow[] {
  return plan.worksheet
    .map(({ criterion, method, computers, office }) => ({
      criterion,
      text: texts[criterion - 1] ?? "",
      method,
      computers,
      office,
    }))
    .toSorted((a, b) => a.criterion - b.criterion);
}

/** What is planned of each product, beside what is licensed. */
export function worksheetTotals(plan: Plan): readonly WorksheetTotal[] {
  return plan.totals.map(({ product, planned, licensed }) => ({
    product,
    planned,
    licensed,
    difference: licensed === null ? null : planned - licensed,
  }));
}

/** The rows below Table 1: what it adds up to, what is licensed, and what lies between; null where the file does not say. */
export function worksheetSums(plan: Plan): readonly WorksheetSum[] {
  const totals = worksheetTotals(plan);
  const row = (title: WorksheetSum["title"], column: Column): WorksheetSum => ({
    title,
    computers: sum(
      totals.filter(({ product }) => product !== "office"),
      column,
    ),
    office: sum(
      totals.filter(({ product }) => product === "office"),
      column,
    ),
  });
  return [row("Total", "planned"), row("Licensed", "licensed"), row("Difference", "difference")];
}

type Column = "planned" | "licensed" | "difference";

/** A product that the file neither plans nor licenses leaves the sum of the others alone. */
function sum(totals: readonly WorksheetTotal[], column: Column): number | null {
  const there = totals.filter(({ planned, licensed }) => planned > 0 || licensed !== null);
  const values = (there.length > 0 ? there : totals).map((total) => total[column]);
  return values.reduce((a, b) => (a === null || b === null ? null : a + b), 0);
}

/** `+3`, `-3`, `0`, `not said`: a number of the worksheet as people read it; only differences carry a sign. */
export function worksheetNumber(value: number | null, isDifference = false): string {
  if (value === null) return "not said";
  return isDifference && value > 0 ? `+${value}` : String(value);
}
