import { createHash } from "node:crypto";
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Attempt, attemptError, DnsError } from "./dnsError.ts";
import { type KerberosCredentials, whoAsks } from "./kerberos.ts";
import { cancelledError, missingProgram, ticketError } from "./kerberosError.ts";
import { withPrivateFolder } from "./privateFolder.ts";
import { type ProgramEnd, runProgram } from "./runProgram.ts";

/** Milliseconds for kinit: MIT Kerberos waits seconds for each controller that says nothing. */
const kinitTimeoutMs = 15_000;
/** First octet of a ticket cache file (MIT Kerberos, "Credential cache file format"). */
const cacheMark = 5;

type KeytabCredentials = Extract<KerberosCredentials, { kind: "keytab" }>;

/**
 * Runs `use` with the name of a ticket cache (what KRB5CCNAME takes) that holds a ticket of the credentials.
 *
 * A ticket from a keytab is asked for once in this process and kept in its memory; it is in a file, 0600 in a 0700
 * folder under /dev/shm, only while `use` runs.
 *
 * @throws {DnsError} Where there is no ticket; nothing was sent to the name server then.
 */
export async function withTicket<T>(
  credentials: KerberosCredentials,
  attempt: Attempt,
  signal: AbortSignal | undefined,
  use: (cacheName: string) => Promise<T>,
): Promise<T> {
  if (credentials.kind === "ticketCache") {
    await checkCache(credentials.file, attempt);
    return await use(`FILE:${credentials.file}`);
  }
  const ticket = await ticketOf(credentials, attempt, signal);
  return await inFolder(attempt, async (folder) => {
    const cache = join(folder, "cache");
    await writeFile(cache, ticket, { mode: 0o600 });
    return await use(`FILE:${cache}`);
  });
}

/** Drops a ticket that has expired. True where another can be had; what others keep fresh, only they can renew. */
export function forgetTicket(credentials: KerberosCredentials): boolean {
  return credentials.kind === "keytab" && asked.delete(keyOf(credentials));
}

/** A ticket that was asked for, and how many wait for it. */
interface Asked {
  /** How kinit ended where it brought none. */
  readonly ticket: Promise<Buffer | ProgramEnd>;
  readonly stop: AbortController;
  waiting: number;
}

const asked = new Map<string, Asked>();

/** The keytab's digest tells two keytabs of one principal apart, such as an outdated one and the one that corrects it. */
function keyOf({ principal, keytab }: KeytabCredentials): string {
  return `${principal} ${createHash("sha256").update(keytab.octets).digest("hex")}`;
}

/** One kinit serves all who wait; it is ended when nobody waits any more. */
async function ticketOf(
  credentials: KeytabCredentials,
  attempt: Attempt,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const key = keyOf(credentials);
  const mine = asked.get(key) ?? ask(credentials, attempt, key);
  mine.waiting += 1;
  try {
    const outcome = await unlessAborted(mine.ticket, signal);
    if (Buffer.isBuffer(outcome)) return outcome;
    throw kinitError(attempt, credentials, outcome);
  } finally {
    mine.waiting -= 1;
    if (mine.waiting === 0) mine.stop.abort();
  }
}

function ask(credentials: KeytabCredentials, attempt: Attempt, key: string): Asked {
  const stop = new AbortController();
  const ticket = inFolder(attempt, (folder) => kinit(credentials, folder, stop.signal));
  const entry = { ticket, stop, waiting: 0 };
  asked.set(key, entry);
  const forget = () => {
    if (asked.get(key) === entry) asked.delete(key);
  };
  ticket.then((outcome) => Buffer.isBuffer(outcome) || forget(), forget);
  return entry;
}

async function kinit(
  credentials: KeytabCredentials,
  folder: string,
  signal: AbortSignal,
): Promise<Buffer | ProgramEnd> {
  const [keytab, cache] = [join(folder, "keytab"), join(folder, "cache")];
  await writeFile(keytab, credentials.keytab.octets, { mode: 0o600 });
  const args = ["-k", "-t", keytab, "-c", `FILE:${cache}`, credentials.principal];
  const end = await runProgram({ file: "kinit", args, env: {}, timeoutMs: kinitTimeoutMs, signal });
  return end.kind === "exited" && end.code === 0 ? await readFile(cache) : end;
}

function kinitError(attempt: Attempt, credentials: KeytabCredentials, end: ProgramEnd): DnsError {
  switch (end.kind) {
    case "missing":
      return missingProgram(attempt, "kinit");
    case "cancelled":
      return cancelledError(attempt);
    case "killed":
      return ticketError(attempt, whoAsks(credentials), `no answer from the realm, ${end.how}`);
    case "exited":
      return ticketError(attempt, whoAsks(credentials), end.stderr);
    default:
      return end satisfies never;
  }
}

/** nsupdate crashes on a file that is no ticket cache. */
async function checkCache(file: string, attempt: Attempt): Promise<void> {
  try {
    const handle = await open(file);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, 0).finally(() => handle.close());
    if (bytesRead === 1 && buffer[0] === cacheMark) return;
  } catch (cause) {
    const text = `the ticket cache ${file} cannot be read (${codeOf(cause)}); make it with kinit -c ${file}, and readable by this user`;
    throw attemptError(attempt, "noTicket", text, cause);
  }
  throw attemptError(attempt, "noTicket", `${file} is not a ticket cache; make it with kinit -c ${file}`);
}

async function inFolder<T>(attempt: Attempt, use: (folder: string) => Promise<T>): Promise<T> {
  try {
    return await withPrivateFolder(use);
  } catch (cause) {
    if (cause instanceof DnsError) throw cause;
    const text = `keytab and ticket cannot be kept in /dev/shm (${codeOf(cause)}), and nowhere else may they be; make room there, or give a ticketCache`;
    throw attemptError(attempt, "noTicket", text, cause);
  }
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  signal.throwIfAborted();
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
  });
  return await Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", giveUp));
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}
