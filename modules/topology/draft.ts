import { type DocumentPlaces, formatPath, type Part, type Path } from "./places.ts";
import type { Problem } from "./problem.ts";
import { maskProductKeys } from "./productKeys.ts";

/** A problem before its place in the text is looked up. */
export interface Draft {
  /** What the problem is about. */
  readonly path: Path;
  readonly message: string;
  /** Where to point, if not at the path itself: a property of it. */
  readonly target?: Path;
  /** Default: value. */
  readonly part?: Part;
}

/** Takes a problem that a check has found. */
export type Report = (path: Path, message: string, part?: Part) => void;

/** The problems of one stage in the order of the text, none twice, no product key in any. */
export function placed(drafts: readonly Draft[], places: DocumentPlaces): Problem[] {
  const problems = drafts.map((draft) => ({
    ...places.at(draft.target ?? draft.path, draft.part),
    path: maskProductKeys(formatPath(draft.path)),
    message: maskProductKeys(draft.message),
  }));
  return inOrder(problems);
}

/** Sorted by place, each once. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((p) => [`${p.line}:${p.column}:${p.path}:${p.message}`, p]));
  return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A value for a message: JSON, cut to a readable length; a list or map by its kind only. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value !== null && typeof value === "object") return "a map";
  // Masked first: what is left of a key that is cut short would not look like one.
  const json = maskProductKeys(JSON.stringify(value) ?? String(value));
  return json.length > 80 ? `${json.slice(0, 76)}..."` : json;
}
