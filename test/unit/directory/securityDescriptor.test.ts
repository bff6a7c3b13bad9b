import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listText } from "../../../modules/directory/sddl.ts";
import {
  accessEntry,
  controlFlags,
  parseSecurityDescriptor,
  serialiseDacl,
} from "../../../modules/directory/securityDescriptor.ts";
import { isSid, MalformedDescriptor, sidOctets, sidText } from "../../../modules/directory/securityIdentifier.ts";
import { packedDescriptor, packedList } from "../../helpers/packedDescriptor.ts";

describe("a security descriptor", () => {
  it("is read as another implementation wrote it", () => {
    const { owner, group, control, dacl } = parseSecurityDescriptor(packedDescriptor);
    expect(owner).toBe("S-1-5-21-1004336348-1177238915-682003330-512");
    expect(group).toBe("S-1-5-21-1004336348-1177238915-682003330-513");
    expect(listText(control, dacl ?? [])).toBe(packedList);
  });

  it("is written with the same octets for each entry, and with its list alone", () => {
    const { control, dacl } = parseSecurityDescriptor(packedDescriptor);
    const written = serialiseDacl(control, dacl ?? []);
    const again = parseSecurityDescriptor(written);
    expect(again.dacl).toEqual(dacl);
    expect(again).toMatchObject({ owner: null, group: null });
    expect(again.control & controlFlags.daclProtected).not.toBe(0);
    expect(packedDescriptor.includes(Buffer.concat((dacl ?? []).map(({ octets }) => octets)))).toBe(true);
  });

  it("is not taken for protected where it was not", () => {
    const { control } = parseSecurityDescriptor(serialiseDacl(controlFlags.selfRelative, []));
    expect(control & controlFlags.daclProtected).toBe(0);
  });

  it("has no list, or an empty one, which is not the same", () => {
    const empty = serialiseDacl(0, []);
    expect(parseSecurityDescriptor(empty).dacl).toEqual([]);
    expect(parseSecurityDescriptor(Buffer.from(empty).fill(0, 16, 20)).dacl).toBeNull();
    expect(parseSecurityDescriptor(Buffer.from(empty).fill(0, 2, 3)).dacl).toBeNull();
  });

  it("keeps entries of kinds that it does not know, and what follows an identifier", () => {
    const alarm = Buffer.from("0300100001000000aabbccddeeff0011", "hex");
    const conditional = Buffer.concat([accessEntry({ mask: 1, sid: "S-1-5-11" }).octets, Buffer.from("artx")]);
    conditional.writeUInt8(9, 0);
    conditional.writeUInt16LE(conditional.length, 2);
    const known = accessEntry({ mask: 4, sid: "S-1-5-11" }, "deny");
    const list = [{ type: "other", code: 3, flags: 0, octets: alarm } as const, known].concat();
    const written = serialiseDacl(0, [...list, { ...known, octets: conditional }]);
    const { dacl } = parseSecurityDescriptor(written);
    expect(dacl?.map(({ octets }) => octets)).toEqual([alarm, known.octets, conditional]);
    expect(dacl?.map(({ type }) => type)).toEqual(["other", "deny", "allow"]);
    expect(dacl?.[2]).toMatchObject({ conditional: true, sid: "S-1-5-11", mask: 1 });
  });

  it("has the revision that its entries need", () => {
    const revision = (objectType: string | null) =>
      serialiseDacl(0, [accessEntry({ mask: 1, sid: "S-1-5-11", objectType })]).readUInt8(20);
    expect(revision(null)).toBe(2);
    expect(revision("51a0e68c-0dc5-43ca-935d-c1c911bf2ee5")).toBe(4);
  });

  it("is refused where its list would be longer than a descriptor can hold", () => {
    const one = accessEntry({ mask: 1, sid: "S-1-5-11" });
    expect(() => serialiseDacl(0, Array(4000).fill(one))).toThrow(RangeError);
  });

  it("is refused in words where it is damaged, in 10,000 ways, and never breaks the reader", () => {
    let refused = 0;
    const damage = fc.record({
      length: fc.nat(packedDescriptor.length),
      changes: fc.array(fc.tuple(fc.nat(packedDescriptor.length - 1), fc.nat(255)), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(damage, ({ length, changes }) => {
        const damaged = Buffer.from(packedDescriptor);
        for (const [at, value] of changes) damaged[at] = value;
        const octets = length % 3 === 0 ? damaged.subarray(0, length) : damaged;
        try {
          const { control, dacl } = parseSecurityDescriptor(octets);
          expect(parseSecurityDescriptor(serialiseDacl(control, dacl ?? [])).dacl).toEqual(dacl ?? []);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedDescriptor);
          expect((error as Error).message).toMatch(/^malformed security descriptor: .+ \(octet \d+\); it cannot/);
          refused += 1;
        }
      }),
      { numRuns: 10_000 },
    );
    expect(refused).toBeGreaterThan(1_000);
  });
});

describe("a security identifier", () => {
  it.each([
    ["S-1-5-11", "01010000000000050b000000"],
    ["S-1-1-0", "010100000000000100000000"],
    ["S-1-0x0100deadbeef-7", "01010100deadbeef07000000"],
  ])("%s has its octets", (text, hexadecimal) => {
    expect(sidOctets(text).toString("hex")).toBe(hexadecimal);
    expect(sidText(Buffer.from(hexadecimal, "hex"))).toBe(text);
  });

  it("is the same after it was written and read", () => {
    const part = fc.nat(2 ** 32 - 1);
    fc.assert(
      fc.property(part, fc.array(part, { minLength: 1, maxLength: 15 }), (authority, parts) => {
        const text = ["S-1", authority, ...parts].join("-");
        expect(isSid(text)).toBe(true);
        expect(sidText(sidOctets(text))).toBe(text);
      }),
    );
  });

  it.each([
    "",
    "S-1-5",
    "S-2-5-11",
    "S-1-5-4294967296",
    "S-1-5-1-x",
    "s-1-5-11",
    `S-1-5${"-1".repeat(16)}`,
    " S-1-5-11",
  ])("is not %j", (text) => {
    expect(isSid(text)).toBe(false);
    expect(() => sidOctets(text)).toThrow(MalformedDescriptor);
  });
});
