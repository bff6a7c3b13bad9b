import type {
  ActivationObjectFacts,
  Cohort,
  Csvlk,
  Facts,
  Forest,
  KmsHostFacts,
  Mak,
  Product,
  Site,
  Suppression,
  Zone,
} from "../../modules/topology/model.ts";

// Builders for tests: everything has a sensible default, and a test names only what matters to it.
// `someFacts()` alone is in order: 30 workgroup machines at the core site hq, counted by kms-1.

const usualOs: Readonly<Record<Product, string>> = {
  client: "windows-11-enterprise",
  server: "windows-server-2022-standard",
  office: "office-2019",
};

/** 30 workgroup client machines, volume licensed, activated, with a telephone and nothing else. */
export const cohort = (overrides: Partial<Cohort> = {}): Cohort => ({
  name: "desktops",
  product: "client",
  os: usualOs[overrides.product ?? "client"],
  count: 30,
  channel: "volume",
  joined: null,
  activate: true,
  contact: { domain: null, kms: null },
  activationType: "any",
  internet: false,
  phone: true,
  vamt: false,
  method: null,
  pinnedTo: [],
  clientIds: overrides.count ?? 30,
  rebuiltEvery: null,
  hostCaching: true,
  avma: null,
  azureKms: null,
  subscription: null,
  token: null,
  ...overrides,
});

/** The core site hq with one cohort, `cohort()`. */
export const site = (overrides: Partial<Site> = {}): Site => ({
  name: "hq",
  kind: "core",
  networks: ["10.10.0.0/16"],
  suffixes: ["corp.example."],
  domainControllers: [],
  withinAgreement: null,
  reaches: { kms: null, domain: null },
  firewall: null,
  preferences: { adba: "prefer" },
  cohorts: [cohort()],
  ...overrides,
});

/** The host kms-1 at hq on Windows Server 2025 with the key windows-2025; the toolkit publishes it. */
export const kmsHost = (overrides: Partial<KmsHostFacts> = {}): KmsHostFacts => {
  const name = overrides.name ?? "kms-1";
  return {
    name,
    site: "hq",
    fqdn: `${name}.corp.example.`,
    os: "windows-server-2025-datacenter",
    keys: ["windows-2025"],
    port: 1688,
    records: { publishedBy: "toolkit", existing: "upsert", priority: 0, weight: 0, ttl: 3600, domains: null },
    placement: "existing",
    address: "10.10.1.4",
    manage: "verify",
    updates: null,
    licensePacks: null,
    intervals: { activation: 120, renewal: 10_080 },
    lowPriority: null,
    ...overrides,
  };
};

/** The host key windows-2025, which covers every current Windows. */
export const csvlk = (overrides: Partial<Csvlk> = {}): Csvlk => ({
  type: "csvlk",
  name: "windows-2025",
  group: "windows-server-2025",
  hostsElsewhere: 0,
  hostLimit: 6,
  used: {},
  lastFive: null,
  ...overrides,
});

/** A MAK for client machines with 100 activations left. */
export const mak = (overrides: Partial<Mak> = {}): Mak => ({
  type: "mak",
  name: "mak-client",
  product: "client",
  remaining: 100,
  ...overrides,
});

/** The object windows-2025, made from the key of that name, already in the directory. */
export const activationObject = (overrides: Partial<ActivationObjectFacts> = {}): ActivationObjectFacts => ({
  name: "windows-2025",
  key: "windows-2025",
  origin: "existing",
  runsOn: null,
  ...overrides,
});

/** The forest corp.example with the activation object `activationObject()`. */
export const forest = (overrides: Partial<Forest> = {}): Forest => ({
  name: "corp.example",
  domains: ["corp.example.", "emea.corp.example."],
  schemaVersion: 88,
  activationObjects: [activationObject()],
  delegates: [],
  ...overrides,
});

/** The zone corp.example, updated with TSIG. */
export const zone = (overrides: Partial<Zone> = {}): Zone => ({
  name: "corp.example",
  apex: "corp.example.",
  provider: "rfc2136",
  server: "ns1.corp.example",
  signing: "tsig",
  keep: [],
  ...overrides,
});

/** A suppression of KMS-CAP-01 at hq until the end of 2027. */
export const suppression = (overrides: Partial<Suppression> = {}): Suppression => ({
  rule: "KMS-CAP-01",
  subject: "sites.hq",
  reason: "second host is ordered",
  owner: "hq-it",
  until: "2027-12-31",
  ...overrides,
});

/** A whole estate: `site()`, `kmsHost()`, `csvlk()` and `zone()`; no forest, nothing licensed. */
export const someFacts = (overrides: Partial<Facts> = {}): Facts => ({
  environment: "test",
  licensed: { client: null, server: null, office: null },
  preferences: { adba: "prefer" },
  rows: {},
  policy: { unknown: "report" },
  keys: [csvlk()],
  forests: [],
  zones: [zone()],
  kmsHosts: [kmsHost()],
  sites: [site()],
  suppressions: [],
  ...overrides,
});
