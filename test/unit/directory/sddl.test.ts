import { expect, it } from "vitest";
import { entryText, listText, rightsWords } from "../../../modules/directory/sddl.ts";
import { accessEntry, controlFlags } from "../../../modules/directory/securityDescriptor.ts";

const sid = "S-1-5-11";

it("writes rights that have no letters as a number", () => {
  expect(entryText(accessEntry({ mask: 0x200, sid }))).toBe("(A;;0x200;;;S-1-5-11)");
  expect(entryText(accessEntry({ mask: 0x8000_0201, sid }))).toBe("(A;;0x80000201;;;S-1-5-11)");
});

it("shows that an entry has a condition", () => {
  expect(entryText({ ...accessEntry({ mask: 0x10, sid }, "deny"), conditional: true })).toBe(
    "(XD;;RP;;;S-1-5-11;(...))",
  );
});

it("shows an entry of another kind as its octets", () => {
  expect(entryText({ type: "other", code: 3, flags: 0, octets: Buffer.from("03000400", "hex") })).toBe(
    "(octets 03000400)",
  );
});

it("writes the flags of a list", () => {
  const { daclProtected, daclAutoInherited } = controlFlags;
  expect(listText(daclProtected | daclAutoInherited, [accessEntry({ mask: 1, sid })])).toBe("D:PAI(A;;CC;;;S-1-5-11)");
});

it("says rights in words", () => {
  expect(rightsWords(0x4_0000 | 0x20)).toBe("write properties, change the access list");
});
