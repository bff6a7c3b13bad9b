import type { Directory } from "../../modules/directory/directory.ts";
import {
  type AccessEntry,
  accessEntry,
  parseSecurityDescriptor,
  serialiseDacl,
} from "../../modules/directory/securityDescriptor.ts";
import { container, emptyForest, fakeDirectory, type Values } from "./fakeDirectory.ts";

/** A container whose access list a test changes, and which counts how often it was written, as a controller does. */
export interface FakeContainer {
  readonly entries: Map<string, Values>;
  /** The list as it is. */
  list(): readonly AccessEntry[];
  /** Somebody else writes it. */
  write(list: readonly AccessEntry[]): void;
  /** A directory over it. */
  open(changes?: Partial<Directory>): Directory;
}

/** What Microsoft's defaults leave: administrators, and everybody who may read. */
export const usualList: readonly AccessEntry[] = [
  accessEntry({ mask: 0x2_0094, sid: "S-1-5-11" }),
  accessEntry({ mask: 0xf_01ff, sid: "S-1-5-18" }),
  accessEntry({ mask: 0xf_01ff, sid: "S-1-5-21-1-1-1-519", flags: 0x12 }),
];

/** Makes the container of an empty forest with an access list. */
export function fakeContainer(list: readonly AccessEntry[] | null = usualList): FakeContainer {
  const entries = emptyForest();
  let version = 0;
  const put = (descriptor: Buffer) => {
    version += 1;
    const replPropertyMetaData = Buffer.alloc(64);
    for (const [value, at] of [
      [1, 0],
      [0x20119, 16],
      [version, 20],
    ] as const)
      replPropertyMetaData.writeUInt32LE(value, at);
    entries.set(container, { objectClass: ["top"], nTSecurityDescriptor: descriptor, replPropertyMetaData });
  };
  const now = () => entries.get(container)?.nTSecurityDescriptor as Buffer;
  put(list === null ? serialiseDacl(0, []).fill(0, 16, 20) : serialiseDacl(0, list));
  return {
    entries,
    list: () => parseSecurityDescriptor(now()).dacl ?? [],
    write: (changed) => put(serialiseDacl(0, changed)),
    open: (changes = {}) =>
      fakeDirectory(entries, { replaceAccessList: async (_dn, descriptor) => put(descriptor), ...changes }),
  };
}
