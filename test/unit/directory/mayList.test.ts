import { describe, expect, it } from "vitest";
import { activationObjectClass } from "../../../modules/directory/containerRights.ts";
import { mayList } from "../../../modules/directory/mayList.ts";
import { accessEntry as classEntry } from "../../../modules/directory/securityDescriptor.ts";
import {
  accessEntry,
  authenticatedUsers,
  container,
  descriptor,
  emptyForest,
  fakeDirectory,
} from "../../helpers/fakeDirectory.ts";

const stranger = "010100000000000501000000";
const list = 0x4;
const ofOneClass = classEntry({ mask: list, sid: "S-1-5-11", objectType: activationObjectClass }).octets;
const read = 0x10;

describe("the right to list", () => {
  it.each([
    ["is granted by an entry that allows it", [accessEntry(0, list, authenticatedUsers)], true],
    ["is granted by the generic right that holds it", [accessEntry(0, 0x10000000, authenticatedUsers)], true],
    ["is not granted by a right to read", [accessEntry(0, read, authenticatedUsers)], false],
    ["is not granted by an entry for somebody else", [accessEntry(0, list, stranger)], false],
    ["is not granted by an entry that is for objects below only", [accessEntry(0, list, authenticatedUsers, 8)], false],
    ["is not granted by an entry about one class", [ofOneClass], false],
    ["is not granted by an empty list", [], false],
    [
      "is denied by an entry that comes first",
      [accessEntry(1, list, authenticatedUsers), accessEntry(0, list, authenticatedUsers)],
      false,
    ],
    [
      "is granted by an entry that comes before the denial",
      [accessEntry(0, list, authenticatedUsers), accessEntry(1, list, authenticatedUsers)],
      true,
    ],
    [
      "is granted after a denial to somebody else",
      [accessEntry(1, list, stranger), accessEntry(0, list, authenticatedUsers)],
      true,
    ],
  ] as const)("%s", async (_sentence, entries, expected) => {
    expect(await mayList(withList(descriptor(...entries)), container)).toBe(expected);
  });

  it("is granted where there is no access list at all", async () => {
    const withoutList = descriptor().fill(0, 16, 20);
    expect(await mayList(withList(withoutList), container)).toBe(true);
  });

  it("is an error where the access list is none", async () => {
    await expect(mayList(withList(Buffer.alloc(20)), container)).rejects.toThrow(
      /Activation Objects.* malformed security descriptor: .*;/,
    );
  });

  it("is not assumed where the access list cannot be read", async () => {
    const entries = emptyForest();
    entries.set(container, { objectClass: "container" });
    expect(await mayList(fakeDirectory(entries), container)).toBe(false);
    expect(await mayList(fakeDirectory(entries), "CN=nowhere")).toBe(false);
  });
});

/** A directory whose container has a security descriptor. */
function withList(nTSecurityDescriptor: Buffer) {
  const entries = emptyForest();
  entries.set(container, { objectClass: "container", nTSecurityDescriptor });
  return fakeDirectory(entries);
}
