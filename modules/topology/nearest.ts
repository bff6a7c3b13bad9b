import { distance } from "fastest-levenshtein";

/** Of more names than this, a message lists only the nearest. */
const listed = 12;
const listedOfMany = 5;

/**
 * The known name that a wrong one was probably meant to be: the nearest by single-letter edits, if two fifths of its
 * letters would do; else the only one that starts with it.
 */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  if (wrong === "") return undefined;
  const [nearest] = byDistance(wrong, known);
  if (nearest !== undefined && edits(wrong, nearest) <= Math.max(1, Math.floor(wrong.length * 0.4))) return nearest;
  const longer = known.filter((name) => name.toLowerCase().startsWith(wrong.toLowerCase()));
  return longer.length === 1 ? longer[0] : undefined;
}

/** The remedy for a wrong name: the nearest known one, else the known ones. `what` is a plural such as `sites`. */
export function nameRemedy(wrong: string, known: readonly string[], what: string): string {
  const near = nearestName(wrong, known);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  if (known.length === 0) return `the file declares no ${what}`;
  if (known.length <= listed) return `known ${what} are ${known.join(", ")}`;
  return `the nearest ${what} are ${byDistance(wrong, known).slice(0, listedOfMany).join(", ")}`;
}

const edits = (a: string, b: string): number => distance(a.toLowerCase(), b.toLowerCase());

const byDistance = (wrong: string, known: readonly string[]): string[] =>
  known
    .map((name) => ({ name, edits: edits(wrong, name) }))
    .sort((a, b) => a.edits - b.edits)
    .map(({ name }) => name);
