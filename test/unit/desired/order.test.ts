import * as fc from "fast-check";
import { expect, it } from "vitest";
import { desiredItems } from "../../../modules/desired/desired.ts";
import { assertNever, type Item, keyOf } from "../../../modules/desired/item.ts";
import { sortedByKey } from "../../../modules/desired/order.ts";
import { estateFacts } from "../../helpers/topology.ts";

it("does not depend on the order in which items come", () => {
  const items = desiredItems(estateFacts());
  fc.assert(
    fc.property(fc.shuffledSubarray([...items], { minLength: items.length }), (shuffled) => {
      expect(sortedByKey(shuffled)).toEqual(items);
    }),
  );
});

it("keeps items with one key side by side", () => {
  const object: Item = { kind: "activationObject", forest: "f", name: "A", key: null, origin: null };
  expect(sortedByKey([object, { ...object, name: "a" }])).toHaveLength(2);
  expect(keyOf(object)).toBe(keyOf({ ...object, name: "a" }));
});

it("is loud about an item of a kind that nobody knows", () => {
  expect(() => keyOf({ kind: "toaster" } as unknown as Item)).toThrow('unhandled case {"kind":"toaster"}');
  expect(() => assertNever("x" as never)).toThrow("add it to the switch");
});
