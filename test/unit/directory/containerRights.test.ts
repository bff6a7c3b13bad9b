import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activationObjectClass,
  changedList,
  entriesFor,
  holdersOf,
  missingFor,
  readContainerAccess,
} from "../../../modules/directory/containerRights.ts";
import { entryText } from "../../../modules/directory/sddl.ts";
import {
  type AccessEntry,
  accessEntry,
  entryFlags,
  parseSecurityDescriptor,
} from "../../../modules/directory/securityDescriptor.ts";
import { container, emptyForest, fakeDirectory } from "../../helpers/fakeDirectory.ts";
import { packedDescriptor } from "../../helpers/packedDescriptor.ts";

const domain = "S-1-5-21-1004336348-1177238915-682003330";
const [one, two] = [`${domain}-1105`, `${domain}-1106`];
const dacl = parseSecurityDescriptor(packedDescriptor).dacl ?? [];
const texts = (entries: readonly AccessEntry[]) => entries.map(entryText);

describe("the two entries of a delegate", () => {
  it("are these and no others", () => {
    expect(texts(entriesFor(two))).toEqual([
      `(OA;;CC;${activationObjectClass};;${two})`,
      `(OA;CIIO;LCRPWPLOSDRC;;${activationObjectClass};${two})`,
    ]);
  });

  it("are found as another implementation packed them", () => {
    expect(holdersOf(dacl)).toEqual([one]);
    expect(missingFor(dacl, one)).toEqual([]);
    expect(missingFor(dacl, two)).toEqual(entriesFor(two));
  });

  it("are not found where one of them is only similar", () => {
    const [onContainer, onObjects] = entriesFor(two);
    const more = accessEntry({ mask: 0x3, sid: two, objectType: activationObjectClass });
    const inherited = accessEntry({ ...onContainer, flags: entryFlags.inherited });
    expect(missingFor([more, onObjects], two)).toEqual([onContainer]);
    expect(missingFor([inherited, onObjects], two)).toEqual([onContainer]);
  });
});

describe("changing a list", () => {
  it("puts what is missing between the container's own entries and the inherited ones", () => {
    const changed = changedList(dacl, { grant: [one, two], withdraw: [] });
    expect(changed.slice(0, 6)).toEqual(dacl.slice(0, 6));
    expect(changed.slice(6, 8)).toEqual(entriesFor(two));
    expect(changed.slice(8)).toEqual(dacl.slice(6));
  });

  it("changes nothing where all is as it should be", () => {
    expect(changedList(dacl, { grant: [one], withdraw: [one, two] })).toEqual(dacl);
  });

  it("takes away the two entries and leaves everything that is only similar", () => {
    const similar = accessEntry({ mask: 0x1000_0000, sid: one });
    const changed = changedList([...dacl, similar], { grant: [], withdraw: [one] });
    expect(changed).toEqual([...dacl.filter((_, index) => index !== 4 && index !== 5), similar]);
  });

  it("completes a half and takes a half away", () => {
    const [onContainer, onObjects] = entriesFor(two);
    expect(changedList([onObjects], { grant: [two], withdraw: [] })).toEqual([onObjects, onContainer]);
    expect(changedList([onObjects], { grant: [], withdraw: [two] })).toEqual([]);
  });

  it("never touches what is not its own, keeps the order, and is the same a second time", () => {
    const sid = fc.constantFrom(one, two, "S-1-5-11", "S-1-5-18");
    const foreign = fc
      .record({ mask: fc.nat(0x1ff), sid, flags: fc.constantFrom(0, 2, 0x10, 0x12), deny: fc.boolean() })
      .map(({ deny, ...rest }) => accessEntry(rest, deny ? "deny" : "allow"));
    const ours = sid.chain((text) => fc.constantFrom(...entriesFor(text)));
    const sids = fc.uniqueArray(fc.constantFrom(one, two), { maxLength: 2 });
    fc.assert(
      fc.property(fc.array(fc.oneof(foreign, ours), { maxLength: 12 }), sids, sids, (before, grant, withdraw) => {
        const after = changedList(before, { grant, withdraw });
        const managed = [...grant, ...withdraw].flatMap((text) => texts(entriesFor(text)));
        const others = (entries: readonly AccessEntry[]) =>
          entries.filter((entry) => !managed.includes(entryText(entry))).map(({ octets }) => octets.toString("hex"));
        expect(others(after)).toEqual(others(before));
        expect(grant.every((text) => missingFor(after, text).length === 0)).toBe(true);
        for (const text of withdraw.filter((text) => !grant.includes(text))) {
          expect(missingFor(after, text)).toHaveLength(2);
        }
        expect(changedList(after, { grant, withdraw })).toEqual(after);
      }),
    );
  });
});

describe("reading who may do what", () => {
  it("is an error where the list is not shown or is damaged, never an empty list", async () => {
    const entries = emptyForest();
    entries.set(container, { objectClass: ["top"] });
    await expect(readContainerAccess(fakeDirectory(entries))).rejects.toMatchObject({ kind: "denied" });
    entries.set(container, { objectClass: ["top"], nTSecurityDescriptor: packedDescriptor.subarray(0, 90) });
    await expect(readContainerAccess(fakeDirectory(entries))).rejects.toThrow(/Activation Objects.*malformed.*;/);
  });

  it("tells how often the list was written", async () => {
    const entries = emptyForest();
    // Version 1, two attributes: objectClass written once, the descriptor seven times.
    const stamp = (attribute: number, version: number) => {
      const record = Buffer.alloc(48);
      record.writeUInt32LE(attribute, 0);
      record.writeUInt32LE(version, 4);
      return record;
    };
    const head = Buffer.from("01000000000000000200000000000000", "hex");
    const replPropertyMetaData = Buffer.concat([head, stamp(0, 1), stamp(0x20119, 7)]);
    const values = { objectClass: ["top"], nTSecurityDescriptor: packedDescriptor };
    entries.set(container, { ...values, replPropertyMetaData });
    expect(await readContainerAccess(fakeDirectory(entries))).toMatchObject({ container, version: 7 });
    entries.set(container, { ...values, replPropertyMetaData: replPropertyMetaData.subarray(0, 70) });
    expect((await readContainerAccess(fakeDirectory(entries))).version).toBeNull();
  });
});
