import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { attemptError, DnsError, type DnsErrorKind, OutcomeUnknown, rcodeError } from "./dnsError.ts";
import { defaultTimeoutMs, type ExchangeOptions, exchange } from "./exchange.ts";
import { gssUpdate } from "./gssUpdate.ts";
import type { KerberosCredentials } from "./kerberos.ts";
import { absoluteName } from "./names.ts";
import { readSrvSet } from "./readSet.ts";
import { encodeUpdate, type SrvSetChange, type SrvValue } from "./updateMessage.ts";

/** Updates that are tried before a set that others keep changing is an error. */
const tries = 5;

/** A set that is to be changed, and how its server is reached. Without `key` and `kerberos`, updates are sent unsigned. */
export interface SrvSetAccess extends ExchangeOptions {
  /** Signs updates (GSS-TSIG); reads stay as they are. */
  readonly kerberos?: KerberosCredentials;
  /** Primary server of the zone, `host` or `host:port`. */
  readonly server: string;
  /** Name of the zone, of exactly that name on the server. */
  readonly zone: string;
  /** Name of the records. */
  readonly owner: string;
}

/** What to take out of a set and put into it. */
export type SrvEdit = Pick<SrvSetChange, "remove" | "add">;

/** Whether an update of this very change is in the set by now: `perhaps` where one was sent and not answered. */
export type Sent = "no" | "perhaps" | "yes";

/** Sees the live set, and says what to change or, with undefined, that it is as it should be. It may throw. */
export type EditSet = (seen: readonly SrvValue[], sent: Sent) => SrvEdit | undefined;

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
  const { server, kerberos: credentials, signal, timeoutMs = defaultTimeoutMs } = access;
  if (credentials !== undefined) {
    await gssUpdate({ server, change: { ...change, zone, owner }, what, credentials, timeoutMs, signal });
    return;
  }
  const message = encodeUpdate(randomInt(65_536), { ...change, zone, owner });
  const { rcode } = await exchange(server, { what, message, transport: "udp" }, access);
  if (rcode === "NOERROR") return;
  throw rcodeError({ what, server, keyName: access.key?.name }, rcode);
}

/**
 * Brings a record set to where `edit` finds nothing more to do, and never loses a change that somebody else makes
 * meanwhile: each update holds only for the set that `edit` was shown, and else the set is read again. An update that
 * was not answered is read back before it is repeated. Changes of one set by this process take turns.
 *
 * @returns The set as it was read at the end.
 * @throws {DnsError} Also `notApplied` where the server accepts updates and the set never becomes what `edit` wants;
 *   `OutcomeUnknown` where an update was sent and nobody can say whether it was applied.
 */
export async function changeSrvSet(access: SrvSetAccess, edit: EditSet): Promise<readonly SrvValue[]> {
  const key = `${access.server} ${absoluteName(access.owner)}`;
  const silence = attemptError(
    { what: `update of SRV ${access.owner}`, server: access.server },
    "noAnswer",
    "not tried, because the server gave no answer in time to the change of the same set before it; check that the server runs",
  );
  return await inTurn(key, (known) => editUntilDone(access, edit, known), silence);
}

/** `known`: the set as it was a moment ago; an update that builds on it holds only while it is still so. */
async function editUntilDone(
  access: SrvSetAccess,
  edit: EditSet,
  known: readonly SrvValue[] | undefined,
): Promise<readonly SrvValue[]> {
  let failure: DnsError | undefined;
  let sent: Sent = "no";
  for (let attempt = 0; attempt <= tries; attempt++) {
    const seen = (attempt === 0 ? known : undefined) ?? (await readBack(access, failure));
    const change = edit(seen, sent);
    if (change === undefined) return seen;
    if (attempt === tries) break;
    failure = await tryUpdate(access, { ...change, seen });
    sent = sentAfter(sent, failure);
    // Writers that collided once would collide again in step.
    if (failure?.kind === "prerequisite") await pause(access.signal);
  }
  const text = `${tries} updates did not bring the set to what is declared; see the server's log`;
  throw failure ?? attemptError({ what: `update of SRV ${access.owner}`, server: access.server }, "notApplied", text);
}

function sentAfter(before: Sent, failure: DnsError | undefined): Sent {
  if (failure === undefined) return "yes";
  return failure.kind === "prerequisite" ? before : "perhaps";
}

/** A cancellation ends the waiting; what comes next says so in its own words. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await sleep(randomInt(20, 200), undefined, { signal }).catch(() => {});
}

/** Failures after which nobody knows whether the update was applied. */
const unanswered: readonly DnsErrorKind[] = ["noAnswer", "unreachable", "unverified"];

/** The failure after which the set is to be read again; other failures are thrown. */
async function tryUpdate(
  access: SrvSetAccess,
  change: Omit<SrvSetChange, "zone" | "owner">,
): Promise<DnsError | undefined> {
  try {
    await updateRecords(access, change);
    return undefined;
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    if (error.kind === "prerequisite" || unanswered.includes(error.kind)) return error;
    if (error.kind === "cancelled") throw new OutcomeUnknown(error.kind, error.message, error);
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
    throw new OutcomeUnknown(error.kind, text, error);
  }
}

type SetChange = (known: readonly SrvValue[] | undefined) => Promise<readonly SrvValue[]>;

/** The last of the changes that wait for one set. */
const lastOf = new Map<string, Promise<readonly SrvValue[]>>();

/**
 * A change that has waited starts from what the one before it has read at its end; after a failure it reads itself.
 * Where the server was silent it does not wait once more: it ends with `silence`.
 */
async function inTurn(key: string, change: SetChange, silence: DnsError): Promise<readonly SrvValue[]> {
  const afresh = (failure?: unknown) => {
    if (failure instanceof DnsError && failure.kind === "noAnswer") throw silence;
    return change(undefined);
  };
  const mine = lastOf.get(key)?.then(change, afresh) ?? afresh();
  lastOf.set(key, mine);
  try {
    return await mine;
  } finally {
    if (lastOf.get(key) === mine) lastOf.delete(key);
  }
}
