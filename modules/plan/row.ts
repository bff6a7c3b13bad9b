import type { Method, SiteKind } from "../topology/model.ts";
import type { Conditions } from "./conditions.ts";
import type { NoteCode } from "./decision.ts";
import { adbaSentence, type HostPlace, kmsSentence, makSentence, noAdba, noKms } from "./sentences.ts";

/** One row of the decision table: where it applies it decides, else the next one is tried. */
export interface Row {
  readonly id: string;
  readonly reason: string;
  /** Section, or row of Table 1, of Microsoft's planning page that the row follows. */
  readonly anchor: string;
  readonly method: Method;
  /** Row of Table 1 that counts the machines, 1-9. */
  readonly criterion: number;
  applies(c: Conditions): boolean;
  sentence(c: Conditions): string;
}

/** A row that decides nothing: the rows below it go on, and its notes go with what they decide. */
export interface PassingRow {
  readonly id: string;
  readonly reason: null;
  readonly anchor: string;
  readonly method: null;
  readonly criterion: null;
  readonly notes: readonly NoteCode[];
  applies(c: Conditions): boolean;
}

/** What rows of several kinds of sites have in common: when they apply, what they give, and how they say so. */
type Behaviour = Pick<Row, "method" | "applies" | "sentence">;

/** ADBA where it is possible and the site's preference is `prefer`, or at least not `never`. */
export function adba(kind: SiteKind, where: "preferred" | "allowed"): Behaviour {
  const preferences = where === "preferred" ? ["prefer"] : ["prefer", "allow"];
  return {
    method: "adba",
    applies: (c) => c.decidesAs === kind && c.adba.ok && preferences.includes(c.site.preferences.adba),
    sentence: adbaSentence,
  };
}

/** KMS where enough machines ask a host in the core, or in the own site. */
export function kms(kind: SiteKind, where: HostPlace): Behaviour {
  return {
    method: where === "central" ? "kms-central" : "kms-local",
    applies: (c) => c.decidesAs === kind && c[where].ok,
    sentence: (c) => kmsSentence(c, where),
  };
}

/** A MAK for whatever is left, because of what stood against ADBA and the KMS hosts of each place. */
export function mak(kind: SiteKind, ...places: readonly HostPlace[]): Behaviour {
  return {
    method: "mak",
    applies: (c) => c.decidesAs === kind,
    sentence: (c) => makSentence(c, [noAdba(c), ...places.map((where) => noKms(c, where))]),
  };
}
