import type { PublishEntry } from "./hostSettings.ts";

/** What a host said about itself: last line of the script's output. null is unreadable, never absent; `errors` says why. */
export interface HostReading {
  readonly schemaVersion: 1;
  /** `scriptHash` of the script that ran. */
  readonly script: string;
  readonly mode: "configure" | "verify";
  /** Exit code of the script (hostExit.ts). */
  readonly exit: number;
  /** ISO UTC. */
  readonly utcNow: string;
  readonly os: OsReading | null;
  readonly service: ServiceReading | null;
  readonly host: HostServiceReading | null;
  /** Sorted as the machine has it; empty where the value is absent. */
  readonly publishList: readonly PublishEntry[] | null;
  /** Licences with a key. */
  readonly products: readonly ProductReading[] | null;
  readonly client: ClientReading | null;
  readonly firewall: readonly FirewallReading[] | null;
  readonly events: EventsReading | null;
  readonly time: TimeReading | null;
  readonly objects: readonly ObjectReading[] | null;
  readonly container: "ok" | "absent" | "denied" | "notJoined" | "notAsked" | null;
  /** Installation id for activation by phone, digits; null where none was asked for or there is none. */
  readonly forestInstallationId: string | null;
  /** What the script changed, one word group each: `port`, `key csvlk-2025`. */
  readonly did: readonly string[];
  readonly restartNeeded: boolean;
  readonly errors: readonly StepError[];
  /** Details that were left out to keep the line small, in the order in which they were dropped. */
  readonly left: readonly string[];
}

export interface OsReading {
  /** Computer name, lower case. */
  readonly name: string | null;
  readonly build: number | null;
  readonly ubr: number | null;
  readonly editionId: string | null;
  /** Win32_OperatingSystem.OperatingSystemSKU; 407 is Azure Edition. */
  readonly sku: number | null;
  /** Whether it is Server Core. */
  readonly core: boolean | null;
  readonly joined: boolean | null;
  readonly domain: string | null;
}

export interface ServiceReading {
  readonly state: string | null;
  readonly startMode: string | null;
  readonly delayed: boolean | null;
  /** Version of the licensing service. */
  readonly version: string | null;
  /** Whether something listens on the configured port. */
  readonly listening: boolean | null;
}

export interface HostServiceReading {
  readonly port: number | null;
  readonly publishing: boolean | null;
  readonly lowPriority: boolean | null;
  readonly activationMinutes: number | null;
  readonly renewalMinutes: number | null;
}

/** Cumulative counters of a host; they only grow. */
export interface RequestCounters {
  readonly total: number | null;
  readonly failed: number | null;
  readonly unlicensed: number | null;
  readonly licensed: number | null;
  readonly initialGrace: number | null;
  readonly expired: number | null;
  readonly nonGenuine: number | null;
  readonly notification: number | null;
}

export interface ProductReading {
  readonly app: "windows" | "office" | "other" | null;
  /** Activation id, lower case. */
  readonly id: string | null;
  readonly lastFive: string | null;
  readonly channel: string | null;
  readonly description: string | null;
  /** LicenseStatus, 0 to 6; 1 is licensed. */
  readonly status: number | null;
  /** LicenseStatusReason, `0x...`. */
  readonly reason: string | null;
  readonly graceMinutes: number | null;
  readonly isHost: boolean | null;
  /** null where nothing asked yet or the licence is not a host's. */
  readonly count: number | null;
  readonly requests: RequestCounters | null;
  /** For activation by phone: digits; null where the licence needs none. */
  readonly installationId: string | null;
}

export interface ClientReading {
  readonly typeEnabled: number | null;
  readonly typeUsed: number | null;
  readonly objectDn: string | null;
}

export interface FirewallReading {
  readonly name: string;
  /** Which store it was read from: as configured, or as it is in force with policy. */
  readonly store: "local" | "active";
  readonly enabled: boolean | null;
  readonly profiles: readonly string[] | null;
  /** IPv4 prefixes without /32, or words of Windows such as Any and LocalSubnet; sorted. */
  readonly remote: readonly string[] | null;
  /** First 16 hexadecimal digits of SHA-256 of `remote` joined by commas, also where the list was left out. */
  readonly remoteHash: string | null;
  /** As Windows writes it, most often one number. */
  readonly port: string | null;
  readonly program: string | null;
  readonly enforcement: readonly number[] | null;
}

export interface EventsReading {
  readonly published: { readonly at: string; readonly domain: string | null } | null;
  readonly failed: { readonly at: string; readonly code: string | null; readonly domain: string | null } | null;
  readonly lastRequest: { readonly at: string; readonly code: string | null } | null;
}

export interface TimeReading {
  /** NoSync, NTP, NT5DS or AllSync. */
  readonly type: string | null;
  readonly server: string | null;
  readonly running: boolean | null;
  /** Seconds that the host is ahead of `against`. */
  readonly skewSeconds: number | null;
  /** What the clock was compared with; null where it was with nothing. */
  readonly against: string | null;
}

export interface ObjectReading {
  readonly cn: string | null;
  readonly name: string | null;
  readonly lastFive: string | null;
  readonly skuId: string | null;
  readonly pid: string | null;
}

export interface StepError {
  readonly step: string;
  /** HRESULT `0x...`, an HTTP status, or a word. */
  readonly code: string;
  readonly retry: boolean;
}
