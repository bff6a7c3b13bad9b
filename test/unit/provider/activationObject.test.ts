import { beforeEach, describe, expect, it } from "vitest";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { type CallContext, type Properties, unknownValue } from "../../../modules/provider/resourceKind.ts";
import { anObject, container } from "../../helpers/fakeDirectory.ts";
import { dnOf as dn, objectInputs as inputs, type ObjectWorld, objectWorld } from "../../helpers/objectWorld.ts";

let world: ObjectWorld;
let kind: ObjectWorld["kind"];
let entries: ObjectWorld["entries"];
let context: CallContext;
const put = (...names: readonly string[]) => world.put(...names);

beforeEach(() => {
  world = objectWorld();
  ({ kind, entries } = world);
  context = world.context();
});

const outputs = {
  distinguishedName: dn("Windows"),
  partialProductKey: "LABXX",
  skuId: "33221100-5544-7766-8899-aabbccddeeff",
  covers: [1, 2].map(
    (digit) => `unknown product group ${`0${digit}`.repeat(16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`,
  ),
};

describe("checking an activation object", () => {
  it("accepts every origin, an acknowledgement, and values that are not known yet", () => {
    for (const origin of ["online", "phone", "restore", "existing", unknownValue]) {
      expect(kind.check(inputs({ origin, acknowledgeLast: { reason: "test" } })).failures).toEqual([]);
    }
  });

  it("finds every problem at once", () => {
    const wrong = { name: " ", origin: "made-up", acknowledgeLast: { reason: "" }, colour: "red" };
    expect(
      kind
        .check(wrong)
        .failures.map(({ property }) => property)
        .sort(),
    ).toEqual(["acknowledgeLast", "colour", "forest", "name", "origin"]);
  });
});

describe("comparing activation objects", () => {
  it("replaces for another forest or name, not for another spelling", () => {
    const changes = kind.diff(inputs(), inputs({ forest: "other.example", name: "Office" }));
    expect(changes.map(({ property, replace }) => [property, replace])).toEqual([
      ["forest", true],
      ["name", true],
    ]);
    expect(kind.diff(inputs(), inputs({ forest: "Corp.Example", name: "WINDOWS" }))).toEqual([]);
  });

  it("updates in place for everything else, with a live read", async () => {
    put("Windows");
    const news = inputs({ origin: "online", acknowledgeLast: { reason: "test" } });
    expect(kind.diff(inputs(), news).every(({ replace }) => !replace)).toBe(true);
    const updated = await kind.update(dn("Windows"), { ...inputs(), ...outputs }, news, context);
    expect(updated).toEqual({ id: dn("Windows"), inputs: news, outputs: { ...news, ...outputs } });
  });

  it("forgets an acknowledgement that is taken back", async () => {
    put("Windows");
    const olds = { ...inputs({ acknowledgeLast: { reason: "test" } }), ...outputs };
    expect((await kind.update(dn("Windows"), olds, inputs(), context)).outputs).not.toHaveProperty("acknowledgeLast");
  });
});

describe("creating an activation object", () => {
  it.each(["Windows", "windows", "CN-OF-WINDOWS"])("adopts the object that %s names", async (name) => {
    put("Windows", "Office");
    const live = await kind.create(inputs({ name }), context);
    expect(live).toEqual({ id: dn("Windows"), inputs: inputs({ name }), outputs: { ...inputs({ name }), ...outputs } });
  });

  it.each([
    ["existing", "correct the name or the forest"],
    ["online", "let it activate online"],
    ["phone", "GenerateActiveDirectoryOfflineActivationId"],
  ])("of origin %s says what to do where it is not there", async (origin, words) => {
    put("Office");
    const failure = await kind.create(inputs({ origin }), context).catch((error: Error) => error.message);
    expect(failure).toContain(`${container} holds no object named "Windows" (it holds "Office")`);
    expect(failure).toContain(words);
    expect(failure).toContain("run up again");
  });

  it("fails where two objects have the name", async () => {
    put("Windows");
    entries.set(`CN=second,${container}`, anObject("WINDOWS", { cn: "second" }));
    await expect(kind.create(inputs(), context)).rejects.toThrow("declare the one that is meant by its cn");
  });

  it("fails where the object lacks what it needs, or is none", async () => {
    const { "msSPP-KMSIds": _, ...partial } = anObject("Windows");
    entries.set(dn("Windows"), partial);
    await expect(kind.create(inputs(), context)).rejects.toThrow("shows no msSPP-KMSIds");
    entries.set(dn("Windows"), anObject("Windows", { objectClass: ["top", "container"] }));
    await expect(kind.create(inputs(), context)).rejects.toThrow("not of the class msSPP-ActivationObject");
  });

  it("fails for a forest that is not configured", async () => {
    await expect(kind.create(inputs({ forest: "else.example" }), context)).rejects.toThrow("(corp.example); add it");
  });
});

describe("reading an activation object", () => {
  const request = () => ({ id: dn("Windows"), inputs: inputs({ name: "WINDOWS", origin: "online" }), outputs: {} });

  it("keeps the program's spelling and origin", async () => {
    put("Windows");
    expect((await kind.read(request(), context))?.inputs).toEqual(inputs({ name: "WINDOWS", origin: "online" }));
  });

  it("shows an object that was made anew under the same name", async () => {
    entries.set(`CN=new,${container}`, anObject("Windows", { cn: "new" }));
    expect((await kind.read(request(), context))?.id).toBe(`CN=new,${container}`);
  });

  it("shows another name as the directory has it", async () => {
    entries.set(dn("Windows"), anObject("Renamed", { cn: "cn-of-Windows" }));
    expect((await kind.read(request(), context))?.inputs.name).toBe("Renamed");
  });

  it("finds the forest of an import by its distinguished name", async () => {
    put("Windows");
    expect(await kind.read({ id: dn("Windows").toUpperCase() }, context)).toMatchObject({ inputs: inputs(), outputs });
    await expect(kind.read({ id: "Windows" }, context)).rejects.toThrow("is not a distinguished name");
    await expect(kind.read({ id: "CN=x,DC=else,DC=example" }, context)).rejects.toThrow('"else.example" is not among');
  });

  it("is gone only where the directory was read", async () => {
    expect(await kind.read(request(), context)).toBeUndefined();
    entries.delete(container);
    await expect(kind.read(request(), context)).rejects.toBeInstanceOf(DirectoryError);
  });
});

describe("deleting an activation object", () => {
  const remove = (name: string, changes: Properties = {}) =>
    kind.delete(dn(name), inputs({ name, ...changes }), context);

  it("leaves an existing one in the directory and says so", async () => {
    put("Windows");
    await remove("Windows");
    expect(entries.has(dn("Windows"))).toBe(true);
    expect(world.said.join()).toContain("stays in the directory");
  });

  it("removes one of ours while another is left", async () => {
    put("Windows", "Office");
    await remove("Windows", { origin: "online" });
    expect([...entries.keys()].filter((key) => key.endsWith(`,${container}`))).toEqual([dn("Office")]);
  });

  it("refuses the last one of a forest unless an earlier up acknowledged it", async () => {
    put("Windows");
    await expect(remove("Windows", { origin: "online" })).rejects.toThrow(
      "is the last activation object of forest corp.example",
    );
    await remove("Windows", { origin: "online", acknowledgeLast: { reason: "test" } });
    expect(entries.has(dn("Windows"))).toBe(false);
  });

  it("leaves one where two are removed at once", async () => {
    put("Windows", "Office");
    const results = await Promise.allSettled(["Windows", "Office"].map((name) => remove(name, { origin: "online" })));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(entries.has(dn("Office"))).toBe(true);
  });

  it("succeeds where it is gone already", async () => {
    put("Office");
    await expect(remove("Windows", { origin: "online" })).resolves.toBeUndefined();
  });
});
