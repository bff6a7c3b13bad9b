/**
 * A file with one core site, this many KMS hosts in it and this many other sites of 100 machines each: branches, isolated
 * and disconnected sites and labs in turn, half of them joined, every tenth with a KMS host of its own.
 */
export function generatedFile(sites: number, coreHosts: number): Record<string, unknown> {
  const numbers = Array.from({ length: sites }, (_, i) => i);
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
    forests: {
      "corp.example": {
        domains: ["corp.example"],
        schemaVersion: 88,
        activationObjects: { "windows-2025": { key: "windows-2025", origin: "existing" } },
      },
    },
    zones: { "corp.example": { provider: "rfc2136", server: "ns1.corp.example", signing } },
    kmsHosts: Object.fromEntries([
      ...Array.from({ length: coreHosts }, (_, i) => [
        `kms-${i}`,
        kmsHost(`kms-${i}`, "core", `10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`),
      ]),
      ...numbers.filter(hasHost).map((i) => [`kms-site-${i}`, kmsHost(`kms-site-${i}`, `site-${i}`, addressOf(i, 9))]),
    ]),
    sites: Object.fromEntries([["core", core], ...numbers.map((i) => [`site-${i}`, site(i)])]),
  };
}

const signing = { tsig: { keyName: "update", algorithm: "hmac-sha256", secret: { config: "updateKey" } } };

const core = {
  kind: "core",
  networks: ["10.0.0.0/16"],
  suffixes: ["corp.example"],
  cohorts: { crowd: { product: "client", os: "windows-11-enterprise", count: 500 } },
};

const kinds = ["branch", "isolated", "disconnected", "lab", "branch"];

function hasHost(i: number): boolean {
  return i % 10 === 3;
}

function kmsHost(name: string, site: string, address: string) {
  return {
    site,
    fqdn: `${name}.corp.example`,
    os: "windows-server-2025-datacenter",
    keys: ["windows-2025"],
    existing: { address, manage: "verify" },
  };
}

/** Sites have the networks 11.0.0.0/24, 11.0.1.0/24 and so on. */
function addressOf(i: number, last: number): string {
  return `${11 + Math.floor(i / 65_536)}.${Math.floor(i / 256) % 256}.${i % 256}.${last}`;
}

function site(i: number) {
  const desktops = { product: "client", os: "windows-11-enterprise", count: 100 };
  return {
    kind: kinds[i % kinds.length],
    networks: [`${addressOf(i, 0)}/24`],
    suffixes: [i % 3 === 0 ? `site-${i}.corp.example` : "corp.example"],
    reaches: { domain: "corp.example", ...(i % 7 === 6 ? {} : { kms: "core" }) },
    cohorts: { desktops: { ...desktops, ...(i % 2 === 0 ? { joined: "corp.example" } : {}) } },
  };
}
