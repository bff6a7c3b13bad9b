import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { withDirectory } from "../../modules/directory/openDirectory.ts";
import { readWholeObject, rootDomainGuid } from "../../modules/directory/restoreObject.ts";
import { newBackupKey, seal } from "../../modules/directory/sealedBackup.ts";
import type { Properties } from "../../modules/provider/resourceKind.ts";
import { describeInLab } from "../helpers/lab.ts";
import { addObject, deleteObjects, type OwnForest, objectNames, ownForest } from "../helpers/ownForest.ts";
import { ProviderClient, secretOnWire } from "../helpers/providerClient.ts";

const address = "127.0.0.34";
const key = newBackupKey();

// All of it as the delegated account, which may make, read and remove activation objects, and nothing else.
describeInLab("activation objects, by the provider's own process and as the delegated account", () => {
  let forest: OwnForest;
  let provider: ProviderClient;
  let sealed: string;

  const inputs = (changes: Properties = {}): Properties => ({
    ...{ forest: forest.name, name: "Windows", origin: "existing", readableFrom: [address] },
    ...changes,
  });
  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => expect.unreachable("it should have failed"),
      (error: { details: string }) => error.details,
    );
  // Log messages travel beside the answers.
  const saying = (text: string) => expect.poll(() => provider.logged.join("\n")).toContain(text);
  const configure = async (changes: object = {}) => {
    const { forest: _, ...adba } = forest.access("svc-adba", { backupKey: key, backups: { Windows: sealed } });
    const reader = forest.access("svc-audit");
    const access = { ...adba, reader: { bindAs: reader.bindAs, password: reader.password }, ...changes };
    await provider.configure({ zones: "{}", forests: secretOnWire(JSON.stringify({ [forest.name]: access })) });
  };

  beforeAll(async () => {
    forest = await ownForest("objects", address);
    const dn = await addObject(forest, "Windows");
    sealed = await withDirectory(forest.access("svc-audit"), async (directory) =>
      seal(await readWholeObject(directory, dn), {
        ...{ key, forest: forest.name },
        rootDomainGuid: await rootDomainGuid(directory),
      }),
    );
  });
  afterAll(() => forest?.remove());
  beforeEach(async () => {
    await deleteObjects(forest);
    provider = new ProviderClient("activation:index:ActivationObject");
    await provider.start();
    await configure();
  });
  afterEach(async () => {
    // No password may ever be said, whatever happened.
    const said = `${provider.stderr}${provider.logged.join("\n")}`;
    for (const account of ["svc-adba", "svc-audit"] as const)
      expect(said).not.toContain(forest.access(account).password);
    expect(said).not.toContain(key);
    await provider.stop();
  });

  it("are adopted, read, updated, imported and left alone where they are existing", async () => {
    const dn = await addObject(forest, "Windows");
    const { inputs: checked, failures } = await provider.check(inputs({ name: "WINDOWS", lastFive: "labxx" }));
    expect(failures).toEqual([]);
    const { id, outputs } = await provider.create(checked);
    expect(id).toBe(dn);
    expect(outputs).toMatchObject({ ...checked, lastFive: "LABXX", partialProductKey: "LABXX", distinguishedName: dn });
    expect(await provider.read(id, outputs)).toMatchObject({ id, inputs: checked, outputs });
    const news = { ...checked, readableFrom: [] };
    const diff = await provider.diff(checked, news);
    expect([diff.diffsList, diff.replacesList]).toEqual([["readableFrom"], []]);
    expect(await provider.update(id, outputs, news)).toMatchObject({ readableFrom: [], partialProductKey: "LABXX" });
    const imported = await provider.read(id);
    expect(imported.inputs).toEqual({ forest: forest.name, name: "Windows", origin: "existing", readableFrom: [] });
    await provider.stop();
    await provider.start();
    await configure();
    await provider.delete(id, outputs);
    expect(await objectNames(forest)).toEqual(["Windows"]);
  });

  it("are restored from their backup, seen by the reader at the site's controller, and removed", async () => {
    await addObject(forest, "Office");
    const wanted = inputs({ origin: "restore" });
    expect(await provider.create(wanted, true)).toMatchObject({ id: "" });
    expect(await objectNames(forest)).toEqual(["Office"]);
    const { id, outputs } = await provider.create(wanted);
    expect(await objectNames(forest)).toEqual(["Office", "Windows"]);
    await saying(`info ${id} was restored at ${address}:636`);
    await saying("nothing activates through it");
    expect((await provider.create(wanted)).id).toBe(id);
    await provider.stop();
    await provider.start();
    await configure();
    await provider.delete(id, outputs);
    expect(await objectNames(forest)).toEqual(["Office"]);
    expect(await provider.read(id, outputs)).toEqual({ id: "" });
  });

  it("keep the last of their forest", async () => {
    const dn = await addObject(forest, "Windows");
    const state = inputs({ origin: "restore" });
    expect(await failureOf(provider.delete(dn, state))).toContain(
      "is the last activation object of forest objects.example",
    );
    await provider.delete(dn, { ...state, acknowledgeLast: { reason: "test" } });
    expect(await objectNames(forest)).toEqual([]);
  });

  it("show on a refresh what is wrong, and that they are gone", async () => {
    const dn = await addObject(forest, "Windows", { "msSPP-CSVLKPartialProductKey": "OTHER" });
    const state = inputs({ lastFive: "LABXX", readableFrom: ["127.0.0.35"] });
    expect((await provider.read(dn, state)).inputs).toMatchObject({ lastFive: "OTHER" });
    await saying(`warning ${dn} was made with a key that ends in OTHER, and the file declares one that ends in LABXX;`);
    await saying("warning logging on at 127.0.0.35:636: not reached (ECONNREFUSED);");
    await deleteObjects(forest);
    expect(await provider.read(dn, state)).toEqual({ id: "" });
  });

  it("are not adopted with a wrong key, nor where a reader is refused; the state stays empty", async () => {
    await addObject(forest, "Windows");
    const reader = { bindAs: `svc-audit@${forest.name}`, password: "not this one" };
    await configure({ reader });
    const said = await failureOf(provider.create(inputs({ lastFive: "OTHER" })));
    expect(said).toContain("is there, with 2 problems:");
    expect(said).toContain("ends in LABXX, and the file declares one that ends in OTHER; correct the file");
    expect(said).toContain(
      "logging on at 127.0.0.34:636: the server refuses svc-audit@objects.example: wrong name or password",
    );
  });

  it.each([
    ["online", "DoActiveDirectoryOnlineActivation"],
    ["phone", "GenerateActiveDirectoryOfflineActivationId"],
  ])("of origin %s are prepared, then adopted once they are there", async (origin, method) => {
    const wanted = inputs({ origin, runsAs: "svc-adba" });
    const said = await failureOf(provider.create(wanted));
    expect(said).toContain(`prepared at ${address}:636: the container and the class are there (schema version 69);`);
    expect(said).toContain("svc-adba may make objects there and remove any");
    expect(said).toContain(method);
    expect(await failureOf(provider.create({ ...wanted, runsAs: "svc-audit" }))).toContain(
      "svc-audit may not make objects there: delegate the container to it first",
    );
    expect(await failureOf(provider.create({ ...wanted, runsAs: "nobody-9$" }))).toContain(
      "whether nobody-9$ may make objects there is unknown: no account nobody-9$@objects.example is shown",
    );
    const dn = await addObject(forest, "Windows");
    expect((await provider.create(wanted)).id).toBe(dn);
  });

  it("are not restored without the right key, nor from an altered backup", async () => {
    await configure({ backupKey: newBackupKey() });
    expect(await failureOf(provider.create(inputs({ origin: "restore" })))).toContain(
      "was sealed with another key (id ",
    );
    await configure({ backups: { Windows: sealed.replace('"object": "Windows"', '"object": "windows"') } });
    expect(await failureOf(provider.create(inputs({ origin: "restore" })))).toContain(
      "was altered after it was sealed;",
    );
    expect(await objectNames(forest)).toEqual([]);
  });

  it("end with the engine's cancellation, whatever the server does", async () => {
    await addObject(forest, "Windows");
    forest.freeze();
    try {
      const work = failureOf(provider.create(inputs()));
      await provider.cancel();
      expect(await work).toContain("aborted");
    } finally {
      forest.thaw();
    }
  });
});
