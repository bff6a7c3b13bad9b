import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readSrvSet } from "../../modules/dns/readSet.ts";
import type { Properties } from "../../modules/provider/resourceKind.ts";
import { dnsProxy, isUpdate } from "../helpers/dnsProxy.ts";
import { type KerberosAccount, kerberosAccount } from "../helpers/kerberos.ts";
import { foldersInMemory, until } from "../helpers/kerberosPlaces.ts";
import { describeInLab } from "../helpers/lab.ts";
import { ProviderClient, secretOnWire } from "../helpers/providerClient.ts";

const server = "dc1.corp.example";
let account: KerberosAccount;
let keytab = "";
let owner = "";
let count = 0;

describeInLab("the provider with a keytab", () => {
  beforeAll(async () => {
    account = await kerberosAccount("corp.example");
    keytab = (await account.keytab()).toString("base64");
  });

  afterAll(() => account.remove());

  beforeEach(() => {
    count += 1;
    owner = `_vlmcs._tcp.p${process.pid}-${count}.corp.example.`;
  });

  test("creates, refreshes, changes and deletes a record, and repeats the keytab in no message", async () => {
    const client = await provider(server);
    const later = await provider(server);
    const made = await client.create(record());
    expect(made.outputs).toEqual({ ...record(), adopted: false });
    const wanted = record({ priority: 10, ttl: 60, acknowledgeLast: { reason: "the test ends" } });
    const changed = await client.update(made.id, made.outputs, wanted);
    expect((await client.read(made.id, changed)).outputs).toEqual({ ...wanted, adopted: false });
    await later.delete(made.id, changed);
    expect(await readSrvSet(server, owner)).toEqual([]);
    const said = `${client.stderr}${later.stderr}${client.logged}${later.logged}`;
    await Promise.all([client.stop(), later.stop()]);
    expect(said).not.toContain(keytab.slice(-24));
  });

  test("leaves a ticket in memory where it is killed with an update under way, and its successor removes it", async () => {
    let updated = false;
    const proxy = await dnsProxy({ address: "10.88.0.10", port: 53 }, (answer) => {
      updated ||= isUpdate(answer);
      return isUpdate(answer) ? undefined : answer;
    });
    const killed = await provider(proxy.server);
    const creation = killed.create(record()).catch((error: Error) => error);
    await until(async () => updated);
    expect(await foldersInMemory(killed.pid)).toHaveLength(1);
    await killed.stop();
    await creation;
    proxy.stop();
    const next = await provider(server);
    // The update of the killed process was applied, so that another one is needed to come to a ticket.
    expect(await next.create(record({ ttl: 60 }))).toMatchObject({ outputs: { adopted: true, ttl: 60 } });
    expect(await foldersInMemory(next.pid)).toEqual([]);
    await next.stop();
    expect(await foldersInMemory(killed.pid)).toEqual([]);
  });
});

function record(changes: Properties = {}): Properties {
  const target = "kms1.corp.example.";
  return { zone: "corp.example", name: owner, target, port: 1688, priority: 0, weight: 0, ttl: 600, ...changes };
}

async function provider(at: string): Promise<ProviderClient> {
  const client = new ProviderClient("activation:index:SrvRecord");
  await client.start();
  const zone = { server: at, principal: account.principal, keytab };
  const zones = secretOnWire(JSON.stringify({ "corp.example": zone }));
  await client.configure({ zones, forests: secretOnWire("{}") });
  return client;
}
