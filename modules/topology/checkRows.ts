import type { CrossCheck } from "./declared.ts";
import { show } from "./draft.ts";
import { nameRemedy } from "./nearest.ts";
import { type OrderedKind, openingRowIds, rowIds } from "./rowIds.ts";

const kinds = Object.keys(rowIds) as readonly OrderedKind[];

/** Whether the file orders the rows of a kind of site, and no others, and all of them. */
export const checkRows: CrossCheck = ({ file }, report) => {
  for (const kind of kinds) {
    const ids = file.rows?.[kind];
    if (ids === undefined) continue;
    for (const [i, id] of ids.entries()) {
      const wrong = wrongRow(id, kind);
      if (wrong !== undefined) report(["rows", kind, i], wrong);
    }
    const missing = rowIds[kind].filter((id) => !ids.includes(id));
    if (missing.length > 0)
      report(["rows", kind], `lacks ${missing.join(", ")}; list each row for ${kind} sites once`, "key");
  }
};

function wrongRow(id: string, kind: OrderedKind): string | undefined {
  const own = rowIds[kind];
  if (own.includes(id)) return undefined;
  if (openingRowIds.includes(id)) return `${id} comes before the rows of every kind of site; remove it`;
  const other = kinds.find((candidate) => rowIds[candidate].includes(id));
  if (other !== undefined) return `${id} is a row for ${other} sites; rows for ${kind} sites are ${own.join(", ")}`;
  return `there is no row ${show(id)}; ${nameRemedy(id, own, `rows for ${kind} sites`)}`;
}
