import type { Method, SiteKind } from "../topology/model.ts";
import type { Conditions } from "./conditions.ts";
import type { NoteCode } from "./decision.ts";
import { adbaIsPossible, adbaIsWanted, kmsIsPossible, type Premise } from "./premises.ts";
import { adbaSentence, type HostPlace, kmsSentence, makSentence, noAdba, noKms } from "./sentences.ts";

/** What deciding and passing rows have in common. */
interface AnyRow {
  readonly id: string;
  /** Kinds of sites whose cohorts try the row. */
  readonly kinds: readonly SiteKind[];
  /** Sections, or row of Table 1, of Microsoft's planning page that the row follows. */
  readonly anchor: string;
  /** Address of the first of them; null where the row follows none. */
  readonly source: string | null;
  /** What the page says there, in other words. */
  readonly follows: string;
  /** The row applies where all of them hold. Each may rely on those before it, so nothing after the first that fails counts. */
  readonly premises: readonly Premise[];
}

/** One row of the decision table: where it applies it decides, else the next one is tried. */
export interface Row extends AnyRow {
  readonly reason: string;
  readonly method: Method;
  /** Row of Table 1 that counts the machines, 1-9. */
  readonly criterion: number;
  sentence(c: Conditions): string;
}

/** A row that decides nothing: the rows below it go on, and its notes go with what they decide. */
export interface PassingRow extends AnyRow {
  readonly reason: null;
  readonly method: null;
  readonly criterion: null;
  readonly notes: readonly NoteCode[];
}

/** The premise that keeps a row from applying to a cohort; undefined where the row applies. */
export function failedPremise(row: Row | PassingRow, c: Conditions): Premise | undefined {
  for (const premise of row.premises) if (!premise.holds(c)) return premise;
  return undefined;
}

/** What rows of several kinds of sites have in common: when they apply, what they give, and how they say so. */
type Behaviour = Pick<Row, "method" | "premises" | "sentence">;

/** ADBA where it is possible and the site's preference is `prefer`, or at least not `never`. */
export function adba(where: "preferred" | "allowed"): Behaviour {
  return { method: "adba", premises: [...adbaIsPossible, adbaIsWanted(where)], sentence: adbaSentence };
}

/** KMS where enough machines ask a host in the core, or in the own site. */
export function kms(where: HostPlace): Behaviour {
  return {
    method: where === "central" ? "kms-central" : "kms-local",
    premises: kmsIsPossible(where),
    sentence: (c) => kmsSentence(c, where),
  };
}

/** A MAK for whatever is left, because of what stood against ADBA and the KMS hosts of each place. */
export function mak(...places: readonly HostPlace[]): Behaviour {
  return {
    method: "mak",
    premises: [],
    sentence: (c) => makSentence(c, [noAdba(c), ...places.map((where) => noKms(c, where))]),
  };
}
