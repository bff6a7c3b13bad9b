import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BackedUpObject } from "../../../modules/directory/backedUpObject.ts";
import { newBackupKey, open, SealedBackupError, seal } from "../../../modules/directory/sealedBackup.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const object: BackedUpObject = {
  cn: "one",
  attributes: {
    "msSPP-CSVLKSkuId": [randomBytes(16).toString("base64")],
    "msSPP-KMSIds": [randomBytes(16).toString("base64"), randomBytes(16).toString("base64")],
    "msSPP-CSVLKPid": [base64("placeholder")],
    "msSPP-CSVLKPartialProductKey": [base64("LABXX")],
    "msSPP-OnlineLicense": [randomBytes(100_000).toString("base64")],
    displayName: [base64("Windows Ä")],
  },
};
const key = newBackupKey();
const rootDomainGuid = "04030201-0605-0807-090a-0b0c0d0e0f10";
const unlock = { key, rootDomainGuid };
const text = seal(object, { ...unlock, forest: "corp.example" });

const file = JSON.parse(text) as Readonly<Record<string, string>>;
const edited = (change: object): string => JSON.stringify({ ...file, ...change });
/** Base64 with one bit of one octet turned over. */
const flipped = (value: unknown, at: number) => {
  const octets = Buffer.from(String(value), "base64");
  octets.writeUInt8((octets.readUInt8(at) ?? 0) ^ 1, at);
  return octets.toString("base64");
};

/** The object, also where the backup is refused as it should be. */
function openedOrRefused(changed: string): BackedUpObject {
  try {
    return open(changed, unlock);
  } catch (error) {
    expect(error).toBeInstanceOf(SealedBackupError);
    return object;
  }
}

function kindOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SealedBackupError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "opened";
}

describe("a sealed backup", () => {
  it("opens with its key in its forest, and holds what was put in", () => {
    expect(open(text, unlock)).toEqual(object);
    expect(open(text, { ...unlock, rootDomainGuid: rootDomainGuid.toUpperCase() })).toEqual(object);
  });

  it("says what it is, and shows nothing of its content or key", () => {
    expect(JSON.parse(text)).toMatchObject({ version: 1, forest: "corp.example", object: "Windows Ä" });
    expect(text).not.toContain("LABXX");
    for (const [value = ""] of Object.values(object.attributes)) expect(text).not.toContain(value);
    expect(text).not.toContain(key);
  });

  it("never seals the same way twice", () => {
    const again = seal(object, { ...unlock, forest: "corp.example" });
    expect(JSON.parse(again)).not.toHaveProperty("ciphertext", JSON.parse(text).ciphertext);
  });

  it.each<[string, () => string, object, string]>([
    [
      "another key",
      () => text,
      { key: newBackupKey() },
      "otherKey: the backup of Windows Ä was sealed with another key",
    ],
    ["a key that is none", () => text, { key: "c2hvcnQ=" }, "key: the backup key is not base64 of 32 octets"],
    [
      "another forest",
      () => text,
      { rootDomainGuid: "11111111-2222-3333-4444-555555555555" },
      "otherForest: the backup of Windows Ä is of forest corp.example",
    ],
    ["a file that is cut off", () => text.slice(0, -40), {}, "truncated: "],
    ["content that is cut off", () => edited({ ciphertext: String(file.ciphertext).slice(0, 400) }), {}, "truncated: "],
    ["a file that is none", () => "hello", {}, "malformed: "],
    ["an empty file", () => "", {}, "malformed: "],
    ["JSON of something else", () => '{"version": 1}', {}, "malformed: "],
    ["a later version", () => edited({ version: 2 }), {}, "version: the backup is of version 2"],
    ["a lost part", () => edited({ tag: undefined }), {}, "malformed: the backup lacks a part"],
    ["a changed content", () => edited({ ciphertext: flipped(file.ciphertext, 77) }), {}, "altered: "],
    ["a changed tag", () => edited({ tag: flipped(file.tag, 0) }), {}, "altered: "],
    ["a short tag", () => edited({ tag: base64("short") }), {}, "altered: "],
    ["a changed nonce", () => edited({ nonce: flipped(file.nonce, 3) }), {}, "altered: "],
    ["another name on it", () => edited({ object: "Office" }), {}, "altered: the backup of Office"],
    [
      "another forest's id written on it",
      () => edited({ rootDomain: "11111111-2222-3333-4444-555555555555" }),
      { rootDomainGuid: "11111111-2222-3333-4444-555555555555" },
      "altered: ",
    ],
  ])("is refused with %s", (_what, made, change, expected) => {
    const said = kindOf(() => open(made(), { ...unlock, ...change }));
    expect(said.slice(0, expected.length)).toBe(expected);
    expect(said).not.toContain(key);
  });

  it("is refused with any bit of it changed, or means the same", () => {
    const places = fc.tuple(fc.nat(Buffer.byteLength(text) - 1), fc.nat(7));
    fc.assert(
      fc.property(places, ([at, bit]) => {
        const changed = Buffer.from(text);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        expect(openedOrRefused(changed.toString("utf8"))).toEqual(object);
      }),
    );
  });

  it("is refused where it holds no activation object", () => {
    const empty = seal({ cn: "x", attributes: {} }, { ...unlock, forest: "corp.example" });
    expect(kindOf(() => open(empty, unlock))).toContain("holds no activation object");
  });
});
