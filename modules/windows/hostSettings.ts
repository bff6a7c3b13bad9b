/** One line of `DnsDomainPublishList`: a zone in which the host publishes itself. */
export interface PublishEntry {
  /** Lower case, without a final dot. */
  readonly domain: string;
  /** 0-65535. */
  readonly priority: number;
  /** 0-65535. */
  readonly weight: number;
}

/** What the host hands out to its clients, in minutes, 15 to 43,200 each. */
export interface HostIntervals {
  readonly activationMinutes: number;
  readonly renewalMinutes: number;
}

/** Where the script gets a product key from at the moment that it installs it: never from its text or its parameters. */
export type KeySecret =
  /** The next line of standard input, in the order of `keys`. */
  | { readonly kind: "stdin" }
  /**
   * A Key Vault secret, fetched with the machine's managed identity: `https://kv.vault.azure.net/secrets/name[/version]`.
   * `clientId` picks one of several identities; null where the machine has one.
   */
  | { readonly kind: "vault"; readonly uri: string; readonly clientId: string | null };

/** A host key (CSVLK) that the host carries. */
export interface HostKey {
  /** Name of the key in the file. */
  readonly name: string;
  /** Last five characters; null where only the secret tells. */
  readonly lastFive: string | null;
  readonly secret: KeySecret;
  /** Digits that Microsoft answered to this machine's installation id, for activation by phone; null until there are any. */
  readonly confirmationId: string | null;
}

/** An activation object that the machine makes for its forest. */
export interface ForestActivation {
  /** displayName, at most 40 characters. */
  readonly objectName: string;
  /** Name of the key in the file. */
  readonly keyName: string;
  /** Last five characters; null where only the secret tells. */
  readonly lastFive: string | null;
  /** Its own, also where the host carries the same key: with `stdin` the last line. */
  readonly secret: KeySecret;
  readonly how: "online" | "phone";
  /** Digits that Microsoft answered to the forest's installation id; null until there are any. */
  readonly confirmationId: string | null;
}

/** All that the script is told. Nothing in it is secret. */
export interface HostSettings {
  /** `verify` reads only. */
  readonly mode: "configure" | "verify";
  /** Fully qualified name as declared, lower case, without a final dot. */
  readonly host: string;
  /** TCP port to listen on. */
  readonly port: number;
  /** Whether the host registers its own SRV records. */
  readonly publishing: boolean;
  /** Zones besides the machine's own; `homeZone` is added where the list is not empty. */
  readonly publishList: readonly PublishEntry[];
  /** The machine's own zone, lower case, without a final dot; null where it has none. */
  readonly homeZone: string | null;
  readonly intervals: HostIntervals;
  readonly lowPriority: boolean;
  /** IPv4 prefixes that may connect to `port`; empty leaves the machine's firewall alone. */
  readonly allowedNetworks: readonly string[];
  readonly keys: readonly HostKey[];
  readonly activation: "online" | "phone" | "none";
  readonly forest: ForestActivation | null;
  /** Clock difference from which nothing is activated, in seconds. */
  readonly timeSkewLimitSeconds: number;
  /** ISO UTC of whoever runs this, for machines outside a domain; null where it is not known (a managed run command). */
  readonly runnerUtc: string | null;
}
