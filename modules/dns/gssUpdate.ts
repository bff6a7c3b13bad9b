import { type Attempt, DnsError } from "./dnsError.ts";
import { gssFailure } from "./gssFailure.ts";
import { type KerberosCredentials, whoAsks } from "./kerberos.ts";
import { cancelledError } from "./kerberosError.ts";
import { srvText } from "./readSet.ts";
import { runProgram } from "./runProgram.ts";
import { type Endpoint, resolveServer } from "./server.ts";
import { Slots } from "./slots.ts";
import { forgetTicket, withTicket } from "./ticket.ts";
import type { SrvSetChange } from "./updateMessage.ts";

/** Updates under way at a time: each is a process of its own. */
const slots = new Slots(8);
/** Answers that one update waits for: the ticket for the server, the zone's SOA, TKEY, and the update's own. */
const answers = 4;

/** One update to be signed with Kerberos. */
export interface GssUpdate {
  /** `host` or `host:port`. */
  readonly server: string;
  readonly change: SrvSetChange;
  /** As errors name it. */
  readonly what: string;
  readonly credentials: KerberosCredentials;
  /** Wait for one answer, milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends one update signed by GSS-TSIG, through the system's nsupdate: no library for Node can do it. It happens as a
 * whole, and only while the set is as it was seen.
 *
 * Kerberos asks for the service DNS/HOST of the host that the zone's SOA record names as primary, so that `server` may
 * be any address or name of it.
 *
 * @throws {DnsError} As `updateRecords`; where Kerberos gives no ticket, `noTicket`, `ticketExpired`, `badTime` or
 *   `missingProgram`, and nothing was sent.
 */
export async function gssUpdate(update: GssUpdate): Promise<void> {
  try {
    await send(update);
  } catch (error) {
    // What expired while this process ran is had anew, once: a ticket that expires at once is somebody's mistake.
    const again = error instanceof DnsError && error.kind === "ticketExpired" && forgetTicket(update.credentials);
    if (!again) throw error;
    await send(update);
  }
}

async function send(update: GssUpdate): Promise<void> {
  const { credentials, signal, timeoutMs } = update;
  const endpoint = await resolveServer(update.server);
  const attempt = { what: update.what, server: endpoint.label, principal: whoAsks(credentials) };
  const run = (cacheName: string) =>
    runProgram({
      file: "nsupdate",
      // By TCP, and never sent twice: a repeated update would meet its own prerequisite.
      args: ["-g", "-v", "-r", "0", "-t", String(Math.ceil(timeoutMs / 1000))],
      input: script(endpoint, update.change),
      env: { KRB5CCNAME: cacheName },
      timeoutMs: answers * timeoutMs,
      signal,
    });
  const end = await cancellable(attempt, signal, () =>
    slots.run(() => withTicket(credentials, attempt, signal, run), signal),
  );
  const failure = gssFailure(attempt, end);
  if (failure !== undefined) throw failure;
}

/** What nsupdate is told: the same prerequisites, deletions and additions as `encodeUpdate` writes, in one message. */
export function script(endpoint: Pick<Endpoint, "address" | "port">, change: SrvSetChange): string {
  const { owner, seen, remove, add } = change;
  const prerequisites =
    seen.length === 0
      ? [`prereq nxrrset ${owner} IN SRV`]
      : seen.map((value) => `prereq yxrrset ${owner} IN SRV ${srvText(value)}`);
  return [
    `server ${endpoint.address} ${endpoint.port}`,
    `zone ${change.zone}`,
    // Names are judged by us; nsupdate would refuse underscores in targets.
    "check-names off",
    ...prerequisites,
    ...remove.map((value) => `update delete ${owner} IN SRV ${srvText(value)}`),
    ...add.map((value) => `update add ${owner} ${value.ttl} IN SRV ${srvText(value)}`),
    "send",
    "",
  ].join("\n");
}

async function cancellable<T>(attempt: Attempt, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DnsError || signal?.aborted !== true) throw cause;
    throw cancelledError(attempt, cause);
  }
}
