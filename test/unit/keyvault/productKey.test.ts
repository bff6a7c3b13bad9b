import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ProductKey } from "../../../modules/keyvault/productKey.ts";
import { madeUpKey } from "../../helpers/madeUpKey.ts";

describe("a product key", () => {
  it("leaves as one line of capitals, and is gone once it is forgotten", () => {
    const text = madeUpKey();
    const key = ProductKey.from(`\t${text.toLowerCase()}\r\n`);
    expect(Buffer.from(key?.line() ?? []).toString()).toBe(`${text}\n`);
    key?.forget();
    expect(Buffer.from(key?.line() ?? []).toString()).toBe(`${" ".repeat(29)}\n`);
  });

  it("shows its last five characters and no others", () => {
    const text = madeUpKey();
    const key = ProductKey.from(text);
    const shown = [
      inspect(key, { showHidden: true, depth: 9 }),
      JSON.stringify(key),
      String(key),
      ...Object.values({ ...key }),
    ];
    expect(shown.join(" ")).toContain(text.slice(-5));
    for (const group of text.split("-").slice(0, 4)) expect(shown.join(" ")).not.toContain(group);
  });

  it("has five groups of five of the right characters", () => {
    const text = madeUpKey();
    for (const wrong of [
      "",
      text.slice(1),
      `${text}X`,
      text.replaceAll("-", ""),
      text.replaceAll("-", " "),
      `${text} ${text}`,
    ]) {
      expect(ProductKey.from(wrong)).toBeUndefined();
    }
    expect(ProductKey.from(`A${text.slice(1)}`)).toBeUndefined();
    expect(ProductKey.from(`N${text.slice(1)}`)?.lastFive).toBe(text.slice(-5));
  });
});
