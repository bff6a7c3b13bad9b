/** Kinds of sites whose order of rows a file may set; a lab goes by the order for isolated sites. */
export type OrderedKind = "core" | "isolated" | "branch" | "disconnected";

/** Ids of the rows that choose a method, in the documented order (docs/decisions.md); plan/rows.ts says what they mean. */
export const rowIds: Readonly<Record<OrderedKind, readonly string[]>> = {
  core: ["D10", "D11", "D12", "D13"],
  isolated: ["D19", "D20", "D21", "D22", "D23", "D24"],
  branch: ["D30", "D31", "D32", "D33"],
  disconnected: ["D40", "D41", "D42"],
};

/** Rows that come before those of every kind, in an order of their own. */
export const openingRowIds: readonly string[] = ["D00", "D01", "D02", "D03", "D04", "D05"];
