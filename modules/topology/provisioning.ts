/**
 * How a topology is provisioned: places, connections and references to secrets, for the program and the live readers
 * alone. Names of things are the map keys of the file as the author wrote them.
 */

/** Where a secret lies; never the secret. */
export type SecretRef = { readonly vault: string } | { readonly config: string };

export interface AzureNetwork {
  readonly resourceGroup: string;
  readonly name: string;
  readonly subnet: string;
  /** Set where the toolkit makes network and subnet: IPv4 prefixes; null: they exist. */
  readonly make: { readonly addressSpace: string; readonly prefix: string } | null;
  readonly outbound: "nat" | "firewall" | "proxy" | "none";
}

/** Where machines of ours are made. */
export interface AzurePlace {
  readonly subscription: string;
  readonly location: string;
  readonly resourceGroup: string;
  readonly network: AzureNetwork;
  readonly keyVault: { readonly resourceGroup: string; readonly name: string } | null;
}

/** What the virtual machine of one Azure host needs beyond its facts. */
export interface AzureHost {
  readonly host: string;
  readonly place: AzurePlace;
  readonly size: string;
  /** 1, 2 or 3; null: none. */
  readonly availabilityZone: number | null;
  /** Domain to join, without final dot; null: workgroup. */
  readonly domain: string | null;
}

export type ZoneConnection =
  | {
      readonly zone: string;
      readonly provider: "rfc2136";
      /** `host` or `host:port`. */
      readonly server: string;
      readonly signing:
        | {
            readonly kind: "tsig";
            readonly keyName: string;
            readonly algorithm: TsigAlgorithm;
            readonly secret: SecretRef;
          }
        | { readonly kind: "gssTsig"; readonly principal: string; readonly keytab: SecretRef }
        /** GSS-TSIG with the tickets of a cache: a path relative to the topology file. */
        | { readonly kind: "ticketCache"; readonly file: string }
        | { readonly kind: "none" };
    }
  | {
      readonly zone: string;
      readonly provider: "azurePrivate";
      readonly resourceGroup: string;
      /** True where the toolkit makes the zone and its link to the network; false: it exists. */
      readonly make: boolean;
    };

export type TsigAlgorithm = "hmac-sha256" | "hmac-sha384" | "hmac-sha512";

/** Somebody who logs on to a directory. */
export interface Account {
  /** UPN, DN or DOMAIN\name. */
  readonly bindAs: string;
  readonly password: SecretRef;
}

export interface ForestConnection extends Account {
  readonly forest: string;
  /** Domain controllers to talk to, without final dot; the first that answers is used. */
  readonly servers: readonly string[];
  /** Path of the pinned CA certificate (PEM), relative to the topology file. */
  readonly ca: string;
  /** An ordinary account that proves by reading what everybody may read; null: rights are evaluated only. */
  readonly reader: Account | null;
  /** Who may write the access list of the container; null: nothing is granted. */
  readonly rightsAs: Account | null;
  /** Domain controllers from which objects must be readable, without final dot. */
  readonly verifyFrom: readonly string[];
  /** Key of sealed backups; null: the file names none. */
  readonly backupKey: SecretRef | null;
}

/** What bringing an activation object into being needs beyond its facts. */
export interface ObjectSource {
  readonly forest: string;
  /** displayName. */
  readonly name: string;
  /** Path of the sealed backup, relative to the topology file; null where the origin needs none. */
  readonly backup: string | null;
  /** What the activation centre gave, for the origin phone; null: nothing yet. */
  readonly confirmationId: string | null;
}

/** How a machine that exists is reached and set up. */
export interface ExistingHost {
  readonly host: string;
  readonly activation: "online" | "phone" | "none";
  /** What the activation centre gave, by the name of the key. */
  readonly confirmationIds: Readonly<Record<string, string>>;
  /** null: it is not reached. */
  readonly ssh: {
    readonly user: string;
    readonly port: number;
    /** `ssh-ed25519 AAAA...` */
    readonly hostKey: string;
    /** Path of a private key, relative to the topology file; null: what ssh finds by itself. */
    readonly identityFile: string | null;
  } | null;
}

export interface Provisioning {
  readonly azureHosts: readonly AzureHost[];
  readonly existingHosts: readonly ExistingHost[];
  /** Default place; null where the file makes nothing on Azure. */
  readonly azure: AzurePlace | null;
  readonly zones: readonly ZoneConnection[];
  readonly forests: readonly ForestConnection[];
  readonly objects: readonly ObjectSource[];
  /** By key name. */
  readonly keySecrets: Readonly<Record<string, SecretRef>>;
}
