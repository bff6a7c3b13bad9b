import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateRecords } from "../../modules/dns/changeSrvSet.ts";
import { DnsError } from "../../modules/dns/dnsError.ts";
import { encodeName, encodeSrv } from "../../modules/dns/dnsPacket.ts";
import { exchange } from "../../modules/dns/exchange.ts";
import { uint16, uint32, uint48 } from "../../modules/dns/octets.ts";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { TsigKey } from "../../modules/dns/tsig.ts";
import { encodeUpdate, type SrvValue } from "../../modules/dns/updateMessage.ts";
import { endOfQuestions, rawRecords } from "../../modules/dns/wireForm.ts";
import { damage } from "../helpers/damagedMessage.ts";
import { randomFrom } from "../helpers/random.ts";

// A server of this file gives right answers, which are damaged on their way: by UDP and TCP, signed and not.

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
const random = randomFrom(seed);
const key = new TsigKey("fuzz.", "hmac-sha256", Buffer.alloc(32, 7));
const owner = "_vlmcs._tcp.corp.example.";
const truth: readonly SrvValue[] = ["a", "b", "c", "d", "e"].map((host, i) => ({
  target: `kms-${host}.corp.example.`,
  port: 1688,
  priority: i,
  weight: 10 * i,
  ttl: 600,
}));
const change = { seen: [], remove: [], add: [...truth] };
/** Longer than a busy machine takes, milliseconds. */
const timeoutMs = 10_000;
/** Longest that an exchange may take on a busy machine; who needs longer hangs, milliseconds. */
const patience = 30_000;
const atOnce = 100;

let tcp: Server;
let udp: Socket;
let server = "";
let whole = true;
let silent = false;
let answers = 0;

beforeAll(async () => {
  process.stderr.write(`fuzz: FUZZ_SEED=${seed} does the same damage again\n`);
  tcp = createServer((client) => {
    client.on("error", () => {});
    client.once("data", async (data) => {
      const answer = answerTo(data.subarray(2));
      const framed = Buffer.concat([uint16(answer.length), answer]);
      const cut = whole ? framed.length : Math.floor(random() * framed.length);
      client.write(framed.subarray(0, cut));
      await pause(0);
      // Some end in the middle, some come in two parts, some say a length that is not theirs.
      if (cut % 4 !== 0) client.write(framed.subarray(cut % 4 === 1 ? cut + 1 : cut));
      client.end();
    });
  }).listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const { port } = tcp.address() as { port: number };
  server = `127.0.0.1:${port}`;
  udp = createSocket("udp4");
  udp.on("message", (request, from) => {
    udp.send(answerTo(request), from.port, from.address);
    // Who did not believe it need not wait any longer: nobody has to sign that he refuses.
    if (!silent) udp.send(refusal(request), from.port, from.address);
  });
  udp.bind(port, "127.0.0.1");
  await once(udp, "listening");
});

afterAll(() => {
  tcp.close();
  udp.close();
});

/** The right answer, or a damaged one that means something else. */
function answerTo(request: Buffer): Buffer {
  const right = rightAnswer(request);
  if (whole) return right;
  answers += 1;
  for (;;) {
    const wrong = damage(right, random);
    if (!meaning(wrong).equals(meaning(right))) return wrong;
  }
}

function refusal(request: Buffer): Buffer {
  const head = Buffer.from(request.subarray(0, endOfQuestions(request)));
  head.writeUInt16BE(request.readUInt16BE(2) | 0x8005, 2);
  head.fill(0, 6, 12);
  return head;
}

function rightAnswer(request: Buffer): Buffer {
  const end = endOfQuestions(request);
  const isUpdate = ((request[2] ?? 0) >> 3) % 16 === 5;
  const records = isUpdate ? [] : truth;
  const head = Buffer.from(request.subarray(0, end));
  head.writeUInt16BE(request.readUInt16BE(2) | 0x8400, 2);
  for (const [i, count] of [1, records.length, 0, 0].entries()) head.writeUInt16BE(count, 4 + 2 * i);
  const name = uint16(0xc00c);
  const data = records.map((value) => Buffer.concat([name, uint16(33, 1), uint32(value.ttl), encodeSrv(value)]));
  const message = Buffer.concat([head, ...data]);
  const signature = rawRecords(request).find(({ type }) => type === 250);
  return signature === undefined ? message : signed(message, signature.data);
}

/** Signs an answer as RFC 8945 section 5.3 says; `request`: data of the request's TSIG record. */
function signed(message: Buffer, request: Buffer): Buffer {
  const algorithm = encodeName(key.algorithm);
  const requestMac = request.subarray(algorithm.length + 8, algorithm.length + 10 + 32);
  const time = uint48(Math.floor(Date.now() / 1000));
  const variables = [encodeName(key.name), uint16(255), uint32(0), algorithm, time, uint16(300, 0, 0)];
  const mac = key.mac(requestMac, message, ...variables);
  const data = Buffer.concat([algorithm, time, uint16(300, 32), mac, uint16(message.readUInt16BE(0), 0, 0)]);
  const record = [encodeName(key.name), uint16(250, 255), uint32(0), uint16(data.length), data];
  const wire = Buffer.concat([message, ...record]);
  wire.writeUInt16BE(1, 10);
  return wire;
}

/** A message without what no signature covers: class, TTL and spelling of the names of its TSIG record. */
function meaning(message: Buffer): Buffer {
  try {
    const last = rawRecords(message).at(-1);
    if (last?.type !== 250) return message;
    const copy = Buffer.from(message);
    copy.fill(0, last.at - 8, last.at - 2);
    const lower = copy
      .subarray(last.start)
      .toString("latin1")
      .replace(/fuzz|hmac-sha256/gi, (name) => name.toLowerCase());
    copy.write(lower, last.start, "latin1");
    return copy;
  } catch {
    return message;
  }
}

type Outcome = { readonly value: unknown } | { readonly error: unknown } | "hang";

async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  const settled = work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return await Promise.race([settled, pause(patience, "hang" as const, { ref: false })]);
}

/** Runs many, some at a time, and gives back whatever succeeded; everything else failed as it should. */
async function successes(times: number, work: () => Promise<unknown>): Promise<unknown[]> {
  const values: unknown[] = [];
  for (let left = times; left > 0; left -= atOnce) {
    const outcomes = await Promise.all(Array.from({ length: Math.min(left, atOnce) }, () => outcomeOf(work())));
    for (const outcome of outcomes) {
      if (outcome === "hang") throw new Error("an exchange outlived its time limit");
      if ("value" in outcome) values.push(outcome.value);
      else expect(outcome.error).toBeInstanceOf(DnsError);
    }
  }
  return values;
}

const set = {
  zone: "corp.example.",
  owner,
  key,
  timeoutMs,
  get server() {
    return server;
  },
};
const update = () => updateRecords(set, change);
const read = (options: { key?: TsigKey }) => readSrvSet(server, owner, { ...options, timeoutMs });
const updateByTcp = async () => {
  const message = encodeUpdate(Math.floor(random() * 65_536), { zone: "corp.example.", owner, ...change });
  const { rcode } = await exchange(server, { what: "update", message, transport: "tcp" }, { key, timeoutMs });
  if (rcode !== "NOERROR") throw new DnsError("refused", rcode);
};

describe("of 10,000 damaged answers", () => {
  test("none is one to begin with: the whole ones are all believed", async () => {
    whole = true;
    expect(await successes(20, update)).toHaveLength(20);
    expect(await successes(20, updateByTcp)).toHaveLength(20);
    expect(await successes(20, () => read({ key }))).toEqual(Array(20).fill(truth));
    expect(await successes(20, () => read({}))).toEqual(Array(20).fill(truth));
    whole = false;
  });

  test("3,000 to signed updates by UDP end as errors, each in its time", async () => {
    expect(await successes(3000, update)).toEqual([]);
  });

  test("3,000 to signed updates by TCP, cut into pieces, end as errors, each in its time", async () => {
    expect(await successes(3000, updateByTcp)).toEqual([]);
  });

  test("2,000 to signed questions end as errors, each in its time", async () => {
    expect(await successes(2000, () => read({ key }))).toEqual([]);
  });

  test("200 more, after which the server says nothing, are waited for no longer than was allowed", async () => {
    silent = true;
    const errors = await Promise.all(
      Array.from({ length: 200 }, () => outcomeOf(updateRecords({ ...set, timeoutMs: 500 }, change))),
    );
    silent = false;
    for (const outcome of errors) expect(outcome).toEqual({ error: expect.any(DnsError) });
  });

  test("2,000 to unsigned questions never lose a record: an altered value is all that nobody can notice", async () => {
    const sets = (await successes(2000, () => read({}))) as (readonly SrvValue[])[];
    for (const set of sets) {
      expect(set).toHaveLength(truth.length);
      const kept = set.filter((value) => truth.some((right) => JSON.stringify(right) === JSON.stringify(value)));
      // Damage of one kind alters four octets at most.
      expect(kept.length).toBeGreaterThanOrEqual(truth.length - 4);
    }
    expect(answers).toBeGreaterThanOrEqual(10_000);
  });
});
