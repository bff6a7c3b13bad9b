import type { Application, Method, Product } from "../topology/model.ts";

/** How a MAK or retail key is activated. */
export type Variant = "online" | "phone" | "vamt-proxy" | "none";

/** A remark that changes no decision. */
export type NoteCode =
  | "EFFECTIVE_ADBA"
  | "SHARED_CLIENT_IDS"
  | "LAB_AS_ISOLATED"
  | "LAB_MONITOR_COUNT"
  | "LICENSE_TERMS"
  | "NO_MAK_PATH";

/** The method of one cohort, and why. */
export interface Decision {
  readonly site: string;
  readonly cohort: string;
  readonly product: Product;
  /** Machines. */
  readonly count: number;
  readonly method: Method;
  /** Set for mak and retail only. */
  readonly variant: Variant | null;
  /** Id of the row that decided (docs/decisions.md), or `declared`. */
  readonly row: string;
  readonly reason: string;
  readonly sentence: string;
  /** Names of the KMS hosts that the cohort may use, in the order of the file. */
  readonly hosts: readonly string[];
  /** What the machines will really do. */
  readonly effectiveMethod: Method;
  /** What the rows would have chosen, where a method is declared. */
  readonly selected: { readonly method: Method; readonly row: string } | null;
  /** Row of Table 1, 1-9. */
  readonly criterion: number;
  readonly notes: readonly NoteCode[];
  /** What must be set on the machines. */
  readonly settings: readonly string[];
}

/** Machines of one cohort that a host does not count, and why. */
export interface NotCounted {
  readonly site: string;
  readonly cohort: string;
  readonly count: number;
  /** `adba`, `channel`, `not-activated`, `declared` (another method) or `undiscovered`. */
  readonly why: "adba" | "channel" | "not-activated" | "declared" | "undiscovered";
}

/** Who will really ask one KMS host, for one application: an upper bound (docs/decisions.md). */
export interface HostDemand {
  readonly host: string;
  readonly application: Application;
  /** Different client machine ids among the machines that may use the host, find it, and will ask: what it counts. */
  readonly demand: number;
  /** Those machines: more than `demand` where clones share an id. */
  readonly machines: number;
  /** Machines of that application that the host reaches and would be counted by mistake. */
  readonly notCounted: readonly NotCounted[];
}

export interface Plan {
  readonly environment: string;
  /** In the order of the file. */
  readonly decisions: readonly Decision[];
  readonly demand: readonly HostDemand[];
  /** Rows of Table 1; computers are client and server machines. */
  readonly worksheet: readonly {
    readonly criterion: number;
    readonly method: string;
    readonly computers: number;
    readonly office: number;
  }[];
  readonly totals: readonly {
    readonly product: Product;
    readonly licensed: number | null;
    readonly planned: number;
  }[];
}
