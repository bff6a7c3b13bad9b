import type { Variant } from "../plan/decision.ts";
import type { Channel, Method, Product } from "../topology/model.ts";

/** What a plan says of one cohort, as far as a change of it means something to somebody. */
export interface CohortState {
  readonly product: Product;
  readonly os: string;
  readonly channel: Channel;
  /** Machines; for office: machines with that Office. */
  readonly count: number;
  readonly method: Method;
  readonly variant: Variant | null;
  /** Id of the row that decided, or `declared`. */
  readonly row: string;
  readonly reason: string;
  readonly sentence: string;
  /** What the machines will really do. */
  readonly effectiveMethod: Method;
  /** What must be set on the machines. */
  readonly settings: readonly string[];
}

/** What differs between two states of a cohort. */
export type Aspect =
  | "product"
  | "os"
  | "channel"
  | "count"
  | "method"
  | "variant"
  | "row"
  | "effectiveMethod"
  | "settings";

/** A cohort that one of two files lacks, or that they plan differently. */
export interface CohortChange {
  readonly site: string;
  readonly cohort: string;
  readonly change: "appears" | "disappears" | "changes";
  /** Empty where the cohort appears or disappears. */
  readonly what: readonly Aspect[];
  readonly before: CohortState | null;
  readonly after: CohortState | null;
  /** Machines on which somebody or something has to change the product key or a setting; at most those of `after`. */
  readonly touched: number;
  readonly sentence: string;
}

/** A KMS host that one of two files lacks, that is another machine, or that carries other keys. */
export interface HostChange {
  readonly host: string;
  readonly change: "added" | "removed" | "replaced" | "keys";
  /** Names of the keys that have to be installed and activated on it. */
  readonly activates: readonly string[];
  /** Names of the keys that it gives up. */
  readonly givesUp: readonly string[];
  readonly sentence: string;
}

/** What a change takes from the budget of a KMS host key. */
export interface HostKeySpending {
  readonly type: "csvlk";
  readonly key: string;
  /** Activations: one for each of `hosts`. */
  readonly activations: number;
  /** Names of the hosts that have to be activated with it. */
  readonly hosts: readonly string[];
  /**
   * Computers that have used the key once all is done, here and elsewhere. Those that retire stay in it: the key allows
   * a number of different computers, and nothing says that one is given back.
   */
  readonly computers: number;
  /** Computers that the key allows. */
  readonly limit: number;
  /** Activation objects to be made from the key, `forest/object`. Microsoft does not say whether they draw on the budget. */
  readonly objects: readonly string[];
}

/** What a change takes from the MAKs of a product, which share its machines. */
export interface MakSpending {
  readonly type: "mak";
  readonly product: Product;
  /** Names of the MAKs of that product; none: a key is missing. */
  readonly keys: readonly string[];
  /** Machines that get a MAK and had none. */
  readonly activations: number;
  /** Activations that are left of all of them, as the newer file says. */
  readonly remaining: number;
}

/** What leads from the plan of one file to that of another. */
export interface PlanDifference {
  /** Names of the two environments. */
  readonly before: string;
  readonly after: string;
  /** In the order of the newer file, then those that it no longer has. */
  readonly cohorts: readonly CohortChange[];
  /** In the order of the newer file, then those that it no longer has. */
  readonly hosts: readonly HostChange[];
  /** Only keys of which something is spent: host keys in the order of the newer file, then MAKs by product. */
  readonly keys: readonly (HostKeySpending | MakSpending)[];
  /** Machines to touch; an Office installation and the Windows below it may be the same machine. */
  readonly touched: { readonly computers: number; readonly office: number };
}
