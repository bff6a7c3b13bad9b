import { absolute, bare } from "./dnsName.ts";
import type { Facts, Forest, KeptRecord, Key, KmsHostFacts, Topology, Zone } from "./model.ts";
import { provisioningOf } from "./normaliseProvisioning.ts";
import { normaliseSite } from "./normaliseSites.ts";
import { versionId } from "./products.ts";
import type * as File from "./topology.gen.ts";

/** Turns a checked file into the model: defaults applied, names in their normal form. */
export function normalise(file: File.TopologyFile): Topology {
  return { facts: factsOf(file), provisioning: provisioningOf(file) };
}

function factsOf(file: File.TopologyFile): Facts {
  const preferences = { adba: file.preferences?.adba ?? "prefer" };
  const forests = new Map(Object.keys(file.forests ?? {}).map((name) => [absolute(name), bare(name)]));
  return {
    environment: file.environment,
    licensed: {
      client: file.licensed?.client ?? null,
      server: file.licensed?.server ?? null,
      office: file.licensed?.office ?? null,
    },
    preferences,
    rows: file.rows ?? {},
    policy: policyOf(file.policy),
    keys: Object.entries(file.keys ?? {}).map(keyOf),
    forests: Object.entries(file.forests ?? {}).map(forestOf),
    zones: Object.entries(file.zones ?? {}).map(zoneOf),
    kmsHosts: Object.entries(file.kmsHosts ?? {}).map(hostOf),
    sites: Object.entries(file.sites).map(([name, site]) => normaliseSite(name, site, { forests, preferences })),
    suppressions: (file.suppressions ?? []).map(({ rule, subject, reason, owner, until }) => ({
      rule,
      subject,
      reason,
      owner,
      until,
    })),
  };
}

function policyOf({ unknown = "report", rules }: File.Policy = {}): Facts["policy"] {
  if (rules === undefined) return { unknown };
  const settings = Object.entries(rules).map(([rule, { severity = null, reason = null, ...values } = {}]) => [
    rule,
    { severity, reason, values },
  ]);
  return { unknown, rules: Object.fromEntries(settings) };
}

/** Microsoft's default for hosts that one key may activate is 6: https://learn.microsoft.com/windows-server/get-started/kms-activation-planning */
const defaultHostLimit = 6;

function keyOf([name, key]: [string, File.Key]): Key {
  if (key.type === "mak") return { type: "mak", name, product: key.product, remaining: key.remaining };
  return {
    type: "csvlk",
    name,
    group: key.group,
    hostsElsewhere: key.activations?.hosts ?? 0,
    hostLimit: key.activations?.limit ?? defaultHostLimit,
    used: key.activations?.used ?? {},
    lastFive: key.lastFive ?? null,
  };
}

function forestOf([name, forest]: [string, File.Forest]): Forest {
  return {
    name: bare(name),
    domains: [...new Set([name, ...(forest.domains ?? [])].map(absolute))],
    schemaVersion: forest.schemaVersion ?? null,
    activationObjects: Object.entries(forest.activationObjects ?? {}).map(([objectName, { key, origin, runsOn }]) => ({
      name: objectName,
      key,
      origin,
      runsOn: runsOn ?? null,
    })),
    delegates: forest.delegates ?? [],
  };
}

function zoneOf([name, zone]: [string, File.Zone]): Zone {
  const keep = (zone.keep ?? []).map((record) => keptRecord(record, name));
  const common = { name: bare(name), apex: absolute(name), keep };
  if (zone.provider === "azurePrivate") return { ...common, provider: "azurePrivate", server: null, signing: null };
  const signing = zone.signing?.tsig ? "tsig" : zone.signing?.gssTsig ? "gssTsig" : "none";
  return { ...common, provider: "rfc2136", server: zone.server, signing };
}

/** A name with a final dot is full; any other lies within the zone. */
function keptRecord({ name, target, port, reason }: File.KeptRecordEntry, zone: string): KeptRecord {
  return {
    name: name.endsWith(".") ? absolute(name) : absolute(`${name}.${zone}`),
    target: absolute(target),
    port,
    reason,
  };
}

/** https://learn.microsoft.com/windows-server/get-started/kms-activation-planning */
const defaultPort = 1688;

/** 120 and 10,080 minutes: https://learn.microsoft.com/windows-server/get-started/activation-slmgr-vbs-options */
const defaultIntervals = { activation: "2h", renewal: "7d" };

const minutesIn: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };

/** `2h` is 120 minutes. */
const minutesOf = (text: string): number => Number.parseInt(text, 10) * (minutesIn[text.slice(-1)] ?? 1);

function hostOf([name, host]: [string, File.KmsHost]): KmsHostFacts {
  const { activation, renewal } = { ...defaultIntervals, ...host.intervals };
  const records = host.records ?? {};
  const { publishedBy = "toolkit", existing = "upsert", priority = 0, weight = 0, ttl = 3600, domains } = records;
  return {
    name,
    site: host.site,
    fqdn: absolute(host.fqdn),
    os: versionId(host.os),
    keys: host.keys,
    port: host.port ?? defaultPort,
    records: { publishedBy, existing, priority, weight, ttl, domains: domains?.map(absolute) ?? null },
    ...placementOf(host),
    updates: host.updates ?? null,
    licensePacks: host.licensePacks ?? null,
    intervals: { activation: minutesOf(activation), renewal: minutesOf(renewal) },
    lowPriority: host.lowPriority ?? null,
  };
}

function placementOf({ azure, existing }: File.KmsHost): Pick<KmsHostFacts, "placement" | "address" | "manage"> {
  if (azure !== undefined) return { placement: "azure", address: azure.address, manage: null };
  if (existing === undefined) throw new Error("a host without azure and existing passed the schema");
  return { placement: "existing", address: existing.address, manage: existing.manage ?? "verify" };
}
