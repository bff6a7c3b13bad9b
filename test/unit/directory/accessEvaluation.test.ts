import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullControl, grants, mayRead, rights, specificRights } from "../../../modules/directory/accessEvaluation.ts";
import { accessEntry, entryFlags, type KnownEntry } from "../../../modules/directory/securityDescriptor.ts";

const [me, myGroup, stranger] = ["S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002", "S-1-5-21-1-2-3-1003"];
const [aClass, aProperty] = ["51a0e68c-0dc5-43ca-935d-c1c911bf2ee5", "bf967953-0de6-11d0-a285-00aa003049e2"];
const who = [me, myGroup];
const allow = (mask: number, sid = me, more: Partial<KnownEntry> = {}) => accessEntry({ mask, sid, ...more });
const deny = (mask: number, sid = me, more: Partial<KnownEntry> = {}) => accessEntry({ mask, sid, ...more }, "deny");
const list = (...dacl: readonly KnownEntry[]) => ({ dacl, owner: null });
const { readProperty: read, writeProperty: write, createChild: create, readControl, writeDacl } = rights;

describe("rights on an entry", () => {
  it.each([
    ["come from an entry for the account", [allow(read)], read, true],
    ["come from an entry for a group of it", [allow(read, myGroup)], read, true],
    ["do not come from an entry for somebody else", [allow(read, stranger)], read, false],
    ["may come from several entries", [allow(read), allow(write, myGroup)], read | write, true],
    ["are not there where one of them is missing", [allow(read)], read | write, false],
    ["are decided by the first entry: denied", [deny(read), allow(read)], read, false],
    ["are decided by the first entry: allowed", [allow(read), deny(read)], read, true],
    ["are decided one by one", [allow(read), deny(read | write), allow(write)], read | write, false],
    ["are denied to a member by a denial of its group", [deny(read, myGroup), allow(read)], read, false],
    ["are not denied by a denial of other rights", [deny(write), allow(read)], read, true],
    ["do not come from entries for what lies below", [allow(read, me, { flags: entryFlags.inheritOnly })], read, false],
    ["are not denied by entries for what lies below", [deny(read, me, { flags: 0x0a }), allow(read)], read, true],
    ["come from inherited entries", [allow(read, me, { flags: entryFlags.inherited })], read, true],
    ["come from generic rights", [allow(0x8000_0000)], read | readControl, true],
    ["come from GenericAll", [allow(0x1000_0000)], fullControl, true],
    ["do not come from generic reading where they are to write", [allow(0x8000_0000)], write, false],
    ["are denied by generic rights", [deny(0x4000_0000), allow(fullControl)], write, false],
  ])("%s", (_sentence, dacl, mask, expected) => {
    expect(grants(list(...dacl), who, mask)).toBe(expected);
  });

  it("are there where there is no list, and not where it is empty", () => {
    expect(grants({ dacl: null, owner: null }, who, fullControl)).toBe(true);
    expect(grants(list(), who, read)).toBe(false);
  });

  it("may be asked for as generic rights", () => {
    expect(grants(list(allow(read)), who, 0x8000_0000)).toBe(false);
    expect(grants(list(allow(specificRights(0x8000_0000))), who, 0x8000_0000)).toBe(true);
  });

  it("never come from a condition, which may deny them", () => {
    expect(grants(list({ ...allow(read), conditional: true }), who, read)).toBe(false);
    expect(grants(list({ ...deny(read), conditional: true }, allow(read)), who, read)).toBe(false);
  });

  it("are not decided by entries of kinds that nobody knows", () => {
    const other = { type: "other", code: 20, flags: 0, octets: Buffer.alloc(4) } as const;
    expect(grants({ dacl: [other, allow(read)], owner: null }, who, read)).toBe(true);
  });
});

describe("rights on a part", () => {
  it.each([
    ["come from an entry about it", [allow(create, me, { objectType: aClass })], aClass, true],
    ["do not come from an entry about another part", [allow(create, me, { objectType: aProperty })], aClass, false],
    ["come from an entry about the whole", [allow(create)], aClass, true],
    [
      "come from an object entry that names no part",
      [allow(create, me, { inheritedObjectType: aClass })],
      aClass,
      true,
    ],
    ["are denied by an entry about it", [deny(create, me, { objectType: aClass }), allow(create)], aClass, false],
    ["are not denied by one about another", [deny(create, me, { objectType: aProperty }), allow(create)], aClass, true],
    ["of the whole do not come from a part", [allow(create, me, { objectType: aClass })], undefined, false],
    ["of the whole are denied by a part", [deny(create, me, { objectType: aClass }), allow(create)], undefined, false],
  ])("%s", (_sentence, dacl, objectType, expected) => {
    expect(grants(list(...dacl), who, create, objectType)).toBe(expected);
  });

  it("come from the set that it is in, however its GUID is spelled", () => {
    const set = allow(read, me, { objectType: aClass });
    expect(grants(list(set), who, read, [aProperty, aClass.toUpperCase()])).toBe(true);
    expect(grants(list(set), who, read, aProperty)).toBe(false);
  });
});

describe("the owner", () => {
  it("may read and change the list, and nothing else by that", () => {
    const owned = { dacl: [], owner: me };
    expect(grants(owned, who, readControl | writeDacl)).toBe(true);
    expect(grants(owned, who, read)).toBe(false);
    expect(grants({ ...owned, owner: stranger }, who, readControl)).toBe(false);
  });

  it("has what the list says of owners where it says anything of them", () => {
    const owned = { dacl: [allow(read, "S-1-3-4")], owner: me };
    expect(grants(owned, who, read)).toBe(true);
    expect(grants(owned, who, writeDacl)).toBe(false);
    expect(grants({ ...owned, owner: stranger }, who, read)).toBe(false);
  });
});

it("reading needs every property", () => {
  expect(mayRead(list(allow(read)), who)).toBe(true);
  expect(mayRead(list(allow(read, me, { objectType: aProperty })), who)).toBe(false);
  expect(mayRead(list(deny(read, myGroup, { objectType: aProperty }), allow(read)), who)).toBe(false);
});

it("decides as the right by right reading of the specification", () => {
  const entry = fc
    .record({
      effect: fc.constantFrom("allow" as const, "deny" as const),
      mask: fc.integer({ min: 0, max: 0xff }),
      sid: fc.constantFrom(me, myGroup, stranger),
      flags: fc.constantFrom(0, entryFlags.inheritOnly, entryFlags.inherited),
      objectType: fc.constantFrom(null, aClass, aProperty),
    })
    .map(({ effect, ...rest }) => accessEntry(rest, effect));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), fc.integer({ min: 1, max: 0xff }), (dacl, mask) => {
      const bits = Array.from({ length: 8 }, (_, index) => 1 << index).filter((bit) => (mask & bit) !== 0);
      const expected = bits.every((bit) => {
        const first = dacl.find(
          (one) =>
            who.includes(one.sid) &&
            (one.mask & bit) !== 0 &&
            (one.flags & entryFlags.inheritOnly) === 0 &&
            one.objectType !== aProperty,
        );
        return first?.type === "allow" || first?.type === "allowObject";
      });
      expect(grants({ dacl, owner: null }, who, mask, aClass)).toBe(expected);
    }),
  );
});
