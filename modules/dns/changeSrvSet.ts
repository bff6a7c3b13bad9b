import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { attemptError, DnsError, rcodeError } from "./dnsError.ts";
import { type ExchangeOptions, exchange } from "./exchange.ts";
import { absoluteName } from "./names.ts";
import { readSrvSet } from "./readSet.ts";
import { encodeUpdate, type SrvSetChange, type SrvValue } from "./updateMessage.ts";

/** Updates that are tried before a set that others keep changing is an error. */
const tries = 5;

/** A set that is to be changed, and how its server is reached. */
export interface SrvSetAccess extends ExchangeOptions {
  /** Primary server of the zone, `host` or `host:port`. */
  readonly server: string;
  /** Name of the zone, of exactly that name on the server. */
  readonly zone: string;
  /** Name of the records. */
  readonly owner: string;
}

/** What to take out of a set and put into it. */
export type SrvEdit = Pick<SrvSetChange, "remove" | "add">;

/**
 * Sends one update and waits for its outcome; it happens as a whole, and only while the set is as it was seen.
 *
 * @throws {DnsError} `prerequisite` where the set has changed; `noAnswer` or `unreachable` where nobody knows whether
 *   the update was applied, so read before sending it again.
 */
export async function updateRecords(access: SrvSetAccess, change: Omit<SrvSetChange, "zone" | "owner">): Promise<void> {
  const zone = absoluteName(access.zone);
  const owner = absoluteName(access.owner);
  const what = `update of SRV ${owner} in zone ${zone}`;
  const message = encodeUpdate(randomInt(65_536), { ...change, zone, owner });
  const { rcode } = await exchange(access.server, { what, message, transport: "udp" }, access);
  if (rcode === "NOERROR") return;
  throw rcodeError({ what, server: access.server, keyName: access.key?.name }, rcode);
}

/**
 * Brings a record set to where `edit` finds nothing more to do, and never loses a change that somebody else makes
 * meanwhile: each update holds only for the set that `edit` was shown, and else the set is read again. An update that
 * was not answered is read back before it is repeated. Changes of one set by this process take turns.
 *
 * @param edit - Sees the live set, and says what to change or, with undefined, that it is as it should be. It may throw.
 * @returns The set as it was read at the end.
 * @throws {DnsError} Also `notApplied` where the server accepts updates and the set never becomes what `edit` wants.
 */
export async function changeSrvSet(
  access: SrvSetAccess,
  edit: (seen: readonly SrvValue[]) => SrvEdit | undefined,
): Promise<readonly SrvValue[]> {
  const key = `${access.server} ${absoluteName(access.owner)}`;
  return await inTurn(key, () => editUntilDone(access, edit));
}

async function editUntilDone(
  access: SrvSetAccess,
  edit: (seen: readonly SrvValue[]) => SrvEdit | undefined,
): Promise<readonly SrvValue[]> {
  let failure: DnsError | undefined;
  for (let attempt = 0; attempt <= tries; attempt++) {
    const seen = await readBack(access, failure);
    const change = edit(seen);
    if (change === undefined) return seen;
    if (attempt === tries) break;
    failure = await tryUpdate(access, { ...change, seen });
    // Writers that collided once would collide again in step.
    if (failure?.kind === "prerequisite") await sleep(randomInt(20, 200), undefined, { signal: access.signal });
  }
  const text = `${tries} updates did not bring the set to what is declared; see the server's log`;
  throw failure ?? attemptError({ what: `update of SRV ${access.owner}`, server: access.server }, "notApplied", text);
}

/** The failure after which the set is to be read again; other failures are thrown. */
async function tryUpdate(
  access: SrvSetAccess,
  change: Omit<SrvSetChange, "zone" | "owner">,
): Promise<DnsError | undefined> {
  try {
    await updateRecords(access, change);
    return undefined;
  } catch (error) {
    if (error instanceof DnsError && ["prerequisite", "noAnswer", "unreachable", "unverified"].includes(error.kind))
      return error;
    throw error;
  }
}

/** Reads the set; where an update went unanswered before, a failure to read says so too. */
async function readBack(access: SrvSetAccess, failure: DnsError | undefined): Promise<readonly SrvValue[]> {
  try {
    return await readSrvSet(access.server, access.owner, access);
  } catch (error) {
    if (failure === undefined || failure.kind === "prerequisite" || !(error instanceof DnsError)) throw error;
    const text = `${failure.message}. Reading it back failed too, so the update may have been applied: ${error.message}`;
    throw new DnsError(error.kind, text, error);
  }
}

/** The last of the changes that wait for one set. */
const lastOf = new Map<string, Promise<unknown>>();

async function inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
  const before = lastOf.get(key) ?? Promise.resolve();
  const mine = before.then(task, task);
  lastOf.set(key, mine);
  try {
    return await mine;
  } finally {
    if (lastOf.get(key) === mine) lastOf.delete(key);
  }
}
