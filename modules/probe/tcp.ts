import { connect } from "node:net";

/** What a TCP connect told. `refused` may be a closed port or a firewall that rejects. */
export type TcpAnswer = "open" | "refused" | "no answer" | "unreachable";

/** Long enough for a retransmission (RFC 6298: 1 s) on a slow line. */
const timeoutMs = 3_000;

const answers: Readonly<Record<string, TcpAnswer>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "refused",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
};

/** Connects to a port and closes again; nothing is sent. @throws on an address that cannot be used at all. */
export function probeTcp(address: string, port: number): Promise<TcpAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, timeout: timeoutMs });
    const end = (answer: TcpAnswer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end("open"));
    socket.once("timeout", () => end("no answer"));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      const answer = answers[error.code ?? ""];
      if (answer === undefined) reject(error);
      else end(answer);
    });
  });
}
