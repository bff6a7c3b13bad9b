import type { ServiceError } from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { updateRecords } from "../../modules/dns/changeSrvSet.ts";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import { TsigKey } from "../../modules/dns/tsig.ts";
import type { SrvValue } from "../../modules/dns/updateMessage.ts";
import type { Properties } from "../../modules/provider/resourceKind.ts";
import { fromWire } from "../../modules/provider/wire.ts";
import { dnsProxy, isUpdate } from "../helpers/dnsProxy.ts";
import { type Named, startNamed } from "../helpers/named.ts";
import { ProviderClient, secretOnWire } from "../helpers/providerClient.ts";

let named: Named;
let provider: ProviderClient;
/** The process of a later command. */
let later: ProviderClient;

beforeAll(async () => {
  named = await startNamed({
    keys: { activation: "hmac-sha512" },
    zones: { "corp.example": { policy: "grant activation zonesub SRV;" } },
  });
  provider = await started(named.server);
  later = await started(named.server);
});

afterAll(async () => {
  await provider.stop();
  await later.stop();
  await named.stop();
});

async function started(server: string): Promise<ProviderClient> {
  const client = new ProviderClient("activation:index:SrvRecord");
  await client.start();
  const zone = { server, keyName: "activation", algorithm: "hmac-sha512", secret: named.secrets.activation };
  await client.configure({
    zones: secretOnWire(JSON.stringify({ "corp.example": zone })),
    forests: secretOnWire("{}"),
  });
  return client;
}

let owner = "";
let count = 0;
beforeEach(() => {
  count += 1;
  owner = `_vlmcs._tcp.m${count}.corp.example.`;
});

const target = "kms1.corp.example.";
function record(changes: Properties = {}): Properties {
  return { zone: "corp.example", name: owner, target, port: 1688, priority: 0, weight: 0, ttl: 600, ...changes };
}

const id = () => `corp.example/${owner}/${target}:1688`;
const live = () => readSrvSet(named.server, owner);

function kms(changes: Partial<SrvValue> = {}): SrvValue {
  return { target, port: 1688, priority: 0, weight: 0, ttl: 600, ...changes };
}

/** Records that somebody else made, or a host that published itself. */
async function there(...add: readonly SrvValue[]): Promise<void> {
  const key = new TsigKey("activation", "hmac-sha512", Buffer.from(named.secrets.activation ?? "", "base64"));
  await updateRecords({ server: named.server, zone: "corp.example", owner, key }, { seen: [], remove: [], add });
}

describe("a record that is there and in no state", () => {
  test("is taken over with its values by upsert, and by nothing said", async () => {
    for (const existing of ["upsert", undefined]) {
      await there(kms({ priority: 9 }));
      const inputs = record(existing === undefined ? {} : { existing });
      expect((await provider.create(inputs)).outputs).toEqual({ ...inputs, adopted: true });
      expect(await live()).toEqual([kms()]);
      await later.delete(id(), { ...inputs, acknowledgeLast: { reason: "next" } });
    }
  });

  test("is taken over by adopt where only its TTL differs, which it gets", async () => {
    await there(kms({ ttl: 60 }));
    expect((await provider.create(record({ existing: "adopt" }))).outputs.adopted).toBe(true);
    expect(await live()).toEqual([kms()]);
  });

  test("is left as it is by adopt where its priority or weight differs, with both said", async () => {
    await there(kms({ weight: 7 }));
    await expect(provider.create(record({ existing: "adopt" }))).rejects.toMatchObject({
      details: `${owner} has 0 7 1688 ${target} with TTL 600 s already, which is not as declared (0 0 1688 ${target}), and existing is "adopt"; declare those values, or set existing to "upsert" to overwrite them`,
    });
    expect(await live()).toEqual([kms({ weight: 7 })]);
  });

  test("fails the create by refuse, which says how to import it; imported it can be changed and is known as adopted", async () => {
    await there(kms());
    await expect(provider.create(record({ existing: "refuse" }))).rejects.toMatchObject({
      details: expect.stringContaining(`\`pulumi import activation:index:SrvRecord 'thing' '${id()}'\``),
    });
    const imported = await provider.read(id());
    expect(imported.outputs).toEqual({ ...record(), adopted: true });
    const changed = await provider.update(id(), imported.outputs ?? {}, record({ existing: "refuse", ttl: 60 }));
    expect(changed).toEqual({ ...record({ existing: "refuse", ttl: 60 }), adopted: true });
    expect((await provider.read(id(), changed)).outputs).toEqual(changed);
  });

  test("twice, with two priorities, is one after upsert, and refused by adopt", async () => {
    await there(kms({ priority: 1 }), kms());
    await expect(provider.create(record({ existing: "adopt" }))).rejects.toMatchObject({
      details: expect.stringContaining("0 0 1688 kms1.corp.example. with TTL 600 s and 1 0 1688"),
    });
    await provider.create(record());
    expect(await live()).toEqual([kms()]);
  });

  test("goes when its resource goes, and the engine is told that it was there before", async () => {
    await there(kms(), kms({ target: "other.corp.example." }));
    const { outputs } = await provider.create(record());
    await later.delete(id(), outputs);
    expect(later.logged.at(-1)).toBe(
      `info ${id()} was there before this stack took it over, and is deleted all the same; the resource option retainOnDelete would have kept it`,
    );
    expect(await live()).toEqual([kms({ target: "other.corp.example." })]);
  });
});

describe("a record of our own", () => {
  test("whose answer was lost is not taken for somebody else's, even by refuse", async () => {
    let lost = 0;
    const proxy = await dnsProxy({ address: "127.0.0.1", port: named.port }, (answer) => {
      if (!isUpdate(answer)) return answer;
      lost += 1;
      return undefined;
    });
    const client = await started(proxy.server);
    const made = await client.create(record({ existing: "refuse" }));
    await client.stop();
    proxy.stop();
    expect(made.outputs.adopted).toBe(false);
    expect(lost).toBe(1);
    expect(await live()).toEqual([kms()]);
  });

  test("of which nobody knows goes into the state as not finished, and the next update makes sure of it", async () => {
    let sent = () => {};
    const updated = new Promise<void>((resolve) => {
      sent = resolve;
    });
    const proxy = await dnsProxy({ address: "127.0.0.1", port: named.port }, (answer) => {
      if (!isUpdate(answer)) return answer;
      sent();
      return undefined;
    });
    const client = await started(proxy.server);
    const creation = client.create(record({ existing: "refuse" })).catch((error: ServiceError) => error);
    await updated;
    await client.cancel();
    const error = (await creation) as ServiceError;
    await client.stop();
    proxy.stop();
    expect(error.details).toContain("cancelled");
    const kept = partOf(error);
    expect({ id: kept.getId(), state: fromWire(kept.getProperties()) }).toEqual({
      id: id(),
      state: { ...record({ existing: "refuse" }), adopted: false },
    });
    const inputs = fromWire(kept.getInputs());
    expect(await later.update(id(), fromWire(kept.getProperties()), inputs)).toEqual({ ...inputs, adopted: false });
    expect(await live()).toEqual([kms()]);
  });

  test("that failed before anything was sent is in no state", async () => {
    const client = await started("127.0.0.1:1");
    const error = (await client.create(record()).catch((reason: ServiceError) => reason)) as ServiceError;
    await client.stop();
    expect(error.metadata.get("grpc-status-details-bin")).toEqual([]);
  });
});

/** What the engine keeps of a create that failed. */
function partOf(error: ServiceError): providerPb.ErrorResourceInitFailed {
  const [octets] = error.metadata.get("grpc-status-details-bin");
  const [detail] = statusPb.Status.deserializeBinary(octets as Buffer).getDetailsList();
  return providerPb.ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? new Uint8Array());
}
