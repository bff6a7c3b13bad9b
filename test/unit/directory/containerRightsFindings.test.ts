import { describe, expect, it } from "vitest";
import { containerFindings, everybodyCalled, noteworthySids } from "../../../modules/directory/containerFindings.ts";
import { activationObjectClass, entriesFor, readContainerAccess } from "../../../modules/directory/containerRights.ts";
import {
  type AccessEntry,
  accessEntry,
  entryFlags,
  type KnownEntry,
} from "../../../modules/directory/securityDescriptor.ts";
import { fakeContainer, usualList } from "../../helpers/fakeContainer.ts";

const somebody = "S-1-5-21-1-1-1-1200";
const aProperty = "bf967953-0de6-11d0-a285-00aa003049e2";
const { containerInherit, inheritOnly, inherited } = entryFlags;

async function findings(extra: readonly AccessEntry[], declared: readonly string[] = []): Promise<readonly string[]> {
  const access = await readContainerAccess(fakeContainer(inOrder([...extra, ...usualList])).open());
  return containerFindings(access, declared, (sid) => `<${sid}>`);
}

/** Inherited entries last. */
function inOrder(list: readonly AccessEntry[]): readonly AccessEntry[] {
  const own = (entry: AccessEntry) => (entry.flags & inherited) === 0;
  return [...list.filter(own), ...list.filter((entry) => !own(entry))];
}

const allow = (mask: number, more: Partial<KnownEntry> = {}) => accessEntry({ mask, sid: somebody, ...more });

describe("what is noteworthy about the container", () => {
  it("is nothing about Microsoft's defaults and declared delegates", async () => {
    expect(await findings(entriesFor(somebody), [somebody])).toEqual([]);
  });

  it.each([
    [
      "GenericAll, as Microsoft's sample gives it",
      allow(0x1000_0000, { flags: containerInherit }),
      /full control \(GenericAll\)/,
    ],
    ["all rights written out", allow(0xf_01ff), /full control \(GenericAll\)/],
    ["the right to change the list", allow(0x4_0000), /more than the delegation needs: change the access list,/],
    ["the right to make anything", allow(0x1), /needs: create objects below,/],
    ["the right to make another class", allow(0x1, { objectType: aProperty }), /needs: create objects below,/],
    ["the right to write the container's properties", allow(0x20), /needs: write properties,/],
    [
      "the right to change the lists of objects",
      allow(0x4_0000, { flags: containerInherit | inheritOnly }),
      /change the access list/,
    ],
    [
      "all that an entry of above hands down",
      allow(0x1000_0000, { flags: containerInherit | inherited }),
      /GenericAll/,
    ],
  ])("is %s", async (_what, entry, words) => {
    const [finding, ...others] = await findings([entry], [somebody]);
    expect(finding).toMatch(words);
    expect(finding).toMatch(new RegExp(`^<${somebody}> has .*, by \\(.*${somebody}\\); declare it`));
    expect(others).toEqual([]);
  });

  it.each([
    ["reading", allow(0x8000_0000, { flags: containerInherit })],
    ["making and deleting activation objects", allow(0x3, { objectType: activationObjectClass })],
    ["what is handed down to another class", allow(0xf_01ff, { flags: 0x0a, inheritedObjectType: aProperty })],
    ["a denial", accessEntry({ mask: 0xf_01ff, sid: somebody }, "deny")],
    ["what a Domain Admin has", accessEntry({ mask: 0xf_01ff, sid: "S-1-5-21-5-6-7-512" })],
    ["what Administrators have", accessEntry({ mask: 0xf_01ff, sid: "S-1-5-32-544" })],
  ])("is not %s", async (_what, entry) => {
    expect(await findings([entry])).toEqual([]);
  });

  it("is who has the same rights without being declared", async () => {
    expect(await findings(entriesFor(somebody))).toEqual([
      `<${somebody}> has the same rights and is not declared; declare it, or take its entries away`,
    ]);
  });

  it("is that domain members cannot read it, or a denial in front of that", async () => {
    const denial = accessEntry({ mask: 0x4, sid: "S-1-1-0" }, "deny");
    expect(await findings([denial])).toEqual([expect.stringMatching(/^Authenticated Users may not list and read/)]);
  });

  it("is an order that Windows does not keep", async () => {
    const late = accessEntry({ mask: 0x20, sid: somebody }, "deny");
    const access = await readContainerAccess(fakeContainer([...usualList, late]).open());
    expect(containerFindings(access, [], String)).toEqual([
      expect.stringMatching(/^the access list is not in Windows' order/),
    ]);
  });

  it("is that there is no list at all", async () => {
    const access = await readContainerAccess(fakeContainer(null).open());
    expect(containerFindings(access, [], String)).toEqual([expect.stringMatching(/has no access list at all/)]);
  });
});

it("names those whose names are needed", async () => {
  const list = [allow(0x20), ...entriesFor("S-1-5-21-1-1-1-1300"), ...usualList];
  expect(noteworthySids(await readContainerAccess(fakeContainer(list).open()))).toEqual([
    somebody,
    "S-1-5-21-1-1-1-1300",
  ]);
});

it.each([
  ["S-1-1-0", "Everyone"],
  ["S-1-5-11", "Authenticated Users"],
  ["S-1-5-21-1-2-3-513", "Domain Users"],
  ["S-1-5-21-1-2-3-515", "Domain Computers"],
  ["S-1-5-21-1-2-3-1513", undefined],
  ["S-1-5-32-544", undefined],
])("%s stands for %s", (sid, group) => {
  expect(everybodyCalled(sid)).toBe(group);
});
