import { beforeEach, describe, expect, it } from "vitest";
import { contentOf } from "../../../modules/directory/backedUpObject.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { newBackupKey, seal } from "../../../modules/directory/sealedBackup.ts";
import type { ForestAccess } from "../../../modules/provider/providerConfig.ts";
import type { Properties } from "../../../modules/provider/resourceKind.ts";
import {
  accessEntry,
  anObject,
  authenticatedUsers,
  container,
  descriptor,
  fakeDirectory,
  rootDomain,
  type Values,
} from "../../helpers/fakeDirectory.ts";
import { dnOf, type ObjectWorld, objectInputs, objectWorld } from "../../helpers/objectWorld.ts";

let world: ObjectWorld;
const key = newBackupKey();
const rootDomainGuid = "04030201-0605-0807-090a-0b0c0d0e0f10";
const licence = Buffer.from("not a licence");

beforeEach(() => {
  world = objectWorld();
  world.entries.set(rootDomain, {
    objectClass: "domainDNS",
    objectGUID: Buffer.from("0102030405060708090a0b0c0d0e0f10", "hex"),
  });
});

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("it should have failed"),
    (error: Error) => error.message,
  );

const create = (changes: Properties, access: Partial<ForestAccess> = {}) =>
  world.kind.create(objectInputs(changes), world.context(access));

describe("an object that is restored", () => {
  const values = anObject("Windows", { "msSPP-OnlineLicense": licence, cn: "a, b" });
  const sealed = (changes: Values = {}, forestGuid = rootDomainGuid) => {
    const [entry] = entriesOf({ ...values, ...changes });
    const object = { cn: "a, b", attributes: contentOf(entry) };
    return seal(object, { key, rootDomainGuid: forestGuid, forest: "corp.example" });
  };
  const access = (text = sealed()): Partial<ForestAccess> => ({ backupKey: key, backups: { WINDOWS: text } });
  const there = `CN=a\\, b,${container}`;
  const restore = (changed = access()) => create({ origin: "restore" }, changed);

  it("is added with everything that it had, under its own cn", async () => {
    const { id } = await restore();
    expect(id).toBe(there);
    expect(world.entries.get(there)).toMatchObject({
      objectClass: ["msSPP-ActivationObject"],
      displayName: [Buffer.from("Windows")],
      "msSPP-OnlineLicense": [licence],
      "msSPP-KMSIds": [Buffer.alloc(16, 2), Buffer.alloc(16, 1)],
    });
  });

  it("is adopted where the same is there already", async () => {
    world.entries.set(dnOf("Windows"), { ...values, cn: "cn-of-Windows" });
    expect((await restore()).id).toBe(dnOf("Windows"));
    expect(world.entries.has(there)).toBe(false);
  });

  it("is refused where another one has its name", async () => {
    world.entries.set(dnOf("Windows"), { ...values, "msSPP-OnlineLicense": Buffer.from("other") });
    expect(await messageOf(restore())).toContain(
      `with other content than the backup: ${dnOf("Windows")} differs in msSPP-OnlineLicense;`,
    );
  });

  it.each<[string, Partial<ForestAccess>, RegExp]>([
    ["no backup", { backupKey: key }, /no backup of "Windows"/],
    ["no key", { backups: { Windows: "x" } }, /no key of backups/],
    ["a backup of another object", access(sealed({ displayName: "Office", cn: "other" })), /holds "Office"/],
    ["a backup of another forest", access(sealed({}, "11111111-0605-0807-090a-0b0c0d0e0f10")), /not of this one/],
    ["something else", access("hello"), /no sealed backup/],
  ])("is not made of %s", async (_what, changed, message) => {
    if (_what === "a backup of another object") {
      const [entry] = entriesOf({ ...values, displayName: "Office" });
      const text = seal({ cn: "x", attributes: contentOf(entry) }, { key, rootDomainGuid, forest: "corp.example" });
      changed = access(text);
    }
    expect(await messageOf(restore(changed))).toMatch(message);
    expect(world.entries.has(there)).toBe(false);
  });

  it("is read back at the same server where the answer to the add was lost, and is there once", async () => {
    let adds = 0;
    const lost = () =>
      fakeDirectory(world.entries, {
        server: "dc1.corp.example",
        add: async (dn, attributes) => {
          adds += 1;
          world.entries.set(dn, { ...attributes, cn: "a, b" });
          throw new DirectoryError("timeout", `adding ${dn}: no answer in time`);
        },
      });
    world.instead.set("dc1.corp.example", lost);
    const { id } = await world.kind.create(
      objectInputs({ origin: "restore" }),
      world.context({ ...access(), servers: ["dc1.corp.example", "dc2.corp.example"] }),
    );
    expect([id, adds]).toEqual([there, 1]);
    expect(world.asked.slice(0, 2)).toEqual([
      "svc@corp.example at dc1.corp.example dc2.corp.example",
      "svc@corp.example at dc1.corp.example",
    ]);
  });

  it("is waited for at a controller to which it has not come", async () => {
    let looked = 0;
    world.instead.set("dc2.corp.example", () => {
      looked += 1;
      const entries = new Map(world.entries);
      if (looked < 4) entries.delete(there);
      return fakeDirectory(entries, { server: "dc2.corp.example" });
    });
    await create({ origin: "restore", readableFrom: ["dc2.corp.example"] }, access());
    expect(looked).toBe(4);
  });

  it("is said to be absent where it does not come in time", async () => {
    world.instead.set("dc2.corp.example", () => {
      const entries = new Map(world.entries);
      entries.delete(there);
      return fakeDirectory(entries, { server: "dc2.corp.example" });
    });
    const work = create({ origin: "restore", readableFrom: ["dc2.corp.example"] }, access());
    expect(await messageOf(work)).toMatch(/at dc2.corp.example: CN=a, b,.* is not there; wait for replication/);
  });

  function entriesOf(given: Values) {
    return [
      {
        dn: there,
        attributes: new Map(
          Object.entries(given).map(([name, value]) => [
            name.toLowerCase(),
            [value].flat().map((one) => Buffer.from(one as string)),
          ]),
        ),
      },
    ] as const;
  }
});

describe("an object that Windows makes", () => {
  const machine = "010500000000000515000000010000000200000003000000e9030000";
  const withRights = (...list: readonly Buffer[]) =>
    world.entries.set(container, { ...world.entries.get(container), nTSecurityDescriptor: descriptor(...list) });

  it("is adopted where it is there", async () => {
    world.put("Windows");
    expect((await create({ origin: "online", runsAs: "KMS-1$" })).id).toBe(dnOf("Windows"));
  });

  it.each([
    ["may make objects there and remove any;", 3],
    ["may make objects there, and remove those that let it", 1],
    ["may not make objects there", 0],
  ])("says that the account %s", async (words, mask) => {
    withRights(accessEntry(0, 4 | mask, authenticatedUsers));
    expect(await messageOf(create({ origin: "online" }))).toContain(`svc@corp.example ${words}`);
  });

  it("evaluates the account that will run it, by its own groups", async () => {
    withRights(accessEntry(0, 4, authenticatedUsers), accessEntry(0, 3, machine));
    const account = "CN=KMS-1,CN=Computers,DC=corp,DC=example";
    const partitions = "CN=Partitions,CN=Configuration,DC=corp,DC=example";
    world.entries.set(partitions, { objectClass: "crossRefContainer" });
    world.entries.set(`CN=CORP,${partitions}`, { nETBIOSName: "CORP", dnsRoot: "corp.example", nCName: rootDomain });
    world.entries.set(account, {
      objectSid: Buffer.from(machine, "hex"),
      sAMAccountName: "KMS-1$",
      tokenGroups: Buffer.from(authenticatedUsers, "hex"),
    });
    expect(await messageOf(create({ origin: "online", runsAs: "KMS-1$" }))).toContain(
      "KMS-1$ may make objects there and remove any;",
    );
  });

  it("does not guess about somebody who is no account", async () => {
    const message = await messageOf(create({ origin: "online", runsAs: "somebody of the domain team" }));
    expect(message).toContain(
      "whether somebody of the domain team may make objects there is unknown: it is not the name",
    );
  });

  it("comes with steps that keep the key off every command line", async () => {
    const message = await messageOf(create({ origin: "online", name: "Bob's" }));
    expect(message).toContain(
      "-MethodName DoActiveDirectoryOnlineActivation -Arguments @{ ProductKey = $key; ActivationObjectName = 'Bob''s' }",
    );
    expect(message).toContain("Read-Host -AsSecureString");
    expect(message).toContain("Then run up again: the object is adopted");
  });

  it("comes by phone in two steps", async () => {
    expect(await messageOf(create({ origin: "phone" }))).toContain("GenerateActiveDirectoryOfflineActivationId");
    const message = await messageOf(create({ origin: "phone", confirmationId: "123456" }));
    expect(message).toContain(
      "DepositActiveDirectoryOfflineActivationConfirmation -Arguments @{ ProductKey = $key; ConfirmationID = '123456'; ActivationObjectName = 'Windows' }",
    );
    expect(message).not.toContain("Generate");
  });
});

describe("verifying an object", () => {
  const readable = descriptor(accessEntry(0, 0x10, authenticatedUsers));
  const office = Buffer.from("83b9f3477c53d45dabc6bcd91e2dd90a", "hex");
  const officeSku = Buffer.from("83b9f347537c454dabc6bcd91e2dd90a", "hex");

  it("reads it from each controller as the account and as the reader, and says nothing where all is well", async () => {
    world.entries.set(dnOf("Windows"), anObject("Windows", { nTSecurityDescriptor: readable }));
    const reader = { bindAs: "reader@corp.example", password: "x" };
    await create({ readableFrom: ["dc2.corp.example", "dc3.corp.example:636"] }, { reader });
    expect([...world.asked].sort()).toEqual([
      "reader@corp.example at dc2.corp.example",
      "reader@corp.example at dc3.corp.example:636",
      "svc@corp.example at dc1.corp.example",
      "svc@corp.example at dc2.corp.example",
      "svc@corp.example at dc3.corp.example:636",
    ]);
    expect(world.said).toEqual([]);
  });

  it("names every controller and every other problem in one message", async () => {
    world.entries.set(dnOf("Windows"), anObject("Windows", { "msSPP-CSVLKSkuId": officeSku }));
    const failing = (kind: "unreachable" | "denied") => () =>
      fakeDirectory(world.entries, {
        search: () => Promise.reject(new DirectoryError(kind, `reading at ${kind}: it is ${kind}`)),
      });
    world.instead.set("dc2.corp.example", failing("unreachable"));
    world.instead.set("dc3.corp.example", failing("denied"));
    world.instead.set("dc4.corp.example", () => {
      const entries = new Map(world.entries);
      entries.delete(dnOf("Windows"));
      return fakeDirectory(entries, { server: "dc4.corp.example" });
    });
    const readableFrom = ["dc1.corp.example", "dc2.corp.example", "dc3.corp.example", "dc4.corp.example"];
    const message = await messageOf(create({ readableFrom, lastFive: "OTHER", group: "windows-server-2025" }));
    expect(message).toContain("is there, with 5 problems:");
    expect(message).toContain("ends in LABXX, and the file declares one that ends in OTHER;");
    expect(message).toContain("covers Office LTSC 2021 (office-2021), and the file declares windows-server-2025;");
    expect(message).toContain("it is unreachable");
    expect(message).toContain("it is denied");
    expect(message).toContain("at dc4.corp.example: CN=cn-of-Windows");
  });

  it("fails where Authenticated Users may not read it", async () => {
    world.entries.set(dnOf("Windows"), anObject("Windows", { nTSecurityDescriptor: descriptor() }));
    expect(await messageOf(create({}))).toContain("Authenticated Users may not read");
  });

  it("says what it cannot know, and does not fail for it", async () => {
    world.put("Windows");
    const { outputs } = await create({ group: "windows-server-2025" });
    expect(world.said.join("\n")).toMatch(
      /nothing tells whether it covers windows-server-2025[\s\S]*does not show who may read/,
    );
    expect(outputs.covers).toEqual([
      expect.stringMatching(/^unknown product group 0101/),
      expect.stringMatching(/^unknown product group 0202/),
    ]);
  });

  it("names what is published, and shows the installation id of the phone", async () => {
    world.entries.set(
      dnOf("Windows"),
      anObject("Windows", { "msSPP-CSVLKSkuId": officeSku, "msSPP-InstallationId": "123" }),
    );
    const { outputs } = await create({ group: "office-2021", lastFive: "LABXX" });
    expect(outputs).toMatchObject({ covers: ["Office LTSC 2021"], installationId: "123" });
    expect(office).not.toEqual(officeSku);
  });

  it("warns on a refresh, and shows the difference", async () => {
    world.put("Windows");
    const inputs = objectInputs({ lastFive: "OTHER", readableFrom: ["dc2.corp.example"] });
    const read = await world.kind.read({ id: dnOf("Windows"), inputs, outputs: {} }, world.context());
    expect(read?.inputs).toEqual({ ...inputs, lastFive: "LABXX" });
    expect(world.said.join()).toContain(`warning ${dnOf("Windows")} was made with a key that ends in LABXX`);
  });

  it("tries a reader's password that is refused at one server only", async () => {
    world.put("Windows");
    const reader = { bindAs: "reader@corp.example", password: "wrong" };
    const refuse = () => {
      throw new DirectoryError("credentials", "the server refuses reader@corp.example");
    };
    for (const server of ["dc2", "dc3", "dc4"]) world.instead.set(`reader@corp.example at ${server}`, refuse);
    expect(await messageOf(create({ readableFrom: ["dc2", "dc3", "dc4"] }, { reader }))).toContain("with 3 problems");
    expect(world.asked.filter((line) => line.startsWith("reader"))).toHaveLength(1);
  });
});
