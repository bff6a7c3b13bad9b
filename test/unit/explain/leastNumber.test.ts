import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastNumber } from "../../../modules/explain/leastNumber.ts";

describe("leastNumber", () => {
  it("finds the smallest number that is enough, wherever it starts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(1000), (least, more) => {
        expect(leastNumber(least + more, (n) => n >= least)).toBe(least);
      }),
    );
  });

  it("asks once where the known number is the smallest, and never where that is 1", () => {
    const asked: number[] = [];
    const from = (least: number) => (n: number) => {
      asked.push(n);
      return n >= least;
    };
    expect(leastNumber(7, from(7))).toBe(7);
    expect(leastNumber(1, from(1))).toBe(1);
    expect(asked).toEqual([6]);
  });
});
