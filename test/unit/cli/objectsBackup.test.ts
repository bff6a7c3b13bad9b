import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openEnvironment } from "../../../modules/cli/environment.ts";
import { type ObjectsBackupInput, objectsBackupCommand } from "../../../modules/cli/objectsBackupCommand.ts";
import { confirmKey } from "../../../modules/cli/objectsBackupKey.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { withDirectory } from "../../../modules/directory/openDirectory.ts";
import { open } from "../../../modules/directory/sealedBackup.ts";
import { fakeDirectory, type Values } from "../../helpers/fakeDirectory.ts";
import { fakeIo } from "../../helpers/fakeIo.ts";
import {
  aBackupKey,
  aForest,
  forestWith,
  objectsEnvironment,
  opening,
  wholeObject,
} from "../../helpers/objectsEnvironment.ts";

vi.mock("../../../modules/directory/openDirectory.ts", () => ({ withDirectory: vi.fn() }));
vi.mock("../../../modules/cli/environment.ts", () => ({ openEnvironment: vi.fn() }));

const guid = "03030303-0303-0303-0303-030303030303";
let entries: Map<string, Values>;

async function prepared(...args: Parameters<typeof objectsEnvironment>) {
  const made = await objectsEnvironment(...args);
  vi.mocked(openEnvironment).mockResolvedValue(made.environment);
  const out = path.join(made.dir, "sealed");
  const backup = async (input: Partial<ObjectsBackupInput> = {}) => {
    const io = fakeIo();
    const exitCode = await objectsBackupCommand({ environment: "test", object: [], out, format: "json", ...input }, io);
    return { exitCode, ...JSON.parse(io.out()) };
  };
  const file = (name: string, forest = "corp.example") => path.join(out, forest, `${name}.sealed`);
  return { ...made, backup, file };
}

describe("activation objects backup", () => {
  beforeEach(() => {
    entries = forestWith({ a: wholeObject("windows-2025"), b: wholeObject("office"), c: { objectClass: "container" } });
    vi.mocked(withDirectory)
      .mockReset()
      .mockImplementation(opening(() => fakeDirectory(entries)));
  });

  it("seals every activation object into its file, under the key of the stack", async () => {
    const { backup, file, calls } = await prepared();
    expect(await backup()).toMatchObject({
      exitCode: 0,
      schemaVersion: 1,
      backedUp: true,
      keysMade: [],
      objects: [
        { forest: "corp.example", object: "office", cn: "b", file: file("office"), result: "written", note: null },
        { object: "windows-2025", cn: "a", file: file("windows-2025"), result: "written" },
      ],
    });
    const opened = open(await readFile(file("office"), "utf8"), { key: aBackupKey, rootDomainGuid: guid });
    expect(opened).toMatchObject({ cn: "b", attributes: { displayName: [Buffer.from("office").toString("base64")] } });
    expect((await calls()).every(({ args }) => !args.includes("set"))).toBe(true);
  });

  it("makes the key where the stack has none, once for forests that share it, and says so", async () => {
    const { environment, backup, calls, dir } = await prepared([aForest(), aForest({ forest: "other.example" })]);
    const { project } = environment;
    vi.mocked(openEnvironment).mockResolvedValue({
      ...environment,
      project: { ...project, keys: ["corpBindPassword"] },
    });
    expect(await backup()).toMatchObject({
      exitCode: 0,
      keysMade: [{ forest: "corp.example", secret: "corpBackupKey", stack: "test" }],
    });
    const stored = (await calls()).filter(({ args }) => args.includes("set"));
    expect(stored.map(({ args }) => args)).toEqual([
      ["config", "set", "--secret", "activation-topology:corpBackupKey", "--stack", "test", "--non-interactive"],
    ]);
    const io = fakeIo();
    const input = { environment: "test", object: [], out: path.join(dir, "new"), format: "text" } as const;
    await objectsBackupCommand(input, io);
    expect(io.out()).toContain("whoever loses the key loses the backups");
  });

  it("minds a key that somebody else stored meanwhile, under which its files would not open", async () => {
    const { environment } = await prepared();
    const other = Buffer.alloc(32, 8).toString("base64");
    await confirmKey({ key: aBackupKey, made: "corpBackupKey" }, aForest(), environment);
    await confirmKey({ key: other, made: null }, aForest(), environment);
    await expect(confirmKey({ key: other, made: "corpBackupKey" }, aForest(), environment)).rejects.toThrow(
      /another key as corpBackupKey meanwhile; run the backup again with --force/,
    );
  });

  it("makes no key where there is nothing to seal, or the forest cannot be read", async () => {
    const { environment, backup, calls } = await prepared();
    const { project } = environment;
    vi.mocked(openEnvironment).mockResolvedValue({
      ...environment,
      project: { ...project, keys: ["corpBindPassword"] },
    });
    entries = forestWith({});
    expect(await backup()).toMatchObject({ exitCode: 0, objects: [], keysMade: [] });
    vi.mocked(withDirectory).mockRejectedValue(new DirectoryError("timeout", "dc1 says nothing; see to it"));
    expect(await backup()).toMatchObject({
      exitCode: 1,
      objects: [{ object: null, result: "failed", note: "dc1 says nothing; see to it" }],
    });
    expect((await calls()).filter(({ args }) => args.includes("set"))).toEqual([]);
  });

  it("leaves a file alone that holds the object already, and does not seal it anew", async () => {
    const { backup, file } = await prepared();
    await backup();
    const before = await readFile(file("office"), "utf8");
    expect(await backup({ object: ["OFFICE"], force: true })).toMatchObject({ objects: [{ result: "unchanged" }] });
    expect(await readFile(file("office"), "utf8")).toBe(before);
  });

  it.each([
    ["the object as it was", async () => {}, /^the object was another then: it differs in msSPP-CSVLKPid; .*--force/],
    ["another object of the name", async () => {}, /another object of the same name; /],
    ["what is no backup", (file: string) => writeFile(file, "my notes"), /this is no sealed backup; look at it/],
    [
      "a backup under another key",
      async (file: string) => writeFile(file, (await readFile(file, "utf8")).replace(/"keyId": "./, '"keyId": "x')),
      /sealed with another key .*; look at it/,
    ],
  ])("does not replace %s unless it is told to", async (what, damage, note) => {
    const { backup, file } = await prepared();
    await backup();
    await damage(file("office"));
    const office = wholeObject("office", { "msSPP-CSVLKPid": "made anew" });
    entries = forestWith(what.startsWith("another") ? { z: office } : { b: office });
    const before = await readFile(file("office"), "utf8");
    expect(await backup()).toMatchObject({
      exitCode: 1,
      backedUp: false,
      objects: [{ object: "office", result: "kept", note: expect.stringMatching(note) }],
    });
    expect(await readFile(file("office"), "utf8")).toBe(before);
    expect(await backup({ force: true })).toMatchObject({ exitCode: 0, objects: [{ result: "replaced" }] });
    expect(await backup()).toMatchObject({ objects: [{ result: "unchanged" }] });
  });

  it("keeps objects of one name apart by their cn", async () => {
    entries = forestWith({ a: wholeObject("windows"), b: wholeObject("Windows") });
    const { backup, file } = await prepared();
    const { objects } = await backup();
    expect(objects.map((one: { file: string }) => one.file).sort()).toEqual([file("Windows (b)"), file("windows (a)")]);
  });

  it("takes an object by its name or its cn, and names one that no forest has", async () => {
    const { backup } = await prepared();
    expect(await backup({ object: ["B", "nobody"] })).toMatchObject({
      exitCode: 1,
      objects: [
        { object: "office", result: "written" },
        { forest: "corp.example", object: "nobody", file: null, result: "failed" },
      ],
    });
  });

  it("goes on with the next forest where one cannot be backed up, and says what is missing in the file", async () => {
    const { backup } = await prepared([aForest({ forest: "other.example", backupKey: null }), aForest()]);
    const { exitCode, objects } = await backup({ object: ["office"] });
    expect(exitCode).toBe(1);
    expect(objects).toMatchObject([
      { forest: "other.example", result: "failed", note: expect.stringContaining("add `backupKey: { config: NAME }`") },
      { forest: "corp.example", object: "office", result: "written" },
    ]);
  });

  it("reads no key out of a vault, and says so", async () => {
    const { backup } = await prepared([aForest({ backupKey: { vault: "backup-key" } })]);
    const { objects } = await backup();
    expect(objects[0].note).toMatch(/^the key for backups of corp\.example lies in a vault.*\{ config: NAME \}/);
  });
});
