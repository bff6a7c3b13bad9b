import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type NameOutcome, type Step, since } from "./outcomes.ts";

/** What a name led to, and its addresses: sorted, each once. */
export interface FoundName extends Step<NameOutcome> {
  readonly addresses: readonly string[];
}

export interface FindOptions {
  /** Milliseconds. */
  readonly timeout: number;
  /** Default: this machine's own resolver, as its other programs use it. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
}

/** Finds the addresses of a host; one that is an address already is not looked up. Never throws. */
export async function findName(host: string, { timeout, resolve = resolveAll }: FindOptions): Promise<FoundName> {
  if (isIP(host) !== 0) return { outcome: "address", detail: null, ms: 0, addresses: [host] };
  const started = performance.now();
  const ended = new AbortController();
  try {
    const late = pause(timeout, undefined, { signal: ended.signal });
    const found = await Promise.race([resolve(host), late]);
    const addresses = [...new Set((found ?? []).map(({ address }) => address))].sort();
    const outcome = found === undefined ? "noAnswer" : addresses.length === 0 ? "notFound" : "found";
    return { outcome, detail: null, ms: since(started), addresses };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    // EAI_AGAIN: no server answered, or none could. Anything else that is not "no such name" proves nothing either.
    const outcome = code === "ENOTFOUND" ? "notFound" : "noAnswer";
    return { outcome, detail: code, ms: since(started), addresses: [] };
  } finally {
    ended.abort();
  }
}

function resolveAll(name: string): Promise<LookupAddress[]> {
  return lookup(name, { all: true });
}
