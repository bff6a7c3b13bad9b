/** One step of a probe; `ms`: how long it took, in milliseconds. */
export interface ProbeStep<Outcome> {
  readonly outcome: Outcome;
  /** What was answered, in the words of the protocol; null where the outcome says it all. */
  readonly detail: string | null;
  readonly ms: number;
}

export type NameResult = "address" | "found" | "notFound" | "noAnswer";
export type TcpResult = "open" | "refused" | "filtered" | "unreachable" | "reset" | "failed";
export type RpcResult = "accepted" | "rejected" | "nak" | "fault" | "notRpc" | "silent" | "closed";

/** The way to one address; `rpc` is null where no connection was made. */
export interface ProbedPath {
  readonly address: string;
  readonly tcp: ProbeStep<TcpResult>;
  readonly rpc: ProbeStep<RpcResult> | null;
}

/** What was found out about one target. */
export interface ProbedTarget {
  readonly host: string;
  readonly port: number;
  /** `addresses` of the host: sorted. */
  readonly name: ProbeStep<NameResult> & { readonly addresses: readonly string[] };
  /** One for each address. */
  readonly paths: readonly ProbedPath[];
}

/** What a probe proves and what it does not: said with every result. */
export const proves: string =
  "A probe ends at a DCE/RPC bind. An RPC server that answers is no proof of a KMS host: whether it is an activated KMS host, only the host itself can tell (slmgr /dlv there).";

const words: Readonly<Record<NameResult | TcpResult | RpcResult, string>> = {
  address: "is an address",
  found: "found",
  notFound: "not found",
  noAnswer: "no answer of the resolver",
  open: "open",
  refused: "refused",
  filtered: "filtered (no answer)",
  unreachable: "unreachable",
  reset: "reset",
  failed: "not tried",
  accepted: "bind_ack, it offers the interface that was named",
  rejected: "bind_ack, it does not offer the interface that was named",
  nak: "bind_nak",
  fault: "fault",
  notRpc: "not DCE/RPC",
  silent: "silent",
  closed: "closed by the other side",
};

/** What to think of first; nothing where all is well. */
const hints: Readonly<Partial<Record<NameResult | TcpResult | RpcResult, string>>> = {
  notFound: "correct the name, or the suffix that this machine adds to it",
  noAnswer: "see that this machine's name server runs and is reached",
  refused: "no listener, or a firewall that rejects",
  filtered: "a firewall that drops, or the machine is off",
  unreachable: "no route from here, the machine is off, or a firewall that rejects",
  reset: "a firewall that resets, or a listener that is shutting down",
  failed: "this machine did not let the probe out; see its own firewall and addresses",
  notRpc: "another service has the port; correct the port, or see what listens there",
  silent: "a listener that says nothing, or a firewall that inspects and drops RPC",
  closed: "another service has the port, or a firewall that inspects RPC",
};

const rpcAnswers: readonly RpcResult[] = ["accepted", "rejected", "nak", "fault"];

/** True where an RPC server answered at an address of the target. */
export function answersRpc({ paths }: ProbedTarget): boolean {
  return paths.some(({ rpc }) => rpc !== null && rpcAnswers.includes(rpc.outcome));
}

/** `host:port`, with brackets around an address of IPv6. */
export function targetName({ host, port }: Pick<ProbedTarget, "host" | "port">): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What came of a step, as people read it: `bind_ack: provider_rejection, abstract_syntax_not_supported`. */
export function stepWords({ outcome, detail }: ProbeStep<NameResult | TcpResult | RpcResult>): string {
  const hint = hints[outcome];
  const said = detail === null ? words[outcome] : `${words[outcome]} (${detail})`;
  return hint === undefined ? said : `${said}: ${hint}`;
}

/** What came of the name: its addresses, where there are some. */
export function nameWords({ name }: ProbedTarget): string {
  return name.outcome === "found" ? name.addresses.join(", ") : stepWords(name);
}

/** `2 of 3 targets answer as RPC servers`. */
export function probeSummary(targets: readonly ProbedTarget[]): string {
  const count = targets.filter(answersRpc).length;
  if (targets.length === 1) return count === 1 ? "An RPC server answers" : "No RPC server answers";
  return `${count} of ${targets.length} targets answer as RPC servers`;
}
