import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intersect, isEmpty, nothing, type Space, spaceOf, subtract, union } from "../../../modules/firewall/space.ts";

const small = fc
  .array(
    fc.tuple(fc.nat(31), fc.nat(31)).map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) })),
    { maxLength: 6 },
  )
  .map(spaceOf);
const members = (space: Space) =>
  new Set(space.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)));

describe("sets of intervals", () => {
  it("joins intervals that overlap or touch, in any order", () => {
    expect(
      spaceOf([
        { first: 9, last: 12 },
        { first: 0, last: 3 },
        { first: 4, last: 5 },
        { first: 8, last: 10 },
      ]),
    ).toEqual([
      { first: 0, last: 5 },
      { first: 8, last: 12 },
    ]);
  });

  it("cuts a hole out of an interval", () => {
    expect(subtract([{ first: 0, last: 9 }], [{ first: 3, last: 4 }])).toEqual([
      { first: 0, last: 2 },
      { first: 5, last: 9 },
    ]);
  });

  it("finds nothing in common between neighbours", () => {
    expect(isEmpty(intersect([{ first: 0, last: 4 }], [{ first: 5, last: 9 }]))).toBe(true);
    expect(intersect([{ first: 0, last: 5 }], [{ first: 5, last: 9 }])).toEqual([{ first: 5, last: 5 }]);
  });

  it("has no members where there is no interval", () => {
    expect(isEmpty(nothing)).toBe(true);
  });

  it("agrees with sets of numbers", () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(members(union(a, b))).toEqual(members(a).union(members(b)));
        expect(members(intersect(a, b))).toEqual(members(a).intersection(members(b)));
        expect(members(subtract(a, b))).toEqual(members(a).difference(members(b)));
      }),
    );
  });
});
