import type { TsigKey } from "../dns/tsig.ts";

/** How the provider reaches the primary server of an RFC 2136 zone. */
export interface ZoneAccess {
  /** As the program writes it. */
  readonly zone: string;
  /** `host` or `host:port`. */
  readonly server: string;
  /** undefined: updates are sent unsigned. */
  readonly key?: TsigKey;
}

/** How the provider reaches the domain controllers of a forest. */
export interface ForestAccess {
  /** DNS name as the program writes it. */
  readonly forest: string;
  /** Domain controllers; the first that answers is used. */
  readonly servers: readonly string[];
  readonly bindAs: string;
  readonly password: string;
  /** Pinned CA certificate, PEM text. */
  readonly ca: string;
}

/** The provider's arguments, secrets unwrapped: never to be logged or put into an error. */
export interface ProviderConfig {
  readonly zones: readonly ZoneAccess[];
  readonly forests: readonly ForestAccess[];
}
