import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { execa } from "execa";
import { afterEach, expect, it } from "vitest";
import { enterSite, labOf } from "../../lab/sites.ts";
import { probePath } from "../../modules/probe/probePath.ts";
import { encodeBind } from "../../modules/probe/rpcBind.ts";
import { checkout, labDir } from "../helpers/estate.ts";
import { describeInLab } from "../helpers/lab.ts";

const cli = path.join(checkout, "modules/cli/activation.mjs");
const opened: { server: Server; sockets: Socket[] }[] = [];

/** A listener on this machine; `heard` collects what it is sent. */
async function listener(onSocket: (socket: Socket) => void = () => {}) {
  const sockets: Socket[] = [];
  const closed: Promise<unknown>[] = [];
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    closed.push(new Promise((resolve) => socket.on("close", resolve)));
    socket.on("data", (part) => heard.push(part));
    socket.on("error", () => {});
    onSocket(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push({ server, sockets });
  return { port: (server.address() as AddressInfo).port, heard, closed };
}

/** Runs the command as a person does. */
async function probe(...args: readonly string[]) {
  const done = await execa("node", [cli, "probe", ...args, "--format", "json"], { reject: false });
  const { targets } = JSON.parse(done.stdout);
  const outcomes = targets.map(({ name, paths: [path] }: { name: { outcome: string }; paths: Played[] }) =>
    [name.outcome, path?.tcp.outcome, path?.rpc?.outcome].filter((outcome) => outcome !== undefined).join(" "),
  );
  return { exitCode: done.exitCode, outcomes };
}

interface Played {
  readonly tcp: { readonly outcome: string };
  readonly rpc: { readonly outcome: string } | null;
}

describeInLab("activation probe, on the real parts", () => {
  afterEach(() => {
    for (const { server, sockets } of opened.splice(0)) {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it("finds the RPC servers of Samba: one that offers the interface, and one on 1688 that does not", async () => {
    expect(await probe("10.88.0.16", "dc1.corp.example:135")).toEqual({
      exitCode: 0,
      outcomes: ["address open rejected", "found open accepted"],
    });
  });

  it("tells LDAP, a closed port and a name that is not there from an RPC server, and hides none behind another", async () => {
    expect(await probe("dc1.corp.example:389", "10.88.0.16", "10.88.0.10:1688", "nowhere.corp.example")).toEqual({
      exitCode: 1,
      outcomes: ["found open closed", "address open rejected", "address refused", "notFound"],
    });
  });

  it("finds the port filtered at the isolated site, whose firewall drops it", async () => {
    const command = ["node", cli, "probe", "10.88.0.16", "--timeout", "0.5"];
    const [program = "", ...args] = enterSite(labOf(labDir ?? ""), "isolated", command);
    const done = await execa(program, args, { reject: false });
    expect(done.stdout).toContain("TCP   filtered (no answer): a firewall that drops, or the machine is off");
    expect(done.exitCode).toBe(1);
  });

  it("tells a silent listener, one that closes, and one that speaks something else", async () => {
    const silent = await listener();
    const closing = await listener((socket) => socket.end());
    const http = await listener((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const dripping = await listener((socket) => void socket.write(Buffer.from([5, 0, 12])));
    const ports = [silent, closing, http, dripping].map(({ port }) => `127.0.0.1:${port}`);
    expect(await probe(...ports, "--timeout", "0.5")).toEqual({
      exitCode: 1,
      outcomes: ["address open silent", "address open closed", "address open notRpc", "address open notRpc"],
    });
  });

  it("sends one bind and not an octet more, whatever is answered", async () => {
    const answers = ["accepting", "silent", "garbled"] as const;
    for (const answer of answers) {
      const server = await listener((socket) => {
        // A bind_ack that accepts: whoever meant to call something would do so now.
        if (answer === "accepting") socket.write(accepting);
        if (answer === "garbled") socket.write(Buffer.alloc(100_000, 5));
      });
      const { rpc } = await probePath("127.0.0.1", server.port, 300);
      expect(rpc?.outcome).toBe({ accepting: "accepted", silent: "silent", garbled: "notRpc" }[answer]);
      await Promise.all(server.closed);
      // A reset may take the bind back; nothing may follow it.
      expect(encodeBind().subarray(0, Buffer.concat(server.heard).length)).toEqual(Buffer.concat(server.heard));
      if (answer !== "garbled") expect(Buffer.concat(server.heard)).toEqual(encodeBind());
    }
  });
});

/** A bind_ack: fragments of 4,280 octets, a group, no secondary address, one result: acceptance in NDR. */
const accepting = Buffer.from(
  "05000c0310000000380000000100000000000000000000000000eeee01000000000000000000000000000000000000000000000000000000",
  "hex",
);
