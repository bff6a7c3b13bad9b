import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { BackedUpObject } from "../../modules/directory/backedUpObject.ts";
import { type Directory, withDirectory } from "../../modules/directory/openDirectory.ts";
import { readWholeObject, restoreObject, rootDomainGuid } from "../../modules/directory/restoreObject.ts";
import { newBackupKey, open, seal } from "../../modules/directory/sealedBackup.ts";
import { describeInLab, labConnection } from "../helpers/lab.ts";
import { addObject, deleteObjects, type OwnForest, objectNames, ownForest } from "../helpers/ownForest.ts";

type Attributes = BackedUpObject["attributes"];

describeInLab("a sealed backup of a real directory", () => {
  const key = newBackupKey();
  // As long as a licence may be, so that no limit on the way shows up later.
  const blob = randomBytes(5_000_000);
  let forest: OwnForest;

  const as = <T>(account: "svc-adba" | "svc-audit", use: (directory: Directory) => Promise<T>) =>
    withDirectory(forest.access(account), use);

  beforeAll(async () => {
    forest = await ownForest("sealed", "127.0.0.31");
  });
  beforeEach(() => deleteObjects(forest));
  afterAll(() => forest?.remove());

  it("brings a deleted object back with every octet, as the delegated account", async () => {
    const dn = await addObject(forest, "Windows", {
      "msSPP-OnlineLicense": blob,
      description: "ä",
      "msSPP-InstallationId": "1",
    });
    const text = await as("svc-audit", async (directory) => {
      const guid = await rootDomainGuid(directory);
      return seal(await readWholeObject(directory, dn), { key, rootDomainGuid: guid, forest: forest.name });
    });
    await deleteObjects(forest);
    const restored = await as("svc-adba", async (directory) =>
      restoreObject(directory, open(text, { key, rootDomainGuid: await rootDomainGuid(directory) })),
    );
    expect(restored).toEqual({ distinguishedName: dn, added: true });
    const again = await as("svc-adba", async (directory) => {
      const object = open(text, { key, rootDomainGuid: await rootDomainGuid(directory) });
      expect(await readWholeObject(directory, dn)).toEqual(object);
      return await restoreObject(directory, object);
    });
    expect(again.added).toBe(false);
    // Everybody may read what was restored: the class's own access list is on it.
    expect(await as("svc-audit", (directory) => readWholeObject(directory, dn))).toHaveProperty("cn", "Windows");
    expect(await objectNames(forest)).toEqual(["Windows"]);
  });

  it("opens in its own forest only", async () => {
    const dn = await addObject(forest, "Windows");
    const text = await as("svc-audit", async (directory) =>
      seal(await readWholeObject(directory, dn), {
        key,
        rootDomainGuid: await rootDomainGuid(directory),
        forest: forest.name,
      }),
    );
    const elsewhere = await withDirectory(labConnection("other.example", "svc-audit"), rootDomainGuid);
    expect(() => open(text, { key, rootDomainGuid: elsewhere })).toThrow(
      /the backup of Windows is of forest sealed\.example .*, not of this one/,
    );
  });

  it("is not restored by an account without the right, nor over another object", async () => {
    const dn = await addObject(forest, "Windows");
    const object = await as("svc-audit", (directory) => readWholeObject(directory, dn));
    await deleteObjects(forest);
    await expect(as("svc-audit", (directory) => restoreObject(directory, object))).rejects.toMatchObject({
      kind: "denied",
      message: `adding ${dn} at 127.0.0.31:636: svc-audit@sealed.example lacks the right (insufficientAccessRights); have it delegated`,
    });
    await addObject(forest, "Windows", { "msSPP-CSVLKPartialProductKey": "OTHER" });
    await expect(as("svc-adba", (directory) => restoreObject(directory, object))).rejects.toMatchObject({
      kind: "exists",
      message: expect.stringContaining(`${dn} differs in msSPP-CSVLKPartialProductKey; declare`),
    });
  });

  it.each<[string, (attributes: Attributes) => Attributes, string]>([
    ["violates the schema", (all) => ({ ...all, "msSPP-CSVLKSkuId": ["AAAA"] }), "; a value is "],
    ["lacks an attribute", ({ "msSPP-CSVLKPid": _, ...others }) => others, "objectClassViolation"],
  ])("that %s is refused by the server, and nothing is there", async (_what, change, words) => {
    const dn = await addObject(forest, "Windows");
    const object = await as("svc-audit", (directory) => readWholeObject(directory, dn));
    await deleteObjects(forest);
    const broken = { ...object, attributes: change(object.attributes) };
    await expect(as("svc-adba", (directory) => restoreObject(directory, broken))).rejects.toThrow(words);
    expect(await objectNames(forest)).toEqual([]);
  });
});
