/** A sentence of Microsoft's page that says what to do, in our words, and what carries it here. */
export interface Prescription {
  /** Heading on the page. */
  readonly section: string;
  readonly says: string;
  /** Ids of decision rows. */
  readonly rows?: readonly string[];
  /** Ids of rules in the catalogue. */
  readonly rules?: readonly string[];
  /** Terms that docs/decisions.md defines: `Demand`. */
  readonly terms?: readonly string[];
  /** Ids of readings in docs/decisions.md: `A-24`. */
  readonly readings?: readonly string[];
  /** What else carries it, or how it is carried: a sentence without its full stop. */
  readonly how?: string;
  /** Why nothing carries it: a sentence without its full stop. */
  readonly none?: string;
}
