/** Something that a declared method lacks. */
export interface MissingRequirement {
  /** Stable name of the fact: `adba-object`, `avma-host`, `token-approval`. */
  readonly fact: string;
  /** What stands against the method, as a clause. */
  readonly what: string;
  /** What would change that, as an instruction without a final stop. */
  readonly remedy: string;
}

/** Something that a method needs, and whether it is there. */
export interface Requirement extends MissingRequirement {
  readonly holds: boolean;
}
