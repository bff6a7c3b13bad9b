import { beforeEach, describe, expect, it, vi } from "vitest";
import { confirm } from "../../../modules/cli/confirm.ts";
import { openEnvironment } from "../../../modules/cli/environment.ts";
import { type ObjectsRestoreInput, objectsRestoreCommand } from "../../../modules/cli/objectsRestoreCommand.ts";
import type { Directory } from "../../../modules/directory/directory.ts";
import { DirectoryError } from "../../../modules/directory/directoryError.ts";
import { withDirectory } from "../../../modules/directory/openDirectory.ts";
import { readWholeObject } from "../../../modules/directory/restoreObject.ts";
import { type BackupKey, newBackupKey, seal } from "../../../modules/directory/sealedBackup.ts";
import { container, fakeDirectory, type Values } from "../../helpers/fakeDirectory.ts";
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
vi.mock("../../../modules/cli/confirm.ts", () => ({ confirm: vi.fn() }));

const guid = "03030303-0303-0303-0303-030303030303";
const dn = `CN=a,${container}`;
let entries: Map<string, Values>;

/** A sealed backup of an object that the forest does not have (any more). */
async function sealed(key: Partial<BackupKey> = {}): Promise<string> {
  const before = forestWith({ a: wholeObject("windows-2025", { "msSPP-OnlineLicense": Buffer.from("licence") }) });
  const object = await readWholeObject(fakeDirectory(before), dn);
  return seal(object, { key: aBackupKey, rootDomainGuid: guid, forest: "corp.example", ...key });
}

async function restore(input: Partial<ObjectsRestoreInput> = {}, text?: string, isTerminal = false) {
  const { environment } = await objectsEnvironment([aForest()]);
  vi.mocked(openEnvironment).mockResolvedValue(environment);
  const io = fakeIo({ "a.sealed": text ?? (await sealed()) }, { isTerminal });
  const given = { environment: "test", forest: "corp.example", backup: "a.sealed", format: "text", ...input } as const;
  const exitCode = await objectsRestoreCommand(given, io);
  return { exitCode, out: io.out(), err: io.err() };
}

function play(changes: (own: Map<string, Values>) => Partial<Directory> = () => ({})): void {
  vi.mocked(withDirectory).mockImplementation(opening(() => fakeDirectory(entries, changes(entries))));
}

describe("activation objects restore", () => {
  beforeEach(() => {
    entries = forestWith({ b: wholeObject("office") });
    vi.mocked(withDirectory).mockReset();
    vi.mocked(confirm).mockReset();
    play();
  });

  it("shows what it would add, adds it, and finds it there", async () => {
    const { exitCode, out } = await restore({ yes: true });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^a\.sealed would add to corp\.example at dc1\.corp\.example:636\n/);
    expect(out).toMatch(/key +\.\.\.LABXX\n/);
    expect(out).toMatch(/licences issued by Microsoft +7 octets\n/);
    expect(out).toContain(`distinguished name            ${dn}`);
    expect(out).toContain("restored: windows-2025 is back in corp.example, verified at dc1.corp.example:636");
    expect(entries.get(dn)).toMatchObject({ objectClass: ["msSPP-ActivationObject"], cn: "a" });
  });

  it("is one document for machines", async () => {
    const { out } = await restore({ yes: true, format: "json" });
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      restored: true,
      facts: { name: "windows-2025", cn: "a" },
    });
  });

  it.each([
    ["yes", true],
    ["no", false],
  ] as const)("asks at a terminal, and heeds a %s", async (answer, added) => {
    vi.mocked(confirm).mockResolvedValue(answer);
    const { exitCode, out } = await restore({}, undefined, true);
    expect(vi.mocked(confirm).mock.calls).toEqual([["Add windows-2025 to corp.example?"]]);
    expect(exitCode).toBe(0);
    expect(out.includes("not restored: nothing was changed")).toBe(!added);
    expect(entries.has(dn)).toBe(added);
  });

  it("adds nothing after a Ctrl-C, nor where nobody can be asked", async () => {
    vi.mocked(confirm).mockResolvedValue("interrupted");
    await expect(restore({}, undefined, true)).rejects.toThrow("interrupted; nothing was changed");
    await expect(restore()).rejects.toThrow("nobody is here to confirm; run it with --yes");
    expect(entries.has(dn)).toBe(false);
  });

  it.each([
    ["name", { z: wholeObject("WINDOWS-2025") }],
    ["cn", { a: wholeObject("something else") }],
  ])("refuses where an object of that %s is there", async (_what, objects) => {
    entries = forestWith(objects);
    const before = [...entries];
    await expect(restore({ yes: true })).rejects.toThrow(
      /has an object of the name .* or its cn: CN=.*; there is nothing/,
    );
    expect([...entries]).toEqual(before);
  });

  it.each([
    ["another forest", () => sealed({ rootDomainGuid: "00000000-0000-0000-0000-000000000000" }), /not of this one/],
    ["another key", () => sealed({ key: newBackupKey() }), /sealed with another key/],
    [
      "somebody who altered it",
      async () => (await sealed()).replace('"object": "windows-2025"', '"object": "other"'),
      /altered/,
    ],
    ["a copy that was cut off", async () => (await sealed()).slice(0, -40), /cut off/],
  ])("refuses a backup of %s, in words", async (_what, text, message) => {
    const failed = restore({ yes: true }, await text());
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ name: "CliError" });
    expect(entries.has(dn)).toBe(false);
  });

  it.each([true, false])(
    "reads back an add whose answer was lost (carried out: %s), and never doubles it",
    async (carriedOut) => {
      let adds = 0;
      play((own) => ({
        add: async (name, attributes) => {
          adds++;
          if (adds > 1 || carriedOut) await fakeDirectory(own).add(name, attributes);
          if (adds === 1) throw new DirectoryError("timeout", `adding ${name}: no answer in time; see to it`);
        },
      }));
      expect(await restore({ yes: true })).toMatchObject({ exitCode: 0 });
      expect(adds).toBe(carriedOut ? 1 : 2);
      expect([...entries.keys()].filter((name) => name.endsWith(`,${container}`))).toHaveLength(2);
    },
  );

  it("says what the server refuses", async () => {
    play(() => ({
      add: () => Promise.reject(new DirectoryError("denied", "the account lacks the right; have it delegated")),
    }));
    await expect(restore({ yes: true })).rejects.toMatchObject({ name: "CliError", message: /have it delegated/ });
  });

  it("needs a forest that the file connects to, and the key that it names", async () => {
    await expect(restore({ yes: true, forest: "other.example" })).rejects.toThrow(/no forest "other.example"/);
    const { environment } = await objectsEnvironment([aForest({ backupKey: null })]);
    vi.mocked(openEnvironment).mockResolvedValue(environment);
    const io = fakeIo({ "a.sealed": "{}" });
    const input = {
      environment: "test",
      forest: "corp.example",
      backup: "a.sealed",
      yes: true,
      format: "text",
    } as const;
    await expect(objectsRestoreCommand(input, io)).rejects.toThrow(/names no key for backups of corp\.example; add/);
  });
});
