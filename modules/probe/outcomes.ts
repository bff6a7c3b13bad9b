/** What a name led to. `noAnswer`: the resolver, or the server that it asked, said nothing. */
export type NameOutcome = "address" | "found" | "notFound" | "noAnswer";

/** What a TCP connect led to. `filtered`: no answer at all. `failed`: this machine itself could not try. */
export type TcpOutcome = "open" | "refused" | "filtered" | "unreachable" | "reset" | "failed";

/** What a bind led to; after `accepted`, `rejected`, `nak` and `fault` it is certain that an RPC server answers. */
export type RpcOutcome = "accepted" | "rejected" | "nak" | "fault" | "notRpc" | "silent" | "closed";

/** One step; `ms`: how long it took, in milliseconds. */
export interface Step<Outcome> {
  readonly outcome: Outcome;
  /** What was answered, in the words of the protocol or of this machine; null where the outcome says it all. */
  readonly detail: string | null;
  readonly ms: number;
}

/** The way to one address; `rpc` is null where no connection was made. */
export interface Path {
  readonly address: string;
  readonly tcp: Step<TcpOutcome>;
  readonly rpc: Step<RpcOutcome> | null;
}

/** The milliseconds since `started` (`performance.now()`), whole. */
export function since(started: number): number {
  return Math.round(performance.now() - started);
}
