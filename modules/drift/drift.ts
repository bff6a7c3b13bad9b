import type { Item } from "../desired/item.ts";

export type DriftArea = "azure" | "dns" | "ad" | "reachability" | "host";

/** One difference between what is declared and what is there. */
export interface Drift {
  /** unreadable: the reader failed, so nothing is known; it is never read as missing. */
  readonly verb: "missing" | "unexpected" | "changed" | "unreadable";
  readonly area: DriftArea;
  /** `keyOf` an item, a URN, or the thing that could not be read. */
  readonly key: string;
  readonly declared?: unknown;
  readonly live?: unknown;
  /** Why it could not be read, or what is known of the origin. */
  readonly cause?: string;
}

/** What one reader saw of one part of the world, or why it saw nothing. */
export type Reading =
  | {
      readonly area: DriftArea;
      /** Keys of declared items that this reading covers; others are not its business. */
      readonly covers: (item: Item) => boolean;
      readonly items: readonly Item[];
    }
  | { readonly area: DriftArea; readonly key: string; readonly unreadable: string };
