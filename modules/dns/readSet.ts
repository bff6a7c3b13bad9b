import { randomInt } from "node:crypto";
import type { Answer, SrvAnswer, StringAnswer } from "dns-packet";
import { type Attempt, attemptError, DnsError, rcodeError } from "./dnsError.ts";
import { encodeQuestion, type Message } from "./dnsPacket.ts";
import { type ExchangeOptions, exchange } from "./exchange.ts";
import { absoluteName } from "./names.ts";
import type { SrvValue } from "./updateMessage.ts";

/** Waits for one answer after the other, as multiples of the first: a slow server is reached, a silent one not waited for long. */
const waits = [1, 2, 4];
/** Milliseconds of the first wait. */
const firstWaitMs = 2000;

/** One address record. */
export interface AddressValue {
  /** IPv4. */
  readonly address: string;
  /** Seconds. */
  readonly ttl: number;
}

/**
 * The SRV records of a name as the authoritative server has them; empty where the zone has none of that name.
 * Targets are in lower case, so that a server which keeps two spellings of one record shows it once.
 *
 * @param server - `host` or `host:port`, asked without recursion.
 * @throws {DnsError} Where the server does not answer, refuses, or is not the zone's authority: nothing is known then.
 */
export async function readSrvSet(
  server: string,
  name: string,
  options: ExchangeOptions = {},
): Promise<readonly SrvValue[]> {
  const records = (await readSet(server, name, "SRV", options)) as SrvAnswer[];
  return records
    .map(({ data, ttl }) => ({
      target: absoluteName(data.target),
      port: data.port,
      priority: data.priority ?? 0,
      weight: data.weight ?? 0,
      ttl: ttl ?? 0,
    }))
    .filter((value, i, all) => all.findIndex((other) => srvText(other) === srvText(value)) === i)
    .sort((a, b) => compare(srvText(a), srvText(b)));
}

/**
 * The IPv4 addresses of a name as the authoritative server has them; empty where the zone has none of that name.
 *
 * @param server - `host` or `host:port`, asked without recursion.
 * @throws {DnsError} As `readSrvSet`.
 */
export async function readAddress(
  server: string,
  name: string,
  options: ExchangeOptions = {},
): Promise<readonly AddressValue[]> {
  const records = (await readSet(server, name, "A", options)) as StringAnswer[];
  return records
    .map(({ data, ttl }) => ({ address: data, ttl: ttl ?? 0 }))
    .sort((a, b) => compare(a.address, b.address));
}

/** Priority, weight, port and target, as zone files write them. */
export function srvText(value: Omit<SrvValue, "ttl">): string {
  return `${value.priority} ${value.weight} ${value.port} ${value.target}`;
}

async function readSet(server: string, owner: string, type: "SRV" | "A", options: ExchangeOptions) {
  const name = absoluteName(owner);
  const what = `reading ${type} ${name}`;
  const answer = await ask(server, { what, name, type }, options);
  const attempt = { what, server, keyName: options.key?.name };
  if (answer.rcode !== "NOERROR" && answer.rcode !== "NXDOMAIN") throw rcodeError(attempt, answer.rcode);
  if (!answer.flag_aa) throw notAuthoritative(attempt);
  const records = answer.answers ?? [];
  const alias = records.find((record): record is StringAnswer => record.type === "CNAME");
  if (alias !== undefined) throw aliasError(attempt, type, alias.data);
  const isAsked = (record: Answer) => record.type === type && absoluteName(record.name) === name;
  const elsewhere = [...(answer.authorities ?? []), ...(answer.additionals ?? [])];
  const strange = !records.every(isAsked) || elsewhere.some(isAsked);
  if (strange || (answer.rcode === "NXDOMAIN" && records.length > 0)) throw strangeAnswer(attempt);
  if (answer.oddLabel !== undefined) throw oddTarget(attempt, answer.oddLabel);
  return records;
}

function aliasError(attempt: Attempt, type: string, target: string): DnsError {
  const outcome = `the name is an alias (CNAME) of ${target}, so it can hold no ${type} record; remove the alias`;
  return attemptError(attempt, "alias", outcome);
}

function strangeAnswer(attempt: Attempt): DnsError {
  const outcome =
    "the answer is not one to this question: it holds other records, or holds them in the wrong place; check what stands between here and the server";
  return attemptError(attempt, "malformed", outcome);
}

function oddTarget(attempt: Attempt, label: string): DnsError {
  const outcome = `a record of the set has a target with the label ${JSON.stringify(label)}, which no host name can have, and a set is only changed as a whole; remove that record by hand`;
  return attemptError(attempt, "malformed", outcome);
}

interface Question {
  readonly what: string;
  /** Absolute. */
  readonly name: string;
  readonly type: "SRV" | "A";
}

/** Asks until there is an answer, and again by TCP where it did not fit. Reading twice does no harm. */
async function ask(server: string, question: Question, options: ExchangeOptions): Promise<Message> {
  const send = (transport: "udp" | "tcp", timeoutMs: number) => {
    const message = encodeQuestion(randomInt(65_536), question.name, question.type);
    return exchange(server, { what: question.what, message, transport }, { ...options, timeoutMs });
  };
  let silence: DnsError | undefined;
  for (const wait of waits) {
    const timeoutMs = (options.timeoutMs ?? firstWaitMs) * wait;
    try {
      const answer = await send("udp", timeoutMs);
      return answer.flag_tc ? await send("tcp", timeoutMs) : answer;
    } catch (error) {
      if (!(error instanceof DnsError) || error.kind !== "noAnswer") throw error;
      silence = error;
    }
  }
  throw silence;
}

function notAuthoritative(attempt: Attempt): DnsError {
  const outcome =
    "the server is not the authority for this name (it forwarded, or referred to others); name the zone's own primary server";
  return attemptError(attempt, "notAuthoritative", outcome);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
