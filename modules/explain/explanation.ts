import type { Decision } from "../plan/decision.ts";
import type { DeclaredConditions } from "../plan/declaredConditions.ts";
import type { Method } from "../topology/model.ts";
import type { Step } from "./step.ts";

/** Why a cohort has its method, and what would give it another one. */
export interface Explanation {
  readonly environment: string;
  readonly decision: Decision;
  /** What the decision rests on. */
  readonly facts: readonly UsedFact[];
  /** The rows in the order in which they were tried; the last one decides, or would if no method were declared. */
  readonly tried: readonly TriedRow[];
  /** Whether a declared method can work; null where the rows choose. */
  readonly declared: DeclaredConditions | null;
  /**
   * The smallest changes that would lead to another method, smallest first. For a declared method: leaving it to the
   * rows, and what makes it work (those lead to the row `declared`).
   */
  readonly suggestions: readonly Suggestion[];
}

/** What the file says, or what follows from it, about one thing. */
export interface UsedFact {
  /** Stable name: `machines`, `forest`, `KMS in the core`. */
  readonly name: string;
  /** One clause a line; at least one. */
  readonly lines: readonly string[];
}

/** One fact that a row tested, and how it stood. */
export interface TestedFact {
  /** Stable name: `channel`, `adba-object`, `central-demand`. */
  readonly fact: string;
  readonly holds: boolean;
  /** A clause: `they are in no domain`. */
  readonly says: string;
}

/** One row of the decision table as it was tried for a cohort. */
export interface TriedRow {
  readonly row: string;
  /** What it gives where it applies; null for a row that only adds notes. */
  readonly method: Method | null;
  /** What Microsoft's page says there, in other words. */
  readonly follows: string;
  readonly applies: boolean;
  /** What it tested, up to the first fact that kept it from applying; nothing where it always applies. */
  readonly tested: readonly TestedFact[];
}

/** A change that gives a cohort another method, or makes its declared one work. */
export interface Suggestion {
  /** What somebody would do, in this order. Each step is needed, and with one machine less it would not be enough. */
  readonly steps: readonly Step[];
  readonly leadsTo: Outcome & { readonly row: string };
  /** Other cohorts that would change too, in the order of the file. */
  readonly sideEffects: readonly SideEffect[];
}

/** A method, and what the machines will really do. */
export interface Outcome {
  readonly method: Method;
  readonly effectiveMethod: Method;
}

/** A cohort that changes along with the one that a change is meant for. */
export interface SideEffect {
  readonly site: string;
  readonly cohort: string;
  /** Machines before the change. */
  readonly count: number;
  readonly before: Outcome;
  readonly after: Outcome;
}
