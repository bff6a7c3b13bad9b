import { randomBytes } from "node:crypto";
import { Attribute, Change, type Client } from "ldapts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ActivationObjectsReading, readActivationObjects } from "../../modules/directory/activationObjects.ts";
import { type DirectoryConnection, withDirectory } from "../../modules/directory/openDirectory.ts";
import { activationObject } from "../../modules/provider/activationObject.ts";
import type { CallContext, Properties } from "../../modules/provider/resourceKind.ts";
import { accessEntry, descriptor } from "../helpers/fakeDirectory.ts";
import { AccessList, administrator, describeInLab, labConnection } from "../helpers/lab.ts";

const services = "CN=Services,CN=Configuration,DC=other,DC=example";
const product = `CN=Microsoft SPP,${services}`;
const container = `CN=Activation Objects,${product}`;

const read = (connection: DirectoryConnection): Promise<ActivationObjectsReading> =>
  withDirectory(connection, readActivationObjects);

describeInLab("a forest with a placeholder", () => {
  const audit = (changes: Partial<DirectoryConnection> = {}) => labConnection("corp.example", "svc-audit", changes);

  it.each([
    ["LDAPS", ["dc1.corp.example"]],
    ["LDAPS by an address that the certificate names", ["10.88.0.10"]],
    ["StartTLS", ["dc1.corp.example:389"]],
    ["the first server that answers", ["10.88.0.99", "10.88.0.53", "dc1.corp.example"]],
  ])("is read by an ordinary account over %s", async (_way, servers) => {
    const { schemaVersion, objects } = await read(audit({ servers }));
    expect(schemaVersion).toBe(69);
    // Tests that run meanwhile may have objects of theirs in this forest.
    const found = objects.find(({ name }) => name === "lab-placeholder");
    expect(found).toMatchObject({ partialProductKey: "LABXX", isActivationObject: true, missing: [] });
    expect(found?.kmsIds).toHaveLength(1);
    expect(found?.csvlkSkuId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it.each<[string, string, () => Partial<DirectoryConnection>]>([
    ["another CA", "tls", () => ({ ca: labConnection("other.example", "svc-audit").ca })],
    [
      "another CA over StartTLS",
      "tls",
      () => ({ ...labConnection("other.example", "svc-audit"), servers: ["dc1.corp.example:389"] }),
    ],
    [
      "a name that the certificate lacks",
      "tls",
      () => ({ ...labConnection("other.example", "svc-audit"), servers: ["10.88.0.4"] }),
    ],
    ["a wrong password", "credentials", () => ({ password: "wrong" })],
    ["an account that is not there", "credentials", () => ({ bindAs: "nobody@corp.example" })],
    ["an empty password", "credentials", () => ({ password: "" })],
    ["a server that is not there", "unreachable", () => ({ servers: ["10.88.0.53"] })],
    ["a name that nobody knows", "unreachable", () => ({ servers: ["dc9.corp.example"] })],
  ])("is refused with %s", async (_what, kind, changes) => {
    await expect(read(audit(changes()))).rejects.toMatchObject({ name: "DirectoryError", kind });
  });

  it("is adopted, read, imported and forgotten by the provider, and stays as it is", async () => {
    const context = contextFor(audit());
    const inputs = { forest: "corp.example", name: "LAB-Placeholder", origin: "existing", readableFrom: [] };
    const made = await activationObject.create(inputs, context);
    expect(made.outputs).toMatchObject({ ...inputs, partialProductKey: "LABXX" });
    expect(await activationObject.read({ id: made.id, inputs, outputs: made.outputs }, context)).toEqual(made);
    const imported = await activationObject.read({ id: made.id }, context);
    expect(imported?.inputs).toEqual({ ...inputs, name: "lab-placeholder" });
    await activationObject.delete(made.id, made.outputs, context);
    expect((await read(audit())).objects.map(({ name }) => name)).toContain("lab-placeholder");
  });

  it("has no object of another name, and the provider says what to do", async () => {
    const inputs = { forest: "corp.example", name: "not there", origin: "online", readableFrom: [] };
    await expect(activationObject.create(inputs, contextFor(audit()))).rejects.toThrow(
      /holds no object named "not there" \(it holds [^)]*"lab-placeholder"[^)]*\).*Volume Activation Tools/s,
    );
  });
});

// Everything that changes a directory happens in the second forest, which nobody else reads meanwhile.
describeInLab("a forest without the containers", () => {
  let admin: Client;
  const audit = () => labConnection("other.example", "svc-audit");
  const asAdministrator = () => labConnection("other.example", "Administrator");

  beforeAll(async () => {
    admin = await administrator("other.example");
    await removeContainers(admin);
  });
  afterAll(async () => {
    await removeContainers(admin);
    await admin.unbind();
  });

  it("is told from an empty one", async () => {
    await expect(read(audit())).rejects.toMatchObject({ kind: "absentContainer" });
    await admin.add(product, { objectClass: "container" });
    await expect(read(audit())).rejects.toMatchObject({ kind: "absentContainer" });
    await admin.add(container, { objectClass: "msSPP-ActivationObjectsContainer" });
    expect((await read(audit())).objects).toEqual([]);
  });

  it.each([
    ["list", 0x4],
    ["read", 0x10],
    ["see", 0x94],
  ])("is never empty to an account that may not %s it", async (_right, mask) => {
    await denied(admin, container, mask, async () => {
      await expect(read(audit())).rejects.toMatchObject({ kind: "denied" });
    });
    expect((await read(audit())).objects).toEqual([]);
  });

  it("is never without a container to an account that may not list what holds it", async () => {
    await denied(admin, product, 0x4, async () => {
      await expect(read(audit())).rejects.toMatchObject({ kind: "denied" });
    });
  });

  it("is never short of an object that an account may only see", async () => {
    await add(admin, "hidden");
    await denied(admin, `CN=hidden,${container}`, 0x20094, async () => {
      await expect(read(audit())).rejects.toMatchObject({ kind: "denied" });
    });
    await admin.del(`CN=hidden,${container}`);
  });

  it("keeps its last object, and loses the others", async () => {
    const context = contextFor(asAdministrator());
    const state = (name: string) => ({ forest: "other.example", name, origin: "online", readableFrom: [] });
    for (const name of ["one", "two"]) await add(admin, name);
    const { id } = await activationObject.create(state("one"), context);
    await activationObject.delete(id, state("one"), context);
    expect((await read(audit())).objects.map(({ name }) => name)).toEqual(["two"]);
    const last = `CN=two,${container}`;
    await expect(activationObject.delete(last, state("two"), context)).rejects.toThrow("is the last activation object");
    await expect(activationObject.delete(last, acknowledged("two"), contextFor(audit()))).rejects.toMatchObject({
      kind: "denied",
    });
    await activationObject.delete(last, acknowledged("two"), context);
    expect((await read(audit())).objects).toEqual([]);

    function acknowledged(name: string): Properties {
      return { ...state(name), acknowledgeLast: { reason: "test" } };
    }
  });
});

function contextFor(connection: DirectoryConnection): CallContext {
  return {
    config: { zones: [], forests: [{ ...connection, ...nothingElse }], hosts: [] },
    signal: AbortSignal.timeout(60_000),
    log: () => {},
  };
}

/** What a forest is configured with besides its connection. */
const nothingElse = { reader: null, rightsAs: null, backupKey: null, backups: {} };

async function add(admin: Client, name: string): Promise<void> {
  await admin.add(`CN=${name},${container}`, [
    new Attribute({ type: "objectClass", values: ["msSPP-ActivationObject"] }),
    new Attribute({ type: "displayName", values: [name] }),
    new Attribute({ type: "msSPP-CSVLKPartialProductKey", values: ["LABXX"] }),
    new Attribute({ type: "msSPP-CSVLKPid", values: ["placeholder of a test"] }),
    new Attribute({ type: "msSPP-CSVLKSkuId", values: [randomBytes(16)] }),
    new Attribute({ type: "msSPP-KMSIds", values: [randomBytes(16)] }),
  ]);
}

async function removeContainers(admin: Client): Promise<void> {
  const objects = await admin
    .search(container, { scope: "one", attributes: ["cn"] })
    .catch(() => ({ searchEntries: [] }));
  for (const dn of [...objects.searchEntries.map((entry) => entry.dn), container, product]) {
    await admin.del(dn).catch((error: { code?: number }) => {
      if (error.code !== 32) throw error;
    });
  }
}

/** Takes rights on an entry from svc-audit while something is tried. */
async function denied(admin: Client, dn: string, mask: number, attempt: () => Promise<void>): Promise<void> {
  const before = await octets(admin, dn, "nTSecurityDescriptor");
  const account = await octets(admin, "CN=svc-audit,CN=Users,DC=other,DC=example", "objectSid");
  const list = before.subarray(before.readUInt32LE(16));
  const entries = list.subarray(8, list.readUInt16LE(2));
  const after = descriptor(accessEntry(1, mask, account.toString("hex")), entries);
  // The helper counts what it was given; the old entries came as one piece.
  after.writeUInt16LE(list.readUInt16LE(4) + 1, 24);
  await setAccess(admin, dn, after);
  try {
    await attempt();
  } finally {
    await setAccess(admin, dn, before);
  }
}

async function octets(admin: Client, dn: string, attribute: string): Promise<Buffer> {
  const options = { scope: "base" as const, attributes: [attribute], explicitBufferAttributes: [attribute] };
  const found = await admin.search(dn, options, [new AccessList()]);
  return found.searchEntries[0]?.[attribute] as Buffer;
}

async function setAccess(admin: Client, dn: string, value: Buffer): Promise<void> {
  const modification = new Attribute({ type: "nTSecurityDescriptor", values: [value] });
  await admin.modify(dn, new Change({ operation: "replace", modification }), [new AccessList()]);
}
