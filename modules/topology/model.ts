/**
 * The validated topology: defaults applied, names resolved, units in comments.
 *
 * `Facts` is everything that planning, rules and drift may read. It is plain JSON, holds no secret, no reference to a
 * secret and no derived number, and travels to the policy pack as the outputs of the Estate component.
 * `Provisioning` (provisioning.ts) is what only the program and the live readers need: places, connections, references
 * to secrets.
 *
 * DNS names are absolute: lower case, with a final dot. Names of things (sites, hosts, keys, zones, forests) are the
 * map keys of the file as the author wrote them.
 */
import type { Provisioning } from "./provisioning.ts";

/** What a cohort runs. Office is counted apart from the Windows below it. */
export type Product = "client" | "server" | "office";
/** What a KMS host counts apart: client and server feed one Windows count. */
export type Application = "windows" | "office";
export type SiteKind = "core" | "isolated" | "branch" | "disconnected" | "lab";
export type Channel = "volume" | "retail" | "oem";
/** `VLActivationType` of the machines. */
export type ActivationType = "any" | "ad" | "kms" | "token";
export type AdbaPreference = "prefer" | "allow" | "never";
/** Every method that a plan may name; the file accepts the subset that the schema lists. */
export type Method =
  | "adba"
  | "kms-central"
  | "kms-local"
  | "mak"
  | "none"
  | "retail"
  | "oem"
  | "token"
  | "avma"
  | "azure-kms"
  | "subscription";

/** Longest time between two contacts, in days; null where the file does not say. */
export type Contact = number | "never" | null;

export interface Facts {
  readonly environment: string;
  /** Licensed computers (office: computers with that Office); null where the file does not say. */
  readonly licensed: Readonly<Record<Product, number | null>>;
  readonly preferences: { readonly adba: AdbaPreference };
  /** Ids of decision rows in the order in which a kind of site tries them; a kind that is not named has the documented order. */
  readonly rows: Readonly<Partial<Record<SiteKind, readonly string[]>>>;
  /** `fail`: an unknown of a mandatory rule counts as a failure. */
  readonly policy: {
    readonly unknown: "report" | "fail";
    /** By the ids of rules; left out where the file sets none, as in stacks that older versions brought up. */
    readonly rules?: Readonly<Record<string, RuleSetting>>;
  };
  readonly keys: readonly Key[];
  readonly forests: readonly Forest[];
  readonly zones: readonly Zone[];
  readonly kmsHosts: readonly KmsHostFacts[];
  /** In the order of the file. */
  readonly sites: readonly Site[];
  readonly suppressions: readonly Suppression[];
}

/** What findings of a rule weigh: mandatory fails a preview, advisory is reported and passes, info appears in `check` only. */
export type Severity = "mandatory" | "advisory" | "info";

/** What the file sets of a rule; null and nothing where it leaves the rule as it is. */
export interface RuleSetting {
  readonly severity: Severity | "off" | null;
  readonly reason: string | null;
  /** Thresholds of the rule by their names. */
  readonly values: Readonly<Record<string, number>>;
}

/** A KMS host key (customer specific volume licence key). */
export interface Csvlk {
  readonly type: "csvlk";
  readonly name: string;
  /** Id of a product group in csvlk.ts. */
  readonly group: string;
  /** Hosts outside this topology that use the key. */
  readonly hostsElsewhere: number;
  /** Hosts that the key allows; Microsoft's default is 6. */
  readonly hostLimit: number;
  /** Activations that each host has used of the key, as recorded; empty where the file says nothing. */
  readonly used: Readonly<Record<string, number>>;
  /** Last five characters of the key; null where the file does not say. */
  readonly lastFive: string | null;
}

/** A multiple activation key. */
export interface Mak {
  readonly type: "mak";
  readonly name: string;
  readonly product: Product;
  /** Activations left. */
  readonly remaining: number;
}

export type Key = Csvlk | Mak;

/** How an activation object comes into being (docs/architecture.md). */
export type ObjectOrigin = "online" | "phone" | "restore" | "existing";

export interface ActivationObjectFacts {
  /** displayName in the directory. */
  readonly name: string;
  /** Name of a Csvlk. */
  readonly key: string;
  readonly origin: ObjectOrigin;
  /** Name of a KMS host; null where the origin needs none. */
  readonly runsOn: string | null;
}

export interface Forest {
  /** DNS name of the forest root domain as the file writes it, without final dot. */
  readonly name: string;
  /** Domains of the forest, root included: absolute. */
  readonly domains: readonly string[];
  /** objectVersion of the schema; null where the file does not say. */
  readonly schemaVersion: number | null;
  readonly activationObjects: readonly ActivationObjectFacts[];
  /** Principals (`DOMAIN\name`) that may manage activation objects. */
  readonly delegates: readonly string[];
}

/** How updates of an RFC 2136 zone are authenticated; `none`: anybody may write. */
export type ZoneSigning = "tsig" | "gssTsig" | "none";

export interface Zone {
  /** As the file writes it, without final dot. */
  readonly name: string;
  /** Absolute. */
  readonly apex: string;
  readonly provider: "rfc2136" | "azurePrivate";
  /** Primary server of an RFC 2136 zone, `host` or `host:port`; null for Azure private zones. */
  readonly server: string | null;
  /** null for Azure private zones. */
  readonly signing: ZoneSigning | null;
  /** Live records of others that the toolkit leaves in a set that it owns whole. */
  readonly keep: readonly KeptRecord[];
}

export interface KeptRecord {
  /** Absolute. */
  readonly name: string;
  /** Absolute. */
  readonly target: string;
  /** Unsigned 16-bit. */
  readonly port: number;
  readonly reason: string;
}

/**
 * `upsert`: it is taken over and set right; `adopt`: taken over only where priority and weight agree; `refuse`: left as
 * it is, and nothing is made.
 */
export type ExistingRecord = "upsert" | "adopt" | "refuse";

export interface KmsHostFacts {
  readonly name: string;
  /** Name of a site. */
  readonly site: string;
  /** Absolute. */
  readonly fqdn: string;
  /** Id in products.ts. */
  readonly os: string;
  /** Names of Csvlks. */
  readonly keys: readonly string[];
  /** TCP port that the host listens on. */
  readonly port: number;
  readonly records: {
    readonly publishedBy: "toolkit" | "host" | "none";
    /** What happens to a record of this host that is there before the toolkit makes it. */
    readonly existing: ExistingRecord;
    readonly priority: number;
    readonly weight: number;
    /** Seconds. */
    readonly ttl: number;
    /** DNS domains to publish in instead of the suffixes of the cohorts that may use the host: absolute; null: those suffixes. */
    readonly domains: readonly string[] | null;
  };
  /** `azure`: a machine that the toolkit makes; `existing`: one that is there. */
  readonly placement: "azure" | "existing";
  /** IPv4 address. */
  readonly address: string;
  /** `configure` (over SSH) or `verify` for existing hosts; null for Azure hosts. */
  readonly manage: "verify" | "configure" | null;
  /** Knowledge base articles that are installed, such as `KB5034765`; null where the file does not say. */
  readonly updates: readonly string[] | null;
  /** Office groups whose Volume License Pack is installed; null where the file does not say. */
  readonly licensePacks: readonly string[] | null;
  /** Minutes that the host hands out to its clients. */
  readonly intervals: { readonly activation: number; readonly renewal: number };
  /** Why the host counts at low priority; null: normal priority. */
  readonly lowPriority: string | null;
}

export interface Reach {
  /** KMS hosts elsewhere that the site reaches: intent, to be confirmed by the firewall proof. */
  readonly kms: { readonly hosts: "core" | readonly string[]; readonly over: readonly ("tcp1688" | "rpc")[] } | null;
  /** Forests whose controllers the site reaches. */
  readonly domain: { readonly forests: readonly string[]; readonly over: readonly ("ldap" | "dns")[] } | null;
}

/** A hop that nobody can read from here; somebody vouches for it. */
export interface AttestedFirewall {
  readonly external: string;
  readonly attestedBy: string;
  /** YYYY-MM-DD, inclusive. */
  readonly until: string;
}

export interface Site {
  readonly name: string;
  readonly kind: SiteKind;
  /** IPv4 prefixes. */
  readonly networks: readonly string[];
  /** DNS domains in which the machines look for `_vlmcs._tcp`: absolute. */
  readonly suffixes: readonly string[];
  /** Absolute. */
  readonly domainControllers: readonly string[];
  /** Unactivated machines of a lab are covered by the licence agreement; null where the file does not say. */
  readonly withinAgreement: boolean | null;
  readonly reaches: Reach;
  readonly firewall: AttestedFirewall | null;
  readonly preferences: { readonly adba: AdbaPreference };
  /** In the order of the file. */
  readonly cohorts: readonly Cohort[];
}

/** Machines of one site that share every fact on which the method depends. */
export interface Cohort {
  readonly name: string;
  readonly product: Product;
  /** Id in products.ts. */
  readonly os: string;
  /** Machines; for office: machines with that Office. */
  readonly count: number;
  readonly channel: Channel;
  /** AD domain that the machines are members of, absolute; null: workgroup. */
  readonly joined: string | null;
  /** False only in labs. */
  readonly activate: boolean;
  readonly contact: { readonly domain: Contact; readonly kms: Contact };
  readonly activationType: ActivationType;
  readonly internet: boolean;
  readonly phone: boolean;
  readonly vamt: boolean;
  /** A declared method: validated, not selected. */
  readonly method: Method | null;
  /** Names of KMS hosts that the machines are set to use instead of discovery; empty: discovery. */
  readonly pinnedTo: readonly string[];
  /** Different client machine ids among the machines: fewer than `count` where clones share one. */
  readonly clientIds: number;
  /** Days after which each machine is rebuilt with a new client machine id; null: machines stay. */
  readonly rebuiltEvery: number | null;
  /** The machines keep the host that last answered them (the default of Windows); false: they look for one each time. */
  readonly hostCaching: boolean;
  /** Facts of a declared method that the rest of the file cannot say; null where it is not declared or they are not stated. */
  readonly avma: AvmaFacts | null;
  readonly azureKms: AzureKmsFacts | null;
  readonly subscription: SubscriptionFacts | null;
  readonly token: TokenFacts | null;
}

/** Automatic Virtual Machine Activation: https://learn.microsoft.com/windows-server/get-started/automatic-vm-activation */
export interface AvmaFacts {
  /** OS of the Hyper-V hosts, an id in products.ts. */
  readonly host: string;
  /** Every node of the cluster is itself activated. */
  readonly allNodesActivated: boolean;
  /** The integration service Data Exchange (key-value pairs) is on in the guests. */
  readonly dataExchange: boolean;
}

/** Azure virtual machines that ask the platform's own KMS. */
export interface AzureKmsFacts {
  readonly cloud: "global" | "usgov" | "china";
  /** A 0.0.0.0/0 route leads elsewhere than to the internet. */
  readonly forcedTunnel: boolean;
  /** Routes to the platform's KMS addresses have the next hop Internet. */
  readonly routeToInternet: boolean;
}

/** Step-up from Pro to Enterprise by a user's licence. */
export interface SubscriptionFacts {
  readonly join: "entra" | "hybrid" | "none";
  /** Windows Pro below it is activated already. */
  readonly baseActivated: boolean;
}

/** Token-based activation, by arrangement with Microsoft. */
export interface TokenFacts {
  /** Microsoft has approved it for this organisation. */
  readonly approved: boolean;
  /** The public key infrastructure that issues the tokens. */
  readonly pki: string;
}

export interface Suppression {
  readonly rule: string;
  /** A path in the file; it covers everything below it. */
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  /** YYYY-MM-DD, inclusive. */
  readonly until: string;
}

export interface Topology {
  readonly facts: Facts;
  readonly provisioning: Provisioning;
}
