import { avmaKeys } from "./data/avmaKeys.ts";
import { officeKeys } from "./data/officeKeys.ts";
import { windowsKeys } from "./data/windowsKeys.ts";
import { versionNamed } from "./products.ts";

/**
 * Product keys that Microsoft publishes: they do nothing without a customer's own KMS host, activation object or
 * Hyper-V host, so they are no secrets. Anything else of that shape is one.
 */
const rows = [...windowsKeys, ...officeKeys, ...avmaKeys];

/** Every public key, in capitals. */
export const publicKeys: ReadonlySet<string> = new Set(rows.map(([key]) => key));

/**
 * Ids of the versions (products.ts) that a public key belongs to; empty for one of an edition that no file can name, and
 * for a key that is not public.
 */
export function productsOfKey(key: string): readonly string[] {
  const names = rows.filter(([candidate]) => candidate === key.toUpperCase()).flatMap(([, ...editions]) => editions);
  return names.flatMap((name) => versionNamed(name)?.id ?? []);
}
