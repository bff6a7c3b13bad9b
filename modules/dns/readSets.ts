import { DnsError } from "./dnsError.ts";
import type { ExchangeOptions } from "./exchange.ts";
import { absoluteName } from "./names.ts";
import { readSrvSet } from "./readSet.ts";
import { Slots } from "./slots.ts";
import type { SrvValue } from "./updateMessage.ts";

/**
 * Questions that are open at the same time. All at once would overflow the receive buffer of a server from about a
 * thousand names on, and each question that is lost costs a time-out (docs/performance.md).
 */
export const concurrentReads = 32;

/** One name, and the server that is to be asked. */
export interface SrvQuestion {
  /** `host` or `host:port`. */
  readonly server: string;
  readonly name: string;
}

/** What became of one question: the set as `readSrvSet` gives it, or why it could not be read. */
export interface SrvReading<Question extends SrvQuestion> {
  readonly question: Question;
  readonly outcome: readonly SrvValue[] | DnsError;
}

/**
 * Reads the SRV sets of many names, a few at a time; the readings are in the order of the questions.
 *
 * A server that left one question unanswered is asked nothing more, since each further silence would cost its time-outs;
 * the outcome of the names that were left says so.
 */
export async function readSrvSets<Question extends SrvQuestion>(
  questions: readonly Question[],
  options?: ExchangeOptions,
): Promise<readonly SrvReading<Question>[]> {
  const slots = new Slots(concurrentReads);
  const silent = new Map<string, DnsError>();
  const read = async (question: Question): Promise<SrvReading<Question>> => ({
    question,
    outcome: await slots.run(() => readUnlessSilent(question, silent, options), undefined),
  });
  return await Promise.all(questions.map(read));
}

async function readUnlessSilent(
  { server, name }: SrvQuestion,
  silent: Map<string, DnsError>,
  options: ExchangeOptions | undefined,
): Promise<readonly SrvValue[] | DnsError> {
  const before = silent.get(server);
  if (before !== undefined) return notAsked(name, server, before);
  try {
    return await (options === undefined ? readSrvSet(server, name) : readSrvSet(server, name, options));
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    if (isSilence(error)) silent.set(server, error);
    return error;
  }
}

function isSilence({ kind }: DnsError): boolean {
  return kind === "noAnswer" || kind === "unreachable" || kind === "unresolved";
}

function notAsked(name: string, server: string, before: DnsError): DnsError {
  const text = `reading SRV ${absoluteName(name)} at ${server}: not asked, since the server was silent before: ${before.message}`;
  return new DnsError(before.kind, text, before);
}
