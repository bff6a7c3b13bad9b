import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { updateRecords } from "../../modules/dns/changeSrvSet.ts";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { TsigKey } from "../../modules/dns/tsig.ts";
import type { SrvValue } from "../../modules/dns/updateMessage.ts";
import { type Properties, unknownValue } from "../../modules/provider/resourceKind.ts";
import { freePort, type Named, startNamed } from "../helpers/named.ts";
import { ProviderClient, secretOnWire } from "../helpers/providerClient.ts";

let named: Named;
let provider: ProviderClient;
/** The process of a later command: deleting is not the same where something was declared just before. */
let later: ProviderClient;

beforeAll(async () => {
  named = await startNamed({
    keys: { "activation.key": "hmac-sha256" },
    zones: { "corp.example": { policy: "grant activation.key zonesub SRV;" } },
  });
  provider = await started({ "Corp.Example": zone() });
  later = await started({ "Corp.Example": zone() });
});

afterAll(async () => {
  await provider.stop();
  await later.stop();
  await named.stop();
});

function zone(changes: Properties = {}): Properties {
  return { server: named.server, keyName: "activation.key", secret: named.secrets["activation.key"], ...changes };
}

async function started(zones: Properties): Promise<ProviderClient> {
  const client = new ProviderClient("activation:index:SrvRecord");
  await client.start();
  await client.configure({ zones: secretOnWire(JSON.stringify(zones)), forests: secretOnWire("{}") });
  return client;
}

let owner = "";
let count = 0;
beforeEach(() => {
  count += 1;
  owner = `_vlmcs._tcp.n${count}.corp.example.`;
});

function record(changes: Properties = {}): Properties {
  const target = "kms1.corp.example.";
  return { zone: "Corp.Example", name: owner, target, port: 1688, priority: 0, weight: 0, ttl: 600, ...changes };
}

function id(target = "kms1.corp.example.", port = 1688): string {
  return `corp.example/${owner}/${target}:${port}`;
}

function kms(host: string, changes: Partial<SrvValue> = {}): SrvValue {
  return { target: `${host}.corp.example.`, port: 1688, priority: 0, weight: 0, ttl: 600, ...changes };
}

/** What another team does to the set. */
async function foreign(change: { seen: SrvValue[]; remove?: SrvValue[]; add?: SrvValue[] }): Promise<void> {
  const key = new TsigKey(
    "activation.key",
    "hmac-sha256",
    Buffer.from(named.secrets["activation.key"] ?? "", "base64"),
  );
  await updateRecords({ server: named.server, zone: "corp.example.", owner, key }, { remove: [], add: [], ...change });
}

const live = () => readSrvSet(named.server, owner);

describe("a record", () => {
  test("is created, read as it is, updated in place and deleted when its going was acknowledged", async () => {
    const made = await provider.create(record());
    const own = { ...record(), adopted: false };
    expect(made).toEqual({ id: id(), outputs: own });
    expect(await live()).toEqual([kms("kms1")]);
    expect(await provider.read(id(), own)).toEqual({ id: id(), inputs: record(), outputs: own });

    const wanted = record({ priority: 10, weight: 5, ttl: 60, acknowledgeLast: { reason: "site closes" } });
    expect(await provider.update(id(), own, wanted)).toEqual({ ...wanted, adopted: false });
    expect(await live()).toEqual([kms("kms1", { priority: 10, weight: 5, ttl: 60 })]);
    expect((await provider.read(id(), wanted)).inputs).toEqual(wanted);

    await later.delete(id(), wanted);
    expect(await live()).toEqual([]);
  });

  test("that somebody changed is read with its live values", async () => {
    await provider.create(record());
    await foreign({ seen: [kms("kms1")], remove: [kms("kms1")], add: [kms("kms1", { priority: 7, ttl: 90 })] });
    const drifted = record({ priority: 7, ttl: 90 });
    const outputs = { ...drifted, adopted: false };
    expect(await provider.read(id(), record())).toEqual({ id: id(), inputs: drifted, outputs });
  });

  test("that is gone is read as neither id nor properties, and deleting it succeeds", async () => {
    expect(await provider.read(id(), record())).toEqual({ id: "" });
    await later.delete(id(), record());
  });

  test("is imported by its id alone, with the zone as the configuration spells it", async () => {
    await foreign({ seen: [], add: [kms("kms1", { weight: 3 })] });
    const imported = record({ weight: 3 });
    const outputs = { ...imported, adopted: true };
    expect(await provider.read(id().toUpperCase())).toEqual({ id: id(), inputs: imported, outputs });
  });

  test("leaves the records of others alone when it comes and when it goes", async () => {
    await foreign({ seen: [], add: [kms("other")] });
    await provider.create(record());
    expect(await live()).toEqual([kms("kms1"), kms("other")]);
    await later.delete(id(), record());
    expect(await live()).toEqual([kms("other")]);
  });

  test("that is there already is adopted and brought to the declared values, and the engine is told", async () => {
    await foreign({ seen: [], add: [kms("kms1", { priority: 9 }), kms("other")] });
    const told = provider.logged.length;
    expect((await provider.create(record())).id).toBe(id());
    expect(await live()).toEqual([kms("kms1"), kms("other")]);
    expect(provider.logged.slice(told)).toEqual([
      `info ${owner} has 9 0 1688 kms1.corp.example. with TTL 600 s already; it is adopted, and from now on is as declared (0 0 1688 kms1.corp.example., TTL 600 s)`,
    ]);
  });

  test("that gets another name in the program stays: created and deleted in one command it is adopted and left alone", async () => {
    await later.create(record());
    await provider.create(record());
    await provider.delete(id(), record());
    expect(await live()).toEqual([kms("kms1")]);
    expect(provider.logged.at(-1)).toBe(`info ${id()} stays: another resource of this command declares it`);
  });

  test("that changes the TTL of others in its set says so", async () => {
    await foreign({ seen: [], add: [kms("other")] });
    const told = provider.logged.length;
    await provider.create(record({ ttl: 60 }));
    expect(await live()).toEqual([kms("kms1", { ttl: 60 }), kms("other", { ttl: 60 })]);
    expect(provider.logged[told]).toMatch(
      /^warning .* one TTL, so 60 s may now hold .*: other\.corp\.example\. \(600 s\)$/,
    );
  });

  test("created twenty times at once in one set with different targets is twenty records", async () => {
    const targets = Array.from({ length: 20 }, (_, i) => `kms${10 + i}.corp.example.`);
    await Promise.all(targets.map((target) => provider.create(record({ target }))));
    expect((await live()).map(({ target }) => target)).toEqual(targets);
  });
});

describe("the last record of a name", () => {
  test("is not deleted without an acknowledgement in the state", async () => {
    await provider.create(record());
    const error = { code: status.UNKNOWN, details: expect.stringContaining("activation-topology:acknowledge") };
    await expect(later.delete(id(), record())).rejects.toMatchObject(error);
    expect(await live()).toEqual([kms("kms1")]);
  });

  test("stays when all records of the name are deleted at once", async () => {
    const targets = ["kms1.corp.example.", "kms2.corp.example.", "kms3.corp.example."];
    for (const target of targets) await provider.create(record({ target }));
    const deletions = await Promise.allSettled(targets.map((target) => later.delete(id(target), record({ target }))));
    expect(deletions.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(await live()).toHaveLength(1);
  });
});

describe("a preview", () => {
  test("writes nothing and shows what would be", async () => {
    expect(await provider.create(record(), true)).toEqual({ id: "", outputs: { ...record(), adopted: unknownValue } });
    expect(await live()).toEqual([]);
    await provider.create(record());
    const olds = { ...record(), adopted: true };
    expect(await provider.update(id(), olds, record({ ttl: 1 }), true)).toEqual({
      ...record({ ttl: 1 }),
      adopted: true,
    });
    expect(await live()).toEqual([kms("kms1")]);
  });
});

describe("the engine", () => {
  test("gets every problem of the inputs at once, and names in their normal form", async () => {
    const wrong = record({ target: "10.0.0.1", port: 0, weight: -1, colour: "red" });
    const { failures } = await provider.check(wrong);
    expect(failures.map((failure) => failure.split(":")[0])).toEqual(["colour", "target", "port", "weight"]);
    const checked = await provider.check(
      record({ name: owner.toUpperCase().slice(0, -1), target: "KMS1.corp.example" }),
    );
    expect(checked).toEqual({ inputs: record(), failures: [] });
  });

  test("replaces where another record is meant and updates where the same one is", async () => {
    const moved = await provider.diff(record(), record({ target: "kms2.corp.example.", ttl: 60 }));
    expect(moved).toMatchObject({
      changes: 2,
      replacesList: ["target"],
      diffsList: ["target", "ttl"],
      deletebeforereplace: false,
    });
    expect(await provider.diff(record(), record({ weight: 1 }))).toMatchObject({ changes: 2, replacesList: [] });
    expect(await provider.diff(record(), record({ zone: "corp.example" }))).toMatchObject({
      changes: 1,
      diffsList: [],
    });
  });

  test("gets the schema, and the flags that let previews reach the provider", async () => {
    expect(await provider.schema()).toMatchObject({ name: "activation" });
    const flags = await provider.configure({ zones: JSON.stringify({ "corp.example": zone() }), forests: "{}" });
    expect(flags).toMatchObject({ supportspreview: true, acceptsecrets: false });
    await provider.configure({ zones: secretOnWire(JSON.stringify({ "Corp.Example": zone() })), forests: "{}" });
  });

  test("gets its arguments back as they came, secrets still marked, and wrong ones named without their values", async () => {
    const good = { zones: secretOnWire(JSON.stringify({ "corp.example": zone() })), forests: "{}", version: "0.1.0" };
    expect(await provider.checkConfig(good)).toEqual({ inputs: good, failures: [] });
    const wrong = await provider.checkConfig({
      zones: JSON.stringify({ z: zone({ secret: "hush hush", server: 5 }) }),
    });
    expect(wrong.failures).toEqual([
      'zones["z"].server: must be host or host:port',
      'zones["z"].secret: is not base64; take it as `tsig-keygen` prints it',
    ]);
  });

  test("learns that a zone is not configured and that an id is malformed as wrong requests", async () => {
    const other = record({ zone: "other.example", name: "_vlmcs._tcp.other.example." });
    await expect(provider.create(other)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: 'zone "other.example" is not among the provider\'s zones (Corp.Example); add it to them',
    });
    await expect(provider.read("kms1")).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });
});

describe("a server", () => {
  test("that refuses the key fails the resource with the reason and without the secret", async () => {
    const secret = Buffer.from("some other secret").toString("base64");
    const client = await started({ "Corp.Example": zone({ secret }) });
    const error = await client.create(record()).catch((reason: Error) => reason);
    await client.stop();
    expect(error).toMatchObject({ code: status.UNKNOWN, details: expect.stringContaining("BADSIG") });
    expect(`${JSON.stringify(error)} ${client.stderr} ${client.logged}`).not.toContain(secret);
  });

  test("that cannot be reached fails a refresh and a deletion: the record is never taken for gone", async () => {
    const server = `127.0.0.1:${await freePort()}`;
    const client = await started({ "Corp.Example": zone({ server }) });
    const refused = { code: status.UNKNOWN, details: expect.stringContaining("connection refused") };
    await expect(client.read(id(), record())).rejects.toMatchObject(refused);
    await expect(client.delete(id(), record())).rejects.toMatchObject(refused);
    await client.stop();
  });

  test("that says nothing holds nobody up after a cancellation", async () => {
    const client = await started({ "Corp.Example": zone() });
    named.freeze();
    try {
      const creation = expect(client.create(record())).rejects.toMatchObject({
        details: expect.stringContaining("cancelled"),
      });
      await client.cancel();
      await creation;
    } finally {
      named.thaw();
      await client.stop();
    }
  });
});
