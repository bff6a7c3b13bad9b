import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findProductKeys, maskProductKeys } from "../../../modules/topology/productKeys.ts";
import { publicKeys } from "../../../modules/topology/publicKeys.ts";
import { inSite, madeUpKey, problemsOf, refusalsOf, withSite } from "./parsing.ts";

const masked = (last: string) => `XXXXX-XXXXX-XXXXX-XXXXX-${last}`;
const keyOf = fc
  .array(fc.string({ unit: fc.constantFrom(..."BCDFGHJKMNPQRTVWXY", ..."2346789"), minLength: 5, maxLength: 5 }), {
    minLength: 5,
    maxLength: 5,
  })
  .map((groups) => groups.join("-"));

describe("finding product keys", () => {
  it("shows nothing but the last five characters", () => {
    expect(findProductKeys(`a ${madeUpKey("QRTVW")}, ${madeUpKey("22222").toLowerCase()}.`)).toEqual([
      masked("QRTVW"),
      masked("22222"),
    ]);
  });

  it.each([
    ["the hyphens of word processors", "\u2013"],
    ["spaces", " "],
    ["underscores", "_"],
    ["nothing", ""],
  ])("sees through %s between the groups", (_, between) => {
    const key = madeUpKey().replaceAll("-", between);
    expect(findProductKeys(`a ${key}, ${key.toLowerCase()}.`)).toEqual([masked("QRTVW"), masked("qrtvw")]);
    expect(findProductKeys("D764K-2NDRG-47T6Q-P8T8W-YP6DF".replaceAll("-", between))).toEqual([]);
  });

  it("knows the public ones of Windows Server 2025, Windows 11 and Office 2019", () => {
    expect(publicKeys.size).toBeGreaterThan(90);
    const text = "D764K-2NDRG-47T6Q-P8T8W-YP6DF NPPR9-FWDCX-D2C8J-H872K-2YT43 nmmkj-6rk4f-kmjvx-8d9mj-6mwkp";
    expect(findProductKeys(text)).toEqual([]);
  });

  it("takes every public one for a key at all", () => {
    for (const key of publicKeys)
      expect(key).toMatch(/^[BCDFGHJKMNPQRTVWXY2-46-9]{5}(-[BCDFGHJKMNPQRTVWXY2-46-9]{5}){4}$/);
  });

  it.each([
    "00000000-0000-0000-0000-000000000000",
    "alpha-bravo-delta-hotel-india",
    "XXXXX-XXXXX-XXXXX-XXXXX",
    "kms01-weu02-prod3-corp4-host5",
    "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX",
    "XXXXXXXXXXXXXXXXXXXXXXXXX",
    `${"x".repeat(70)}`,
    `${madeUpKey().replaceAll("-", "")}2`,
    `sha512-${madeUpKey().replaceAll("-", "").replace("B", "b")}`,
  ])("does not take %s for a key", (text) => {
    expect(findProductKeys(text)).toEqual([]);
  });

  it("leaves no private key in a masked text, wherever it stands", () => {
    fc.assert(
      fc.property(keyOf, fc.constantFrom("", " ", "\n", "key=", "-"), (key, around) => {
        fc.pre(!publicKeys.has(key));
        const text = `${around}${key}${around} and ${key}`;
        return !maskProductKeys(text).includes(key) && findProductKeys(text).length === 2;
      }),
    );
  });
});

describe("a file with a product key", () => {
  const refusal = (last: string) =>
    `holds the product key ${masked(last)}; keep it in a key vault and write { vault: its name }`;

  it("is refused before anything else is said about the value", () => {
    expect(refusalsOf(withSite(`keys:\n  win: ${madeUpKey()}`))).toEqual([`t.yaml:6:8: keys.win: ${refusal("QRTVW")}`]);
  });

  it("is refused together with what is wrong elsewhere", () => {
    const secret = `{ type: csvlk, group: windows-server-2025, secret: { vault: ${madeUpKey()} } }`;
    expect(refusalsOf(withSite(`licensed: { client: -1 }\nkeys:\n  win: ${secret}`))).toEqual([
      "t.yaml:5:21: licensed.client: is -1; write at least 0",
      `t.yaml:7:68: keys.win.secret.vault: ${refusal("QRTVW")}`,
    ]);
  });

  it.each([
    ["a comment", `# ${madeUpKey()}\n`, /^t\.yaml:5:3: /],
    ["a name", `keys:\n  ${madeUpKey()}: { type: mak, product: client, remaining: 1 }`, /^t\.yaml:6:3: keys\.XXXXX-/],
    [
      "a sentence",
      `suppressions: [{ rule: A-01, subject: s, reason: key ${madeUpKey()}, owner: o, until: 2027-01-01 }]`,
      /^t\.yaml:5:54: suppressions\[0\]\.reason: /,
    ],
    ["escapes", `environment: "${madeUpKey().replace("-H", "-\\u0048")}"`, /^t\.yaml:5:14: environment: /],
    ["broken YAML", `keys: [${madeUpKey()}\nx: @`, /^t\.yaml:5:8: /],
  ])("is refused where the key stands in %s", (_, line, place) => {
    const problems = refusalsOf(withSite(line));
    expect(problems.filter((problem) => problem.includes(refusal("QRTVW")))).toEqual([expect.stringMatching(place)]);
    expect(problems.join("\n")).not.toContain(madeUpKey());
  });

  it("never shows a key in any message", () => {
    fc.assert(
      fc.property(keyOf, fc.constantFrom("kind", "networks", "reaches", "cohorts", "colour"), (key, property) => {
        fc.pre(!publicKeys.has(key));
        const problems = problemsOf(inSite(`kind: core\n${property}: ${key}`));
        return !JSON.stringify(problems).includes(key) && JSON.stringify(problems).includes(key.slice(-5));
      }),
    );
  });
});
