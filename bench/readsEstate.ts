const zoneNames = Array.from({ length: 10 }, (_, i) => `zone-${i}.example`);
const hosts = ["kms-1", "kms-2"];
/** Of each zone: its own name and 19 below it. */
const below = Array.from({ length: 19 }, (_, i) => `site-${i}.`);
const domains = zoneNames.flatMap((zone) => ["", ...below].map((prefix) => `${prefix}${zone}`));

/** What BIND serves: both hosts are found in every domain. */
export const zones: Readonly<Record<string, { readonly records: string }>> = Object.fromEntries(
  zoneNames.map((zone) => [zone, { records: ["", ...below].flatMap(recordsUnder).join("\n") }]),
);

function recordsUnder(prefix: string): readonly string[] {
  const owner = `_vlmcs._tcp.${prefix}`.replace(/\.$/, "");
  return hosts.map((host) => `${owner} 3600 SRV 0 0 1688 ${host}.${zoneNames[0]}.`);
}

/** A topology file that declares just these records, in zones of this server. */
export function estateFile(server: string): Record<string, unknown> {
  const signing = { tsig: { keyName: "update", algorithm: "hmac-sha256", secret: { config: "updateKey" } } };
  return {
    version: 1,
    environment: "generated",
    keys: {
      "windows-2025": {
        type: "csvlk",
        group: "windows-server-2025",
        secret: { vault: "https://kv-generated.vault.azure.net/secrets/csvlk" },
      },
    },
    zones: Object.fromEntries(zoneNames.map((zone) => [zone, { provider: "rfc2136", server, signing }])),
    kmsHosts: Object.fromEntries(hosts.map((host, i) => [host, kmsHost(host, `10.0.0.${i + 1}`)])),
    sites: { core: { kind: "core", networks: ["10.0.0.0/16"], suffixes: domains, cohorts: { all: cohort } } },
  };
}

const cohort = { product: "client", os: "windows-11-enterprise", count: 500 };

function kmsHost(host: string, address: string) {
  return {
    site: "core",
    fqdn: `${host}.${zoneNames[0]}`,
    os: "windows-server-2025-datacenter",
    keys: ["windows-2025"],
    existing: { address, manage: "verify" },
    records: { domains },
  };
}
