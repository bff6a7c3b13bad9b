import type { ProductKey } from "../keyvault/productKey.ts";
import type { HostReading } from "../windows/hostReading.ts";
import type { HostSettings } from "../windows/hostSettings.ts";
import type { KeyLines } from "./kmsHostConfigurationRun.ts";
import type { LastFives } from "./kmsHostConfigurationSettings.ts";
import type { HostAccess } from "./providerConfig.ts";
import { InvalidRequest } from "./resourceKind.ts";

/** Reads a product key at the address of its secret. */
export type ReadKey = (uri: string, signal: AbortSignal) => Promise<ProductKey>;

/** Keys that a run of the script needs, and what was learnt of them. */
export interface KeysAtHand {
  readonly lines: KeyLines;
  /** Last five characters by name: of those that were fetched. */
  readonly learnt: LastFives;
  /** Overwrites them; to be called when the script has them. */
  forget(): void;
}

const blank: Uint8Array = Buffer.from("\n");

/**
 * Fetches those keys that the host lacks or may lack, and no others: each in the moment before its use.
 *
 * @throws {KeyVaultError}
 * @throws {InvalidRequest} Where a key has no address.
 */
export async function keysFor(
  settings: HostSettings,
  { products }: HostReading,
  access: HostAccess,
  readKey: ReadKey,
  signal: AbortSignal,
): Promise<KeysAtHand> {
  const carried = new Set((products ?? []).flatMap(({ lastFive }) => lastFive?.toUpperCase() ?? []));
  const fetched = new Map<string, ProductKey>();
  const forget = () => {
    for (const key of fetched.values()) key.forget();
  };
  try {
    for (const { name, lastFive } of settings.keys) {
      if (lastFive !== null && carried.has(lastFive)) continue;
      const key = await readKey(addressOf(name, access), signal);
      fetched.set(name, key);
      if (lastFive !== null && key.lastFive !== lastFive) throw otherKey(name, lastFive, key.lastFive, access);
    }
  } catch (error) {
    forget();
    throw error;
  }
  const needed = (name: string) => {
    const key = fetched.get(name);
    return key === undefined || carried.has(key.lastFive) ? blank : key.line();
  };
  return {
    lines: settings.keys.map(({ name }) => needed(name)),
    learnt: Object.fromEntries([...fetched].map(([name, key]) => [name, key.lastFive])),
    forget,
  };
}

function addressOf(name: string, { host, keys }: HostAccess): string {
  const address = keys[name];
  if (address !== undefined) return address;
  throw new InvalidRequest(
    `host ${host} lacks key ${name}, and the provider's arguments have no address of a secret for it; add hosts[${JSON.stringify(host)}].keys[${JSON.stringify(name)}]`,
  );
}

function otherKey(name: string, declared: string, found: string, { host }: HostAccess): Error {
  return new Error(
    `key ${name} of host ${host} is declared to end with ${declared}, and its secret ends with ${found}; correct lastFive or the secret. Nothing was sent to the host`,
  );
}
