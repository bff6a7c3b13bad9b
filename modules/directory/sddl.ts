import { type AccessEntry, controlFlags, entryFlags } from "./securityDescriptor.ts";

/**
 * Letters of each right in the order in which Windows writes them, and what the right is called.
 *
 * @see https://learn.microsoft.com/windows/win32/secauthz/ace-strings
 */
const letters: readonly (readonly [bit: number, letters: string, words: string])[] = [
  [0x8000_0000, "GR", "generic read"],
  [0x4000_0000, "GW", "generic write"],
  [0x2000_0000, "GX", "generic execute"],
  [0x1000_0000, "GA", "everything"],
  [0x1, "CC", "create objects below"],
  [0x2, "DC", "delete objects below"],
  [0x4, "LC", "list"],
  [0x8, "SW", "validated writes"],
  [0x10, "RP", "read properties"],
  [0x20, "WP", "write properties"],
  [0x40, "DT", "delete with everything below"],
  [0x80, "LO", "see"],
  [0x100, "CR", "extended rights"],
  [0x1_0000, "SD", "delete"],
  [0x2_0000, "RC", "read the access list"],
  [0x4_0000, "WD", "change the access list"],
  [0x8_0000, "WO", "become the owner"],
];

const flagLetters: readonly (readonly [bit: number, letters: string])[] = [
  [entryFlags.objectInherit, "OI"],
  [entryFlags.containerInherit, "CI"],
  [entryFlags.noPropagate, "NP"],
  [entryFlags.inheritOnly, "IO"],
  [entryFlags.inherited, "ID"],
];

const typeLetters = {
  allow: ["A", "XA"],
  deny: ["D", "XD"],
  allowObject: ["OA", "ZA"],
  denyObject: ["OD", "XOD"],
} as const;

/**
 * An entry in Microsoft's text form, identifiers written out. The condition of a conditional entry shows as `(...)`;
 * a kind that has no text shows as its octets.
 */
export function entryText(entry: AccessEntry): string {
  if (entry.type === "other") return `(octets ${entry.octets.toString("hex")})`;
  const type = typeLetters[entry.type][entry.conditional ? 1 : 0];
  const flags = flagLetters.map(([bit, text]) => ((entry.flags & bit) === 0 ? "" : text)).join("");
  const condition = entry.conditional ? ";(...)" : "";
  const types = `${entry.objectType ?? ""};${entry.inheritedObjectType ?? ""}`;
  return `(${type};${flags};${rightsLetters(entry.mask)};${types};${entry.sid}${condition})`;
}

/** A whole access list in Microsoft's text form. */
export function listText(control: number, entries: readonly AccessEntry[]): string {
  const flags = [
    [controlFlags.daclProtected, "P"],
    [controlFlags.daclAutoInheritRequired, "AR"],
    [controlFlags.daclAutoInherited, "AI"],
  ] as const;
  const set = flags.map(([bit, text]) => ((control & bit) === 0 ? "" : text)).join("");
  return `D:${set}${entries.map(entryText).join("")}`;
}

function rightsLetters(mask: number): string {
  const known = letters.filter(([bit]) => (mask & bit) !== 0);
  const rest = known.reduce((left, [bit]) => left & ~bit, mask) >>> 0;
  return rest === 0 ? known.map(([, text]) => text).join("") : `0x${mask.toString(16)}`;
}

/** Rights in words, for example `write properties, delete`. */
export function rightsWords(mask: number): string {
  return letters.flatMap(([bit, , words]) => ((mask & bit) === 0 ? [] : [words])).join(", ");
}
