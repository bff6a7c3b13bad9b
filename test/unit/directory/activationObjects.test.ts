import { describe, expect, it } from "vitest";
import { readActivationObjects, removeActivationObject } from "../../../modules/directory/activationObjects.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import {
  accessEntry,
  anObject,
  authenticatedUsers,
  container,
  descriptor,
  emptyForest,
  fakeDirectory,
  product,
  schema,
  services,
  type Values,
} from "../../helpers/fakeDirectory.ts";

const unlistable = descriptor(accessEntry(1, 0x4, authenticatedUsers));

function forestWith(...objects: readonly Values[]): Map<string, Values> {
  const entries = emptyForest();
  for (const object of objects) entries.set(`CN=${object.cn},${container}`, object);
  return entries;
}

describe("reading activation objects", () => {
  it("gives each object with its GUIDs as Microsoft writes them, and the schema's version", async () => {
    const reading = await readActivationObjects(fakeDirectory(forestWith(anObject("Windows"))));
    expect(reading).toEqual({
      schemaVersion: 69,
      container,
      objects: [
        {
          name: "Windows",
          cn: "cn-of-Windows",
          distinguishedName: `CN=cn-of-Windows,${container}`,
          isActivationObject: true,
          partialProductKey: "LABXX",
          csvlkSkuId: "33221100-5544-7766-8899-aabbccddeeff",
          kmsIds: ["01010101-0101-0101-0101-010101010101", "02020202-0202-0202-0202-020202020202"],
          pid: "placeholder",
          installationId: null,
          missing: [],
        },
      ],
    });
  });

  it("sorts by name, and takes cn where there is no displayName", async () => {
    const { displayName: _, ...nameless } = anObject("b", { cn: "a" });
    const { objects } = await readActivationObjects(fakeDirectory(forestWith(anObject("c"), nameless)));
    expect(objects.map(({ name }) => name)).toEqual(["a", "c"]);
  });

  it("names the mandatory attributes that cannot be read, and what is no activation object", async () => {
    const { "msSPP-CSVLKPid": _, ...partial } = anObject("x");
    const stranger = { objectClass: ["top", "container"], cn: "y" };
    const { objects } = await readActivationObjects(fakeDirectory(forestWith(partial, stranger)));
    expect(objects[0]?.missing).toEqual(["msSPP-CSVLKPid"]);
    expect(objects[1]).toMatchObject({ isActivationObject: false, csvlkSkuId: null });
  });

  it("calls a container empty that it may list", async () => {
    expect((await readActivationObjects(fakeDirectory(emptyForest()))).objects).toEqual([]);
  });

  it("leaves the schema's version open where it cannot be read", async () => {
    const entries = emptyForest();
    entries.delete(schema);
    expect((await readActivationObjects(fakeDirectory(entries))).schemaVersion).toBeNull();
    entries.set(schema, { objectClass: "dMD" });
    expect((await readActivationObjects(fakeDirectory(entries))).schemaVersion).toBeNull();
  });

  it.each<[string, string, (entries: Map<string, Values>) => void]>([
    [
      "a container that it may not list",
      "denied",
      (e) => e.set(container, { objectClass: "x", nTSecurityDescriptor: unlistable }),
    ],
    ["a container that it may only see", "denied", (e) => e.set(container, {})],
    ["an object that it may only see", "denied", (e) => e.set(`CN=z,${container}`, {})],
    ["a container that is not there", "absentContainer", (e) => e.delete(container)],
    ["a product folder that is not there", "absentContainer", (e) => e.delete(product)],
    [
      "a schema without the class",
      "absentSchema",
      (e) => [container, `CN=ms-SPP-Activation-Object,${schema}`].map((dn) => e.delete(dn)),
    ],
    [
      "a container that may be hidden, because the account may not list its parent",
      "denied",
      (e) => e.set(product, { objectClass: "x", nTSecurityDescriptor: unlistable }).delete(container),
    ],
    ["a folder of services that it may only see", "denied", (e) => e.set(services, {})],
  ])("never takes for empty %s", async (_what, kind, change) => {
    const entries = emptyForest();
    change(entries);
    await expect(readActivationObjects(fakeDirectory(entries))).rejects.toMatchObject({ name: "DirectoryError", kind });
  });

  it("says where, what and the remedy", async () => {
    const entries = emptyForest();
    entries.delete(container);
    await expect(readActivationObjects(fakeDirectory(entries))).rejects.toThrow(
      `forest corp.example at dc1.corp.example:636: ${container} does not exist; run adprep /forestprep`,
    );
  });
});

describe("removing an activation object", () => {
  const dn = `CN=cn-of-Windows,${container}`;

  it("removes it", async () => {
    const entries = forestWith(anObject("Windows"));
    await removeActivationObject(fakeDirectory(entries), dn);
    expect(entries.has(dn)).toBe(false);
  });

  it("succeeds where the answer was lost and the object is gone", async () => {
    const entries = forestWith(anObject("Windows"));
    const remove = async () => {
      entries.delete(dn);
      throw new DirectoryError("timeout", "no answer");
    };
    await expect(removeActivationObject(fakeDirectory(entries, { remove }), dn)).resolves.toBeUndefined();
  });

  it("fails where the answer was lost and the object is still there", async () => {
    const remove = () => Promise.reject(new DirectoryError("unreachable", "connection lost"));
    const directory = fakeDirectory(forestWith(anObject("Windows")), { remove });
    await expect(removeActivationObject(directory, dn)).rejects.toThrow("connection lost");
  });

  it("fails where the server refuses", async () => {
    const remove = () => Promise.reject(new DirectoryError("denied", "no right"));
    const directory = fakeDirectory(forestWith(anObject("Windows")), { remove });
    await expect(removeActivationObject(directory, dn)).rejects.toThrow("no right");
  });

  it("fails where the server said yes and the object is still there", async () => {
    const directory = fakeDirectory(forestWith(anObject("Windows")), { remove: async () => {} });
    await expect(removeActivationObject(directory, dn)).rejects.toThrow("still there");
  });
});
