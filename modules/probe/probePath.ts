import { connect, type Socket } from "node:net";
import { type Path, type RpcOutcome, type Step, since, type TcpOutcome } from "./outcomes.ts";
import { type BindAnswer, decodeAnswer, encodeBind, maximumFragment } from "./rpcBind.ts";

/** What a connect that fails says of the path. */
const failures: Readonly<Record<string, TcpOutcome>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ETIMEDOUT: "filtered",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
};

/**
 * Connects to a port, sends one DCE/RPC bind, waits for what is said to it, and closes. Never throws.
 *
 * @param timeout - Milliseconds for each of the two steps.
 */
export async function probePath(address: string, port: number, timeout: number): Promise<Path> {
  const socket = connect({ host: address, port });
  // What an ended probe still hears is of no use to anybody.
  socket.on("error", () => {});
  try {
    const tcp = await connected(socket, timeout);
    const rpc = tcp.outcome === "open" ? await bound(socket, timeout) : null;
    return { address, tcp, rpc };
  } finally {
    socket.destroy();
  }
}

function connected(socket: Socket, timeout: number): Promise<Step<TcpOutcome>> {
  const { wait, end } = step<TcpOutcome>(timeout, () => ["filtered", null]);
  socket.once("connect", () => end("open", null));
  socket.once("error", ({ code, message }: NodeJS.ErrnoException) => {
    const outcome = failures[code ?? ""] ?? "failed";
    end(outcome, outcome === "failed" ? (code ?? message) : (code ?? null));
  });
  return wait;
}

function bound(socket: Socket, timeout: number): Promise<Step<RpcOutcome>> {
  let received = Buffer.alloc(0);
  const unanswered = (outcome: RpcOutcome, detail: string | null): [RpcOutcome, string | null] =>
    received.length === 0
      ? [outcome, detail]
      : ["notRpc", `it began an answer of ${received.length} octets and never ended it`];
  const { wait, end } = step<RpcOutcome>(timeout, () => unanswered("silent", null));
  socket.on("data", (part) => {
    received = Buffer.concat([received, part.subarray(0, maximumFragment)]);
    const answer = decodeAnswer(received);
    if (answer.kind !== "incomplete") end(outcomeOf(answer), answer.words);
  });
  socket.once("end", () => end(...unanswered("closed", null)));
  socket.once("error", ({ code, message }: NodeJS.ErrnoException) => end(...unanswered("closed", code ?? message)));
  socket.write(encodeBind());
  return wait;
}

function outcomeOf(answer: Exclude<BindAnswer, { readonly kind: "incomplete" }>): RpcOutcome {
  if (answer.kind !== "ack") return answer.kind;
  return answer.accepted ? "accepted" : "rejected";
}

/** One step that ends once: by what happens, or by its time, which then says what it was. */
function step<Outcome>(timeout: number, late: () => [Outcome, string | null]) {
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers<Step<Outcome>>();
  const end = (outcome: Outcome, detail: string | null) => {
    clearTimeout(timer);
    resolve({ outcome, detail, ms: since(started) });
  };
  const timer = setTimeout(() => end(...late()), timeout);
  return { wait: promise, end };
}
