import { describe, expect, it } from "vitest";
import {
  type BackupReport,
  isBackedUp,
  objectsBackupJson,
  objectsBackupMarkdown,
  objectsBackupText,
} from "../../../modules/report/objectsBackup.ts";
import {
  type ListedForest,
  type ListedObject,
  objectsListJson,
  objectsListMarkdown,
  objectsListText,
} from "../../../modules/report/objectsList.ts";
import {
  objectsRestoreJson,
  objectsRestoreMarkdown,
  objectsRestoreText,
  type RestoreReport,
  toRestoreText,
} from "../../../modules/report/objectsRestore.ts";
import {
  isVerified,
  objectsVerifyJson,
  objectsVerifyMarkdown,
  objectsVerifyText,
  type VerifiedForest,
} from "../../../modules/report/objectsVerify.ts";
import { plainView } from "../../../modules/report/view.ts";

const listed = (overrides: Partial<ListedObject> = {}): ListedObject => ({
  name: "windows-2025",
  cn: "a",
  distinguishedName: "CN=a,CN=Activation Objects",
  lastFive: "LABXX",
  skuId: "sku",
  licence: null,
  products: ["windows-server-2025", "windows-11"],
  declared: "windows-2025",
  key: "windows-2025",
  readable: true,
  ...overrides,
});

const forests: readonly ListedForest[] = [
  {
    forest: "corp.example",
    server: "dc1:636",
    objects: [
      listed(),
      listed({
        name: "un|known",
        lastFive: null,
        skuId: null,
        products: null,
        declared: null,
        key: null,
        readable: null,
      }),
      listed({ name: "office", licence: "Office 2019", products: ["office-2019"], readable: false }),
    ],
    others: ["notes"],
  },
  { forest: "other.example", unreadable: "dc2 says nothing; see to it" },
  { forest: "new.example", server: "dc3:636", objects: [], others: [] },
];

describe("the list of activation objects", () => {
  it("is a table for each forest, and says what is unknown", () => {
    expect(objectsListText(forests, plainView)).toBe(
      `corp.example, as dc1:636 has it
Object        Key                      Declared as   Readable  Licence and products
windows-2025  ...LABXX (windows-2025)  windows-2025  yes       sku: windows-server-2025, windows-11
un|known      unreadable               nothing       unknown   unreadable: products unknown
office        ...LABXX (windows-2025)  windows-2025  no        Office 2019: office-2019
  besides, no activation objects: notes

other.example: unreadable
  dc2 says nothing; see to it

new.example, as dc3:636 has it
  no activation object
`,
    );
  });

  it("is a page, with names that cannot break it", () => {
    const page = objectsListMarkdown("test", forests);
    expect(page).toMatch(/^## Activation objects: test\n\n### corp\.example, as dc1:636 has it\n\n\|Object\|cn\|/);
    expect(page).toContain("|`un\\|known`|`a`|unreadable|nothing|unknown|");
    expect(page).toContain("### other.example: unreadable\n\ndc2 says nothing; see to it\n");
    expect(page).toContain("no activation object\n");
  });

  it("is a document", () => {
    expect(JSON.parse(objectsListJson("test", forests))).toEqual({ schemaVersion: 1, environment: "test", forests });
  });
});

const verified = (overrides: Partial<VerifiedForest> = {}): VerifiedForest => ({
  forest: "corp.example",
  objects: ["windows-2025"],
  controllers: [
    { server: "dc1", sites: ["hq", "branch"] },
    { server: "dc9", sites: [] },
  ],
  findings: [],
  ...overrides,
});
const damaged = verified({
  findings: [
    { forest: "corp.example", object: "windows-2025", server: null, problem: "missing", message: "gone; restore it" },
    { forest: "corp.example", object: null, server: "dc9", problem: "unknown", message: "no answer; see to it" },
  ],
});

describe("a verification", () => {
  it("says what was seen from where", () => {
    expect(isVerified([verified()])).toBe(true);
    expect(objectsVerifyText([verified()], plainView)).toBe(
      "corp.example: in order\n  windows-2025, seen from dc1 (hq, branch), dc9\n",
    );
    expect(objectsVerifyText([verified({ controllers: [] })], plainView)).toBe(
      "corp.example: in order\n  windows-2025\n",
    );
    expect(objectsVerifyText([verified({ objects: [] })], plainView)).toContain("no object is declared");
  });

  it("has a line for each finding, in every form", () => {
    expect(isVerified([verified(), damaged])).toBe(false);
    expect(objectsVerifyText([damaged], plainView)).toContain(
      "corp.example: 2 findings\n  windows-2025, seen from dc1 (hq, branch), dc9\n" +
        "  missing  windows-2025: gone; restore it\n  unknown  no answer; see to it\n",
    );
    const page = objectsVerifyMarkdown("test", [damaged, verified({ findings: damaged.findings.slice(0, 1) })]);
    expect(page).toContain("### corp.example: 2 findings\n");
    expect(page).toContain("### corp.example: 1 finding\n");
    expect(page).toContain("|`windows-2025`||missing|gone; restore it|\n||`dc9`|unknown|no answer; see to it|");
    expect(objectsVerifyMarkdown("test", [verified()])).toMatch(
      /### corp\.example: in order\n\nwindows-2025, seen from/,
    );
    expect(JSON.parse(objectsVerifyJson("test", [damaged]))).toMatchObject({ schemaVersion: 1, verified: false });
  });
});

const backups: BackupReport = {
  environment: "test",
  objects: [
    { forest: "corp.example", object: "a", cn: "1", file: "out/a.sealed", result: "written", note: null },
    { forest: "corp.example", object: "b", cn: "2", file: "out/b.sealed", result: "kept", note: "another; --force" },
    { forest: "other.example", object: null, cn: null, file: null, result: "failed", note: "no answer; see to it" },
  ],
  keysMade: [{ forest: "corp.example", secret: "corpBackupKey", stack: "test" }],
};

describe("a run of backups", () => {
  it("is done where every object lies in its file", () => {
    const of = (result: BackupReport["objects"][number]["result"]) =>
      isBackedUp({ ...backups, objects: [{ forest: "f", object: "a", cn: "1", file: null, result, note: null }] });
    expect((["written", "replaced", "unchanged", "kept", "failed"] as const).map(of)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("says what became of each object, and what it means that a key was made", () => {
    const text = objectsBackupText(backups, plainView);
    expect(text).toContain(
      "written    corp.example/a in out/a.sealed\nkept       corp.example/b in out/b.sealed: another; --force\n" +
        "failed     other.example: no answer; see to it\n",
    );
    expect(text).toMatch(
      /the secret corpBackupKey of stack test, encrypted .*: whoever loses the key loses the backups\.\n$/,
    );
    const page = objectsBackupMarkdown(backups);
    expect(page).toContain("|`corp.example`|`b`|kept|`out/b.sealed`|another; --force|");
    expect(page).toContain("|`other.example`||failed||no answer; see to it|");
    expect(page).toContain("whoever loses the key");
    expect(JSON.parse(objectsBackupJson(backups))).toMatchObject({ schemaVersion: 1, backedUp: false, ...backups });
  });

  it("says so where there was nothing", () => {
    const none = { ...backups, objects: [], keysMade: [] };
    expect(objectsBackupText(none, plainView)).toBe("no activation object to back up\n");
    expect(objectsBackupMarkdown(none)).toContain("\nnone\n");
  });
});

const restored: RestoreReport = {
  forest: "corp.example",
  backup: "a.sealed",
  server: "dc1:636",
  facts: [
    ["name", "windows-2025"],
    ["key", "...LABXX"],
  ],
  distinguishedName: "CN=a",
  restored: true,
};

describe("a restore", () => {
  it("shows first what it would add, and then whether it did", () => {
    expect(toRestoreText(restored, plainView)).toBe(
      "a.sealed would add to corp.example at dc1:636\n  name                windows-2025\n  key                 ...LABXX\n  distinguished name  CN=a\n",
    );
    expect(objectsRestoreText(restored, plainView)).toBe(
      "restored: windows-2025 is back in corp.example, verified at dc1:636\n",
    );
    expect(objectsRestoreText({ ...restored, restored: false }, plainView)).toContain("nothing was changed");
  });

  it("is a page and a document", () => {
    expect(objectsRestoreMarkdown(restored)).toContain("**restored and verified**, from `a.sealed`");
    expect(objectsRestoreMarkdown({ ...restored, restored: false })).toContain("not restored, nothing was changed");
    expect(JSON.parse(objectsRestoreJson(restored))).toMatchObject({ schemaVersion: 1, facts: { key: "...LABXX" } });
  });
});
