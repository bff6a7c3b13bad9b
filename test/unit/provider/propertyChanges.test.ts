import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyChanges } from "../../../modules/provider/propertyChanges.ts";

describe("the difference of two sets of inputs", () => {
  test("names what came, went and changed, and what makes it another resource", () => {
    const olds = { name: "a", ttl: 1, gone: { reason: "x" }, same: [1] };
    const news = { name: "b", ttl: 2, come: { reason: "y" }, same: [1] };
    expect(propertyChanges(olds, news, ["name"])).toEqual([
      { property: "come", change: "add", replace: false },
      { property: "gone", change: "remove", replace: false },
      { property: "name", change: "update", replace: true },
      { property: "ttl", change: "update", replace: false },
    ]);
  });

  test("is empty for equal values, and has as many entries in either direction", () => {
    const inputs = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue());
    fc.assert(
      fc.property(inputs, inputs, (a, b) => {
        expect(propertyChanges(a, structuredClone(a), [])).toEqual([]);
        expect(propertyChanges(a, b, [])).toHaveLength(propertyChanges(b, a, []).length);
      }),
    );
  });
});
