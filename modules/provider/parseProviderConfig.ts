import { parseServer } from "../dns/server.ts";
import { parseTsigKey, TsigKey } from "../dns/tsig.ts";
import type { ForestAccess, ProviderConfig, ZoneAccess } from "./providerConfig.ts";
import { type CheckFailure, type Properties, unknownValue } from "./resourceKind.ts";
import { unwrap } from "./wire.ts";

/** The arguments that could be read, and everything that is wrong with the others. */
export interface ParsedConfig {
  readonly config: ProviderConfig;
  readonly failures: readonly CheckFailure[];
}

/**
 * Reads the provider's arguments. Maps come as JSON text or as objects; a map that is not known yet counts as empty.
 * No reason repeats a value that may be secret, and that is any value here but names of zones and forests.
 */
export function parseProviderConfig(args: Properties): ParsedConfig {
  const failures: CheckFailure[] = [];
  const zones = entriesOf(args, "zones", failures).map(([name, value]) => zoneAccess(name, value, failures));
  const forests = entriesOf(args, "forests", failures).map(([name, value]) => forestAccess(name, value, failures));
  const found = <T>(list: readonly (T | undefined)[]) => list.filter((entry) => entry !== undefined);
  return { config: { zones: found(zones), forests: found(forests) }, failures };
}

type Entry = readonly [string, Readonly<Record<string, unknown>>];

function entriesOf(args: Properties, property: string, failures: CheckFailure[]): readonly Entry[] {
  const value = args[property];
  if (value === undefined || value === unknownValue) return [];
  const map = typeof value === "string" ? parseJson(value) : value;
  if (isRecord(map)) {
    const entries = Object.entries(map);
    for (const [name] of entries.filter(([, entry]) => !isRecord(entry))) {
      failures.push({ property: `${property}[${JSON.stringify(name)}]`, reason: "must be an object" });
    }
    return entries.filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]));
  }
  failures.push({ property, reason: "must be a map of objects by name" });
  return [];
}

/** The parser's own error would quote the text, which holds secrets. */
function parseJson(text: string): unknown {
  try {
    return unwrap(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function zoneAccess(zone: string, value: Entry[1], failures: CheckFailure[]): ZoneAccess | undefined {
  const key = readKey(value);
  const problems = key === undefined || key instanceof TsigKey ? {} : key;
  const { server } = value;
  const reachable = typeof server === "string" && parseServer(server) !== undefined;
  const all = { ...(reachable ? {} : { server: "must be host or host:port" }), ...problems };
  for (const [property, reason] of Object.entries(all)) {
    failures.push({ property: `zones[${JSON.stringify(zone)}].${property}`, reason });
  }
  if (!reachable) return undefined;
  return { zone, server, ...(key instanceof TsigKey ? { key } : {}) };
}

/** The key; undefined where none is given; else the problems by property. */
function readKey({
  keyName,
  algorithm = "hmac-sha256",
  secret,
}: Entry[1]): ReturnType<typeof parseTsigKey> | undefined {
  if (keyName === undefined && secret === undefined) return undefined;
  if (!isText(keyName)) return { keyName: "must be given with secret" };
  return isText(secret) ? parseTsigKey(keyName, String(algorithm), secret) : { secret: "must be given with keyName" };
}

function forestAccess(forest: string, value: Entry[1], failures: CheckFailure[]): ForestAccess | undefined {
  const before = failures.length;
  const fail = (property: string, reason: string) =>
    failures.push({ property: `forests[${JSON.stringify(forest)}].${property}`, reason });
  const { servers, bindAs, password, ca } = value;
  const listed = Array.isArray(servers) && servers.length > 0 && servers.every(isText);
  if (!listed) fail("servers", "must list at least one domain controller");
  if (!isText(bindAs)) fail("bindAs", "must name the account");
  // A directory server takes an empty password as an anonymous bind and answers success.
  if (!isText(password)) fail("password", "must not be empty");
  if (!isText(ca) || !ca.includes("-----BEGIN CERTIFICATE-----")) fail("ca", "must be the text of a PEM certificate");
  if (failures.length > before) return undefined;
  return { forest, servers, bindAs, password, ca } as ForestAccess;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
