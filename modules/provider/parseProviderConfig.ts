import { type ConfigEntry, type Fail, failIn, isRecord } from "./configEntry.ts";
import { forestAccess } from "./forestAccess.ts";
import { hostAccess } from "./hostAccess.ts";
import type { ProviderConfig } from "./providerConfig.ts";
import { type CheckFailure, type Properties, unknownValue } from "./resourceKind.ts";
import { unwrap } from "./wire.ts";
import { zoneAccess } from "./zoneAccess.ts";

/** The arguments that could be read, and everything that is wrong with the others. */
export interface ParsedConfig {
  readonly config: ProviderConfig;
  readonly failures: readonly CheckFailure[];
}

/**
 * Reads the provider's arguments. Maps come as JSON text or as objects; a map that is not known yet counts as empty.
 * No reason repeats a value that may be secret, and that is any value here but names of zones, forests and hosts.
 */
export function parseProviderConfig(args: Properties): ParsedConfig {
  const failures: CheckFailure[] = [];
  const read = <T>(map: string, access: (name: string, value: ConfigEntry, fail: Fail) => T | undefined) =>
    entriesOf(args, map, failures)
      .map(([name, value]) => access(name, value, failIn(map, name, failures)))
      .filter((entry) => entry !== undefined);
  const config = {
    zones: read("zones", zoneAccess),
    forests: read("forests", forestAccess),
    hosts: read("hosts", hostAccess),
  };
  return { config, failures };
}

function entriesOf(args: Properties, property: string, failures: CheckFailure[]): readonly [string, ConfigEntry][] {
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
