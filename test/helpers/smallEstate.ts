import path from "node:path";
import { labDir } from "./estate.ts";

/**
 * A topology with nothing on Azure: two hosts that exist, which publish in two suffixes of the lab's zone, and the
 * activation object of the lab. Four records and an object, so that a command takes as little time as it can.
 *
 * @param options.hosts - Labels of the hosts, below the name; two by default.
 */
export function smallTopology(options: {
  readonly name: string;
  readonly suffixes?: readonly string[];
  readonly hosts?: readonly string[];
  /** What becomes of records of the hosts that are there already. */
  readonly existing?: "upsert" | "adopt" | "refuse";
  /** Priority of the hosts' records. */
  readonly priority?: number;
  /** Name server of the zone. */
  readonly server?: string;
  /** Domain controller of the forest; null: the file has no forest. */
  readonly controller?: string | null;
}): string {
  const { name, hosts = ["kms-a", "kms-b"], server = "10.88.0.53", controller = "dc1.corp.example" } = options;
  const { existing = "upsert", priority = 0 } = options;
  const records = `{ priority: ${priority}, existing: ${existing} }`;
  const suffixes = options.suffixes ?? [`${name}.site.example`, `b.${name}.site.example`];
  return `
version: 1
environment: lab
licensed: { client: 30 }
keys:
  windows: { type: csvlk, group: windows-server-2025, secret: { vault: "https://kv-lab.vault.azure.net/secrets/windows" } }
${controller === null ? "" : forest(controller)}
zones:
  site.example:
    provider: rfc2136
    server: ${server}
    signing: { tsig: { keyName: lab-update, algorithm: hmac-sha256, secret: { config: siteExampleTsig } } }
kmsHosts:
${hosts.map((host, i) => kmsHost(`${host}.${name}.site.example`, `10.88.0.${4 + i}`, records)).join("\n")}
sites:
  hq:
    kind: core
    networks: [10.88.0.0/24]
    suffixes: [${suffixes.join(", ")}]
    cohorts:
      desktops: { product: client, os: windows-11-enterprise, count: 30 }
`;
}

const forest = (controller: string) => `
forests:
  corp.example:
    domains: [corp.example]
    schemaVersion: 69
    connection:
      servers: ["${controller}"]
      bindAs: svc-audit@corp.example
      password: { config: corpBindPassword }
      ca: ${path.join(labDir ?? "", "ca.pem")}
    activationObjects:
      lab-placeholder: { key: windows, origin: existing }
`;

const kmsHost = (fqdn: string, address: string, records: string) => `
  ${fqdn.split(".").slice(0, 2).join("-")}:
    site: hq
    fqdn: ${fqdn}
    os: windows-server-2025-datacenter
    keys: [windows]
    existing: { address: ${address}, manage: verify }
    records: ${records}`;
