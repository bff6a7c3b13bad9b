/**
 * `node bench/delayProxy.ts PORT MILLISECONDS`: a UDP port on loopback, printed when it is there, that passes questions on
 * to PORT at once and holds each answer back. In a process of its own, so that it waits for nobody who is measured.
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";

const loopback = "127.0.0.1";
const [upstreamPort, delay] = process.argv.slice(2).map(Number);
const front = createSocket("udp4");

front.on("message", (question, asker) => {
  const upstream = createSocket("udp4");
  // A question that the server dropped: the asker has long given up.
  const forget = setTimeout(() => upstream.close(), 10_000);
  upstream.on("message", (answer) => {
    clearTimeout(forget);
    upstream.close();
    setTimeout(() => front.send(answer, asker.port, asker.address), delay);
  });
  upstream.send(question, upstreamPort, loopback);
});
front.bind(0, loopback);
await once(front, "listening");
process.stdout.write(`${front.address().port}\n`);
