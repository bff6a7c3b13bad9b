import { failedPremise } from "../plan/row.ts";
import { choices, rowsFor } from "../plan/rows.ts";
import type { Method } from "../topology/model.ts";
import type { Situation } from "./situation.ts";
import { type Step, step } from "./step.ts";

/** Another order of rows for the kind of site, where one with that method applies below the one that decides. */
export function rowFirst({ facts, site, conditions, decision }: Situation, method: Method): readonly Step[] {
  const kind = conditions.decidesAs;
  const ordered = rowsFor(facts, site.kind).filter((row) => choices.some(({ id }) => id === row.id));
  const decided = ordered.findIndex(({ id }) => id === decision.row);
  const wanted = ordered.find((row, i) => i > decided && row.method === method && !failedPremise(row, conditions));
  if (wanted === undefined || decided < 0) return [];
  const order = [...ordered.slice(0, decided), wanted, ...ordered.slice(decided).filter((row) => row !== wanted)];
  return [
    step("setting", `try row ${wanted.id} before ${decision.row} at sites of kind ${kind}`, (from) => ({
      ...from,
      rows: { ...from.rows, [kind]: order.map(({ id }) => id) },
    })),
  ];
}
