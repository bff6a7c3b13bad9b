import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeSrvSet, type SrvSetAccess, updateRecords } from "../../modules/dns/changeSrvSet.ts";
import { DnsError } from "../../modules/dns/dnsError.ts";
import { type KerberosCredentials, Keytab } from "../../modules/dns/kerberos.ts";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import type { SrvValue } from "../../modules/dns/updateMessage.ts";
import { type DnsProxy, dnsProxy, isUpdate, type Meddle } from "../helpers/dnsProxy.ts";
import { forestNameServer, type KerberosAccount, kerberosAccount } from "../helpers/kerberos.ts";
import { children, foldersInMemory, inKeytabFile, kerberosConfig, programs, until } from "../helpers/kerberosPlaces.ts";
import { describeInLab } from "../helpers/lab.ts";
import { startNamed } from "../helpers/named.ts";

const server = "dc1.corp.example";
const controller = { address: "10.88.0.10", port: 53 };
let dir = "";
let account: KerberosAccount;
let keytab: Buffer;
let proxy: DnsProxy | undefined;
let owner = "";
let count = 0;

describeInLab("Kerberos", () => {
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "gss-"));
    account = await kerberosAccount("corp.example");
    keytab = await account.keytab();
  });

  afterAll(async () => {
    await account.remove();
    await rm(dir, { recursive: true });
  });

  beforeEach(() => {
    count += 1;
    owner = `_vlmcs._tcp.g${process.pid}-${count}.corp.example.`;
  });

  afterEach(async () => {
    proxy?.stop();
    proxy = undefined;
    expect(await foldersInMemory()).toEqual([]);
  });

  describe("an update", () => {
    test("adds, changes and removes one record of a set that others share, in a zone of Active Directory", async () => {
      await changeSrvSet(access(), addOf(kms("other")));
      expect(await changeSrvSet(access(), addOf(kms("k_ms1", { weight: 5 })))).toHaveLength(2);
      const ttl = await changeSrvSet(access(), (seen) =>
        seen.some((value) => value.weight === 5 && value.ttl === 60)
          ? undefined
          : { remove: [], add: [kms("k_ms1", { weight: 5, ttl: 60 })] },
      );
      expect(ttl.find(({ weight }) => weight === 5)).toEqual(kms("k_ms1", { weight: 5, ttl: 60 }));
      await updateRecords(access(), { seen: ttl, remove: [kms("k_ms1", { weight: 5 })], add: [] });
      expect((await live()).map(({ target }) => target)).toEqual(["other.corp.example."]);
    });

    test("holds only for the set that was seen: what changed in between is kept", async () => {
      await changeSrvSet(access(), addOf(kms("first")));
      for (const seen of [[], [kms("first"), kms("gone")], [kms("first", { weight: 1 })]]) {
        const error = await failure(updateRecords(access(), { seen, remove: [kms("first")], add: [kms("kms1")] }));
        expect(error.kind).toBe("prerequisite");
      }
      // Somebody adds a record behind the back of a change that has just read the set.
      const direct = access();
      let overtaken = false;
      await through(async (answer) => {
        if (isUpdate(answer) || overtaken) return answer;
        overtaken = true;
        await updateRecords(direct, { seen: [kms("first")], remove: [], add: [kms("foreign")] });
        return answer;
      });
      const set = await changeSrvSet(access(), addOf(kms("kms1")));
      expect(set.map(({ target }) => target)).toEqual([
        "first.corp.example.",
        "foreign.corp.example.",
        "kms1.corp.example.",
      ]);
    });

    test("of one set by twelve writers at once loses nothing", async () => {
      const hosts = Array.from({ length: 12 }, (_, i) => kms(`kms${10 + i}`));
      await Promise.all(hosts.map((host) => changeSrvSet(access(), addOf(host))));
      expect(await live()).toEqual(hosts);
    });

    test("carries a set of 200 records", async () => {
      const many = Array.from({ length: 200 }, (_, i) => kms(`kms${100 + i}`));
      await updateRecords(access(), { seen: [], remove: [], add: many });
      const seen = await live();
      expect(seen).toEqual(many);
      await updateRecords(access(), { seen, remove: seen.slice(1), add: [] });
      expect(await live()).toEqual(many.slice(0, 1));
    });

    test("finds a record that was written in other letters", async () => {
      await nsupdate(`update add ${owner.toUpperCase()} 600 SRV 0 0 1688 KMS1.Corp.Example.`);
      expect(await live()).toEqual([kms("kms1")]);
      await updateRecords(access(), { seen: [kms("kms1")], remove: [kms("kms1")], add: [] });
      expect(await live()).toEqual([]);
    });

    test("reaches a controller that is given by its address", async () => {
      await updateRecords(access({ server: "10.88.0.10:53" }), { seen: [], remove: [], add: [kms("kms1")] });
      expect(await live()).toEqual([kms("kms1")]);
    });
  });

  describe("an update that Kerberos or the server does not allow", () => {
    test("of another user's record is refused, with the way on", async () => {
      await updateRecords(access(), { seen: [], remove: [], add: [kms("kms1")] });
      const stranger = await kerberosAccount("corp.example");
      try {
        const kerberos = credentials(stranger.principal, await stranger.keytab());
        const error = await failure(
          updateRecords(access({ kerberos }), { seen: [kms("kms1")], remove: [kms("kms1")], add: [] }),
        );
        expect(error.kind).toBe("refused");
        expect(error.message).toBe(
          `update of SRV ${owner} in zone corp.example. at dc1.corp.example:53: REFUSED to ${stranger.principal}; Active Directory lets the owner of a name change it and whoever was given write access: grant it on the name's object (dnsNode) or on the zone, or delete records that nobody owns any more`,
        );
      } finally {
        await stranger.remove();
      }
      expect(await live()).toEqual([kms("kms1")]);
    });

    test("with the key of before the last password is refused, and with the new one works in the same process", async () => {
      const changed = await kerberosAccount("corp.example");
      const old = await changed.keytab();
      await changed.changePassword();
      const error = await write({ kerberos: credentials(changed.principal, old) });
      expect(error.kind).toBe("noTicket");
      expect(error.message).toMatch(
        /Kerberos refused .*: Preauthentication failed; the keytab holds an older key .*; export it again/,
      );
      const kerberos = credentials(changed.principal, await changed.keytab());
      await updateRecords(access({ kerberos }), { seen: [], remove: [], add: [kms("kms1")] });
      await changed.remove();
    });

    test("with a keytab of somebody else, or with one that is cut off, names the keytab", async () => {
      expect((await write({ kerberos: credentials("nobody@CORP.EXAMPLE", keytab) })).message).toContain(
        "the keytab is of another account",
      );
      const cut = keytab.subarray(0, 20);
      expect((await write({ kerberos: credentials(account.principal, cut) })).kind).toBe("noTicket");
    });

    test("with an expired ticket in a cache is told apart from an unreadable one and from a file that is none", async () => {
      const file = path.join(dir, "cache");
      await inKeytabFile(keytab, (keys) =>
        execa("kinit", ["-l", "2s", "-k", "-t", keys, "-c", file, account.principal]),
      );
      const kerberos = { kind: "ticketCache", file } as const;
      await pause(2000);
      const error = await write({ kerberos });
      expect(error.kind).toBe("ticketExpired");
      expect(error.message).toMatch(/Kerberos refused the ticket in .*cache: Ticket expired; renew the ticket cache/);
      await writeFile(file, "not a ticket");
      expect((await write({ kerberos })).message).toContain("is not a ticket cache");
      await rm(file);
      expect((await write({ kerberos })).message).toContain("cannot be read (ENOENT)");
    });

    test("because its ticket ran out in this process gets a new one by itself, once", async () => {
      const asked = path.join(dir, "asked");
      const short = `echo >> ${asked}; exec /usr/bin/kinit -l 2s "$@"`;
      const first = `[ -e ${asked} ] && exec /usr/bin/kinit "$@"; ${short}`;
      await programs({ kinit: first, nsupdate: 'exec /usr/bin/nsupdate "$@"' });
      const kerberos = credentials(account.principal, await anotherKeytab());
      await updateRecords(access({ kerberos }), { seen: [], remove: [], add: [kms("kms1")] });
      expect(await live()).toEqual([kms("kms1")]);
      await programs({ kinit: short, nsupdate: 'exec /usr/bin/nsupdate "$@"' });
      const error = await write({ kerberos: credentials(account.principal, await anotherKeytab()) });
      expect(error.kind).toBe("ticketExpired");
      expect(await readFile(asked, "utf8")).toBe("\n\n\n");
    });

    test("because no controller gives tickets says so", async () => {
      await kerberosConfig((text) => text.replace("kdc = 10.88.0.10", "kdc = 127.0.0.1:9"));
      const error = await write({ kerberos: credentials(account.principal, await anotherKeytab()) });
      expect(error.kind).toBe("noTicket");
      expect(error.message).toMatch(
        /Cannot contact any KDC for realm 'CORP.EXAMPLE'; check that a domain controller runs/,
      );
    });

    test("because this machine's clock is an hour behind says so", async () => {
      await kerberosConfig((text) => text.replace("[libdefaults]", "[libdefaults]\n  kdc_timesync = 0"));
      await programs({
        nsupdate: 'exec /usr/bin/nsupdate "$@"',
        kinit: 'exec /usr/bin/faketime -f -1h /usr/bin/kinit "$@"',
      });
      const error = await write({ kerberos: credentials(account.principal, await anotherKeytab()) });
      expect(error.kind).toBe("badTime");
      expect(error.message).toContain("Clock skew too great; set this machine's clock");
    });

    test("because the server is none of the realm's controllers says so", async () => {
      const named = await startNamed({ zones: { "corp.example": {} } });
      const error = await write({ server: named.server });
      await named.stop();
      expect(error.kind).toBe("noTicket");
      expect(error.message).toMatch(/not found in Kerberos database; the server is no domain controller of this realm/);
    });

    test("because the server does not have the zone says so", async () => {
      const named = await startNamed({ zones: { "elsewhere.example": {} } });
      const error = await write({ server: named.server });
      await named.stop();
      expect(error.kind).toBe("notAuthoritative");
    });

    test("because a program is missing names its package", async () => {
      await programs({});
      const kerberos = credentials(account.principal, await anotherKeytab());
      expect((await write({ kerberos })).message).toContain("kinit is not installed here or not on PATH");
      await programs({ kinit: 'exec /usr/bin/kinit "$@"' });
      const error = await write({ kerberos });
      expect(error.kind).toBe("missingProgram");
      expect(error.message).toContain("install bind9-dnsutils (Red Hat: bind-utils)");
    });
  });

  describe("an update whose answer does not come", () => {
    test("because the server was frozen is read back, sent again, and is there once", async () => {
      const pid = await forestNameServer();
      let looks = 0;
      const set = await changeSrvSet(access({ timeoutMs: 1000 }), (seen) => {
        looks += 1;
        if (looks === 1) {
          process.kill(pid, "SIGSTOP");
          setTimeout(() => process.kill(pid, "SIGCONT"), 1500);
        }
        return addOf(kms("kms1"))(seen);
      });
      expect(looks).toBeGreaterThan(1);
      expect(set).toEqual([kms("kms1")]);
    });

    test("although it was applied is found by reading, and is not sent again", async () => {
      let updates = 0;
      await through((answer) => {
        if (!isUpdate(answer)) return answer;
        updates += 1;
        return undefined;
      });
      const sent: string[] = [];
      const set = await changeSrvSet(access({ timeoutMs: 1000 }), (seen, state) => {
        sent.push(state);
        return addOf(kms("kms1"))(seen);
      });
      expect(set).toEqual([kms("kms1")]);
      expect({ updates, sent }).toEqual({ updates: 1, sent: ["no", "perhaps"] });
    });

    test("or comes with another signature, as from Samba's own name server, is read back too", async () => {
      const stranger = await kerberosAccount("other.example");
      await kerberosConfig((text) =>
        text
          .replaceAll("CORP.EXAMPLE", "OTHER.EXAMPLE")
          .replaceAll("corp.example", "other.example")
          .replace("10.88.0.10", "10.88.0.16"),
      );
      const kerberos = credentials(stranger.principal, await stranger.keytab());
      const there = {
        ...access({ kerberos }),
        server: "dc2.other.example",
        zone: "other.example.",
        owner: owner.replace("corp", "other"),
      };
      const error = await failure(updateRecords(there, { seen: [], remove: [], add: [kms("kms0")] }));
      expect(error.kind).toBe("unverified");
      const set = await changeSrvSet(there, addOf(kms("kms1")));
      expect(set).toEqual([kms("kms0"), kms("kms1")]);
      await stranger.remove();
    });

    test("can be given up, and no child stays", async () => {
      await through((answer) => (isUpdate(answer) ? undefined : answer));
      const stop = new AbortController();
      const change = failure(
        updateRecords(access({ signal: stop.signal, timeoutMs: 60_000 }), { seen: [], remove: [], add: [kms("kms1")] }),
      );
      await until(async () => (await children()).includes("nsupdate"));
      stop.abort();
      expect((await change).kind).toBe("cancelled");
      expect(await children()).not.toContain("nsupdate");
    });
  });

  describe("what a keytab is worth", () => {
    test("is in no argument and no variable of a child, and its file is for its owner only", async () => {
      const seen = path.join(dir, "seen");
      const record = `{ tr '\\0' '\\n' < /proc/$$/cmdline; tr '\\0' '\\n' < /proc/$$/environ; stat -c '%n %a %F' /dev/shm/activation-kerberos-*/* /dev/shm/activation-kerberos-*; } >> ${seen}`;
      await programs({
        kinit: `${record}; exec /usr/bin/kinit "$@"`,
        nsupdate: `${record}; exec /usr/bin/nsupdate "$@"`,
      });
      process.env.SOME_SECRET = "of this process";
      await updateRecords(access({ kerberos: credentials(account.principal, await anotherKeytab()) }), {
        seen: [],
        remove: [],
        add: [kms("kms1")],
      });
      delete process.env.SOME_SECRET;
      const text = await readFile(seen, "latin1");
      for (const form of ["base64", "hex", "latin1"] as const)
        expect(text).not.toContain(keytab.subarray(-16).toString(form));
      expect(text).not.toContain("SOME_SECRET");
      const variables = new Set([...text.matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name));
      expect([...variables].sort()).toEqual(
        ["KRB5CCNAME", "KRB5_CONFIG", "LC_ALL", "PATH", "PWD"].filter((name) => variables.has(name)),
      );
      expect(text).toMatch(/keytab 600 regular file\n/);
      expect(text).toMatch(/cache 600 regular file\n/);
      expect(text.match(/^\/dev\/shm\/\S+ \d+ directory$/gm)?.every((line) => line.endsWith(" 700 directory"))).toBe(
        true,
      );
    });
  });
});

function access(changes: Partial<SrvSetAccess> = {}): SrvSetAccess {
  const kerberos = credentials(account.principal, keytab);
  return { server: proxy?.server ?? server, zone: "corp.example.", owner, kerberos, ...changes };
}

function credentials(principal: string, octets: Buffer): KerberosCredentials {
  return { kind: "keytab", principal, keytab: new Keytab(octets) };
}

/** The same keys in other octets, so that no ticket of an earlier test serves. */
async function anotherKeytab(): Promise<Buffer> {
  count += 1;
  // A record of negative length is a hole (MIT Kerberos, "Keytab file format").
  const hole = Buffer.alloc(4 + count);
  hole.writeInt32BE(-count);
  return Buffer.concat([keytab, hole]);
}

function kms(host: string, changes: Partial<SrvValue> = {}): SrvValue {
  return { target: `${host}.corp.example.`, port: 1688, priority: 0, weight: 0, ttl: 600, ...changes };
}

function addOf(value: SrvValue) {
  return (seen: readonly SrvValue[]) =>
    seen.some(({ target }) => target === value.target) ? undefined : { remove: [], add: [value] };
}

const live = () => readSrvSet(server, owner);

async function failure(promise: Promise<unknown>): Promise<DnsError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DnsError);
  return error as DnsError;
}

function write(changes: Partial<SrvSetAccess>): Promise<DnsError> {
  return failure(updateRecords(access(changes), { seen: [], remove: [], add: [kms("kms1")] }));
}

/** A relay before the forest's name server. */
async function through(meddle: Meddle): Promise<void> {
  proxy = await dnsProxy(controller, meddle);
}

/** What another holder of the same account does by hand. */
async function nsupdate(line: string): Promise<void> {
  await inKeytabFile(keytab, async (keys) => {
    const cache = `FILE:${keys}.cache`;
    await execa("kinit", ["-k", "-t", keys, "-c", cache, account.principal]);
    const input = `server ${server}\nzone corp.example\n${line}\nsend\n`;
    await execa("nsupdate", ["-g"], { input, env: { KRB5CCNAME: cache } });
  });
}
