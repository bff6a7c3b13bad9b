import { execFile, execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeSrvSet, type SrvSetAccess, updateRecords } from "../../modules/dns/changeSrvSet.ts";
import { DnsError } from "../../modules/dns/dnsError.ts";
import { readAddress, readSrvSet } from "../../modules/dns/readSet.ts";
import { TsigKey } from "../../modules/dns/tsig.ts";
import type { SrvValue } from "../../modules/dns/updateMessage.ts";
import { dnsProxy } from "../helpers/dnsProxy.ts";
import { freePort, type Named, startNamed } from "../helpers/named.ts";

const run = promisify(execFile);
const algorithms = ["hmac-sha256", "hmac-sha384", "hmac-sha512"] as const;
let named: Named;

beforeAll(async () => {
  named = await startNamed({
    keys: { allowed: "hmac-sha256", other: "hmac-sha256", long: "hmac-sha384", longest: "hmac-sha512" },
    zones: {
      "corp.example": {
        policy: "grant allowed zonesub SRV; grant long zonesub SRV; grant longest zonesub SRV;",
        records: "_vlmcs._tcp.kept SRV 0 0 1688 other.corp.example.\nalias CNAME ns\nbranch NS ns.elsewhere.example.",
      },
      "fixed.example": {},
    },
  });
});

afterAll(async () => {
  await named.stop();
});

let count = 0;
/** A name of its own for each test. */
function access(changes: Partial<SrvSetAccess> = {}): SrvSetAccess {
  count += 1;
  const owner = `_vlmcs._tcp.n${count}.corp.example.`;
  return { server: named.server, zone: "corp.example.", owner, key: key("allowed"), ...changes };
}

function key(
  name: string,
  algorithm: (typeof algorithms)[number] = "hmac-sha256",
  secret = named.secrets[name] ?? "",
): TsigKey {
  return new TsigKey(name, algorithm, Buffer.from(secret, "base64"));
}

function kms(host: string, changes: Partial<SrvValue> = {}): SrvValue {
  return { target: `${host}.corp.example.`, port: 1688, priority: 0, weight: 0, ttl: 600, ...changes };
}

/** Another writer's change; it waits for its outcome, so that it can happen between two steps of ours. */
function nsupdate(lines: string): void {
  const keyFile = named.keyFile("allowed");
  const file = `${keyFile}.input`;
  writeFileSync(file, `server 127.0.0.1 ${named.port}\nzone corp.example\n${lines}\nsend\n`);
  execFileSync("nsupdate", ["-k", keyFile, file]);
}

async function dig(name: string): Promise<string[]> {
  const { stdout } = await run("dig", ["@127.0.0.1", "-p", String(named.port), "+noall", "+answer", name, "SRV"]);
  return stdout
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => line.replace(/\s+/g, " "))
    .sort();
}

async function failure(promise: Promise<unknown>): Promise<DnsError> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DnsError);
  return error as DnsError;
}

describe("records", () => {
  test("are added, read and removed one by one, as dig sees them", async () => {
    const set = access();
    expect(await readSrvSet(set.server, set.owner)).toEqual([]);
    await updateRecords(set, { seen: [], remove: [], add: [kms("kms1", { priority: 10, weight: 20, ttl: 300 })] });
    expect(await readSrvSet(set.server, set.owner)).toEqual([kms("kms1", { priority: 10, weight: 20, ttl: 300 })]);
    expect(await dig(set.owner)).toEqual([`${set.owner} 300 IN SRV 10 20 1688 kms1.corp.example.`]);
    await updateRecords(set, {
      seen: [kms("kms1", { priority: 10, weight: 20 })],
      remove: [kms("kms1", { priority: 10, weight: 20 })],
      add: [],
    });
    expect(await dig(set.owner)).toEqual([]);
  });

  test.each([
    ["allowed", "hmac-sha256"],
    ["long", "hmac-sha384"],
    ["longest", "hmac-sha512"],
  ] as const)("are written with key %s of %s", async (name, algorithm) => {
    const set = access({ key: key(name, algorithm) });
    await updateRecords(set, { seen: [], remove: [], add: [kms("kms1")] });
    expect(await readSrvSet(set.server, set.owner, set)).toEqual([kms("kms1")]);
  });

  test("of a name with capital letters are the same records", async () => {
    const set = access();
    nsupdate(`update add ${set.owner.toUpperCase()} 600 SRV 0 0 1688 KMS1.Corp.Example.`);
    expect(await readSrvSet(set.server, set.owner)).toEqual([kms("kms1")]);
    await updateRecords(set, { seen: [kms("kms1")], remove: [kms("kms1")], add: [] });
    expect(await dig(set.owner)).toEqual([]);
  });

  test("of a name that exists with other types, and of one that does not exist, are an empty set", async () => {
    expect(await readSrvSet(named.server, "ns.corp.example.")).toEqual([]);
    expect(await readSrvSet(named.server, "nothing.corp.example.")).toEqual([]);
    expect(await readAddress(named.server, "NS.corp.example")).toEqual([{ address: "127.0.0.1", ttl: 600 }]);
  });

  test("fill a set that only fits TCP, for writing and for reading", async () => {
    const set = access();
    const many = Array.from({ length: 200 }, (_, i) => kms(`kms${String(i).padStart(3, "0")}`));
    await updateRecords(set, { seen: [], remove: [], add: many });
    const read = await readSrvSet(set.server, set.owner, set);
    expect(read).toEqual(many);
    await updateRecords(set, { seen: read, remove: read.slice(1), add: [] });
    expect(await readSrvSet(set.server, set.owner)).toEqual([many[0]]);
  });
});

describe("names at the limits", () => {
  const label = "a".repeat(63);

  test("of 63 and 255 octets are written, read and removed", async () => {
    // 3 * 64 octets, _tcp and a label of 41 with their lengths, corp.example and the root make 255.
    const longest = `${label}.${label}.${"b".repeat(41)}.corp.example.`;
    const owner = `_vlmcs._tcp.${longest.slice(64)}`;
    const target = `${label}.${longest}`.slice(0, 254 - ".corp.example.".length).concat(".corp.example.");
    const set = access({ owner });
    const value = kms("", { target });
    expect(target.length).toBe(254);
    await updateRecords(set, { seen: [], remove: [], add: [value] });
    expect(await readSrvSet(set.server, owner)).toEqual([value]);
    await updateRecords(set, { seen: [value], remove: [value], add: [] });
    expect(await readSrvSet(set.server, owner)).toEqual([]);
  });

  test.each([
    ["a dot in a label", "kms\\.1.corp.example.", "kms.1"],
    ["a blank", "kms\\0321.corp.example.", "kms 1"],
    ["an octet that is no letter", "kms\\200.corp.example.", "kms\u00c8"],
  ])("of others with %s make a set that is read no further, and say why", async (_what, target, odd) => {
    const set = access();
    nsupdate(`check-names off\nupdate add ${set.owner} 600 SRV 0 0 1688 ${target}`);
    const error = await failure(readSrvSet(set.server, set.owner));
    expect(error.kind).toBe("malformed");
    expect(error.message).toContain(`a target with the label ${JSON.stringify(odd)}, which no host name can have`);
    expect((await failure(changeSrvSet(set, () => ({ remove: [], add: [kms("kms1")] })))).kind).toBe("malformed");
  });

  test("do not help a set that is larger than a message", async () => {
    const many = Array.from({ length: 900 }, (_, i) => kms(`${label.slice(4)}${1000 + i}`));
    const error = await failure(updateRecords(access(), { seen: [], remove: [], add: many }));
    expect(error.kind).toBe("rejected");
    expect(error.message).toMatch(/the message would have \d+ octets and DNS carries 65535; spread/);
  });
});

describe("a change", () => {
  const addOf = (value: SrvValue) => (seen: readonly SrvValue[]) =>
    seen.some(({ target }) => target === value.target) ? undefined : { remove: [], add: [value] };

  test("of a set that was changed since it was seen does nothing", async () => {
    const set = access();
    nsupdate(`update add ${set.owner} 600 SRV 0 0 1688 foreign.corp.example.`);
    const error = await failure(updateRecords(set, { seen: [], remove: [], add: [kms("kms1")] }));
    expect(error.kind).toBe("prerequisite");
    const stale = await failure(updateRecords(set, { seen: [kms("gone")], remove: [kms("gone")], add: [kms("kms1")] }));
    expect(stale.kind).toBe("prerequisite");
    expect(await readSrvSet(set.server, set.owner)).toEqual([kms("foreign")]);
  });

  test("keeps what somebody else adds between reading and writing", async () => {
    const set = access();
    await updateRecords(set, { seen: [], remove: [], add: [kms("first")] });
    const shown: number[] = [];
    const result = await changeSrvSet(set, (seen) => {
      shown.push(seen.length);
      if (shown.length === 1) nsupdate(`update add ${set.owner} 600 SRV 0 0 1688 foreign.corp.example.`);
      return addOf(kms("kms1"))(seen);
    });
    expect(shown).toEqual([1, 2, 3]);
    expect(result).toEqual([kms("first"), kms("foreign"), kms("kms1")]);
  });

  test("that others overtake every time is given up, with nothing of theirs lost", async () => {
    const set = access();
    let foreign = 0;
    const error = await failure(
      changeSrvSet(set, (seen) => {
        foreign += 1;
        nsupdate(`update add ${set.owner} 600 SRV 0 0 1688 foreign${foreign}.corp.example.`);
        return addOf(kms("kms1"))(seen);
      }),
    );
    expect(error.kind).toBe("prerequisite");
    expect(await readSrvSet(set.server, set.owner)).toHaveLength(foreign);
  });

  test("of one set by forty writers at once loses nothing", async () => {
    const set = access();
    const hosts = Array.from({ length: 40 }, (_, i) => kms(`kms${String(i).padStart(2, "0")}`));
    await Promise.all(hosts.map((host) => changeSrvSet(set, addOf(host))));
    expect(await readSrvSet(set.server, set.owner)).toEqual(hosts);
  });

  test("of the TTL of one record is given by BIND to the whole set", async () => {
    const set = access();
    await updateRecords(set, { seen: [], remove: [], add: [kms("kms1"), kms("kms2")] });
    await updateRecords(set, { seen: [kms("kms1"), kms("kms2")], remove: [], add: [kms("kms1", { ttl: 60 })] });
    expect(await readSrvSet(set.server, set.owner)).toEqual([kms("kms1", { ttl: 60 }), kms("kms2", { ttl: 60 })]);
  });
});

describe("a refusal", () => {
  const write = (changes: Partial<SrvSetAccess>) =>
    failure(updateRecords(access(changes), { seen: [], remove: [], add: [kms("kms1")] }));

  test("names an unknown key", async () => {
    const error = await write({ key: key("unknown", "hmac-sha256", named.secrets.allowed) });
    expect(error.kind).toBe("badKey");
    expect(error.message).toMatch(
      /^update of SRV _vlmcs\._tcp\.n\d+\.corp\.example\. in zone corp\.example\. at 127\.0\.0\.1:\d+: NOTAUTH \(BADKEY\).*key unknown\. .*; correct keyName/,
    );
  });

  test("tells a wrong secret apart, and does not repeat it", async () => {
    const secret = Buffer.from("not the secret of this key").toString("base64");
    const error = await write({ key: key("allowed", "hmac-sha256", secret) });
    expect(error.kind).toBe("badSignature");
    expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain(secret);
  });

  test("tells clocks that differ, and by how much", async () => {
    const clock = Date.now;
    Date.now = () => clock() - 3_600_000;
    try {
      const error = await write({});
      expect(error.kind).toBe("badTime");
      expect(error.message).toMatch(/the clocks differ by 3\d{3} s \(the server is ahead\)/);
    } finally {
      Date.now = clock;
    }
  });

  test("names a policy that does not let the key write, a zone without updates, and unsigned writing", async () => {
    expect((await write({ key: key("other") })).kind).toBe("refused");
    const fixed = await write({ zone: "fixed.example.", owner: "_vlmcs._tcp.fixed.example." });
    expect(fixed.kind).toBe("refused");
    expect(fixed.message).toContain("update-policy");
    const { key: _key, ...unsigned } = access();
    const error = await failure(updateRecords(unsigned, { seen: [], remove: [], add: [kms("kms1")] }));
    expect(error.kind).toBe("refused");
    expect(error.message).toContain("an unsigned request");
  });

  test("names a zone that the server does not have, and a name outside the zone", async () => {
    expect((await write({ zone: "elsewhere.example.", owner: "_vlmcs._tcp.elsewhere.example." })).kind).toBe(
      "notAuthoritative",
    );
    expect((await write({ owner: "_vlmcs._tcp.fixed.example." })).kind).toBe("notAuthoritative");
  });

  test("to read what the server has no authority for is no empty set", async () => {
    expect((await failure(readSrvSet(named.server, "_vlmcs._tcp.branch.corp.example."))).kind).toBe("notAuthoritative");
    expect((await failure(readSrvSet(named.server, "_vlmcs._tcp.elsewhere.example."))).kind).toBe("refused");
  });

  test("names an alias where records are wanted", async () => {
    expect((await failure(readSrvSet(named.server, "alias.corp.example."))).kind).toBe("alias");
  });
});

describe("a server", () => {
  test("that does not run is reported as such by UDP and by TCP", async () => {
    const server = `127.0.0.1:${await freePort()}`;
    const error = await failure(readSrvSet(server, "_vlmcs._tcp.corp.example."));
    expect(error.kind).toBe("unreachable");
    expect(error.message).toBe(
      `reading SRV _vlmcs._tcp.corp.example. at ${server}: connection refused; nothing listens there: check address and port, and that the server runs`,
    );
    const many = Array.from({ length: 60 }, (_, i) => kms(`kms${i}`));
    expect((await failure(updateRecords(access({ server }), { seen: [], remove: [], add: many }))).kind).toBe(
      "unreachable",
    );
  });

  test("that says nothing is asked three times, and then unreadable", async () => {
    const socket = createSocket("udp4");
    let questions = 0;
    socket.on("message", () => {
      questions += 1;
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    const error = await failure(
      readSrvSet(`127.0.0.1:${socket.address().port}`, "_vlmcs._tcp.corp.example.", { timeoutMs: 100 }),
    );
    socket.close();
    expect(error.kind).toBe("noAnswer");
    expect(questions).toBe(3);
  });

  test.each([
    [
      "without a signature",
      (request: Buffer) => Buffer.from([...request.subarray(0, 2), 0xa8, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
    ["with the request itself", (request: Buffer) => request],
    ["with noise", () => Buffer.from("noise")],
  ])("that answers a signed update %s is not believed", async (_how, answerTo) => {
    const socket = createSocket("udp4");
    socket.on("message", (request, from) => socket.send(answerTo(request), from.port, from.address));
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    const server = `127.0.0.1:${socket.address().port}`;
    const change = { seen: [], remove: [], add: [kms("kms1")] };
    const error = await failure(updateRecords(access({ server, timeoutMs: 100 }), change));
    socket.close();
    expect(error.kind).toBe("unverified");
  });

  test("whose name does not resolve is reported as such", async () => {
    expect((await failure(readSrvSet("nowhere.invalid", "_vlmcs._tcp.corp.example."))).kind).toBe("unresolved");
  });

  test("that says nothing is waited for once, however many changes of one set wait with it", async () => {
    const socket = createSocket("udp4");
    let questions = 0;
    socket.on("message", () => {
      questions += 1;
    });
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    const set = access({ server: `127.0.0.1:${socket.address().port}`, timeoutMs: 50 });
    const changes = Array.from({ length: 5 }, () => failure(changeSrvSet(set, () => undefined)));
    const [first, ...others] = await Promise.all(changes);
    socket.close();
    expect(first?.message).toMatch(/^reading SRV .*: no answer in time;/);
    for (const { kind, message } of others) {
      expect(kind).toBe("noAnswer");
      expect(message).toContain("not tried, because the server gave no answer in time");
    }
    expect(questions).toBe(3);
  });

  test("that is waited for can be given up", async () => {
    named.freeze();
    try {
      const error = await failure(readSrvSet(named.server, "ns.corp.example.", { signal: AbortSignal.timeout(100) }));
      expect(error.kind).toBe("cancelled");
    } finally {
      named.thaw();
    }
  });

  test("that answers an update too late is read back, and the record is not added twice", async () => {
    const set = access({ timeoutMs: 300 });
    let calls = 0;
    const result = await changeSrvSet(set, (seen) => {
      calls += 1;
      if (calls === 1) {
        named.freeze();
        setTimeout(named.thaw, 500);
      }
      return seen.length > 0 ? undefined : { remove: [], add: [kms("kms1")] };
    });
    // Three where BIND answers the reading while it still commits the update; the next update's prerequisite fails then.
    expect([2, 3]).toContain(calls);
    expect(result).toEqual([kms("kms1")]);
  });

  test("that answers everything 3 s late is waited for, and the record is there once", async () => {
    const proxy = await dnsProxy({ address: "127.0.0.1", port: named.port }, async (answer) => {
      await pause(3000);
      return answer;
    });
    try {
      const set = access({ server: proxy.server });
      const result = await changeSrvSet(set, (seen) =>
        seen.length > 0 ? undefined : { remove: [], add: [kms("kms1")] },
      );
      expect(result).toEqual([kms("kms1")]);
      expect(await readSrvSet(named.server, set.owner)).toEqual([kms("kms1")]);
    } finally {
      proxy.stop();
    }
  });

  test("that is ended and starts again in the middle of many changes loses none that it answered, and doubles none", async () => {
    const sets = Array.from({ length: 300 }, () => access());
    const put = (set: SrvSetAccess) =>
      changeSrvSet(set, (seen) => (seen.length > 0 ? undefined : { remove: [], add: [kms("kms1")] }));
    let changed = 0;
    const outcomes = sets.map((set) =>
      put(set).then(
        () => {
          changed += 1;
          return undefined;
        },
        (error: unknown) => error,
      ),
    );
    while (changed < 50) await pause(1);
    expect(changed).toBeLessThan(300);
    await named.restart();
    const failures = (await Promise.all(outcomes)).filter((error) => error !== undefined);
    for (const error of failures) expect(["unreachable", "noAnswer"]).toContain((error as DnsError).kind);
    expect(failures.length).toBeLessThan(300);
    // What failed is tried again, as a second `up` would: then everything is there, and once.
    await Promise.all(sets.map(put));
    for (const set of sets) expect(await readSrvSet(named.server, set.owner)).toEqual([kms("kms1")]);
  });

  test("whose answer to an update never came leaves it open whether the record is there", async () => {
    const set = access({ timeoutMs: 100 });
    const error = await failure(
      changeSrvSet(set, () => {
        named.freeze();
        return { remove: [], add: [kms("kms1")] };
      }),
    ).finally(named.thaw);
    expect(error.kind).toBe("noAnswer");
    expect(error.message).toContain("the update may have been applied");
  });
});
