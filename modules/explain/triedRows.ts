import type { Conditions } from "../plan/conditions.ts";
import { rowsFor } from "../plan/rows.ts";
import type { Facts } from "../topology/model.ts";
import type { TriedRow } from "./explanation.ts";

/** The rows in the order in which they were tried, up to the one that decides, or would but for a declared method. */
export function triedRows(facts: Facts, c: Conditions): readonly TriedRow[] {
  const tried: TriedRow[] = [];
  for (const { id, method, follows, premises } of rowsFor(facts, c.site.kind)) {
    const failed = premises.findIndex((premise) => !premise.holds(c));
    const looked = failed < 0 ? premises : premises.slice(0, failed + 1);
    const tested = looked.map((premise, i) => ({ fact: premise.fact, holds: i !== failed, says: premise.says(c) }));
    tried.push({ row: id, method, follows, applies: failed < 0, tested });
    if (failed < 0 && method !== null) break;
  }
  return tried;
}
