import { allows, fullControl, grants, rights, specificRights } from "./accessEvaluation.ts";
import { activationObjectClass, type ContainerAccess, holdersOf, objectMask } from "./containerRights.ts";
import { entryText, rightsWords } from "./sddl.ts";
import { type AccessEntry, entryFlags, type KnownEntry } from "./securityDescriptor.ts";

/** Reading: no threat to activation. */
const reading = rights.readProperty | rights.listContents | rights.listObject | rights.readControl;
/** To make and to delete activation objects is the delegation itself, and they have nothing below them. */
const children = rights.createChild | rights.deleteChild;

/** SIDs that stand for everybody, https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers */
const everybody: Readonly<Record<string, string>> = {
  "S-1-1-0": "Everyone",
  "S-1-5-7": "Anonymous",
  "S-1-5-11": "Authenticated Users",
  "S-1-5-32-545": "Users",
  "S-1-5-32-546": "Guests",
  "S-1-5-32-554": "Pre-Windows 2000 Compatible Access",
};
/** Domain Users, Domain Guests and Domain Computers of any domain, by the end of their SID. */
const everybodyOfDomain: Readonly<Record<string, string>> = {
  "513": "Domain Users",
  "514": "Domain Guests",
  "515": "Domain Computers",
};
/** System, the controllers, Administrators, and the placeholder of whoever makes an object. */
const administrators = ["S-1-5-18", "S-1-5-9", "S-1-5-32-544", "S-1-3-0"];
/** Administrator, read-only controllers of the forest, Domain Admins, Domain Controllers, Schema Admins, Enterprise Admins. */
const administratorsOfDomain = ["500", "498", "512", "516", "518", "519"];

/** What a group is called that anybody may be in; undefined for every other. */
export function everybodyCalled(sid: string): string | undefined {
  return everybody[sid] ?? everybodyOfDomain[ofDomain(sid) ?? ""];
}

function isAdministrator(sid: string): boolean {
  return administrators.includes(sid) || administratorsOfDomain.includes(ofDomain(sid) ?? "");
}

function ofDomain(sid: string): string | undefined {
  return /^S-1-5-21-\d+-\d+-\d+-(\d+)$/.exec(sid)?.[1];
}

/** Everybody besides the administrators whom an access list gives more than the delegation needs, or the delegation itself. */
export function noteworthySids({ descriptor }: ContainerAccess): readonly string[] {
  const dacl = descriptor.dacl ?? [];
  return [...new Set([...dacl.filter(isBroad).map(({ sid }) => sid), ...holdersOf(dacl)])];
}

/**
 * What is noteworthy about who may do what in the container.
 *
 * @param declared - SIDs of the delegates.
 * @param nameOf - Words for a SID.
 */
export function containerFindings(
  access: ContainerAccess,
  declared: readonly string[],
  nameOf: (sid: string) => string,
): readonly string[] {
  const { container, descriptor } = access;
  const { dacl } = descriptor;
  if (dacl === null) {
    return [`${container} has no access list at all, so that everybody may do everything there; give it one`];
  }
  return [
    ...dacl.filter(isBroad).map((entry) => broad(entry, nameOf(entry.sid))),
    ...holdersOf(dacl)
      .filter((sid) => !declared.includes(sid))
      .map((sid) => `${nameOf(sid)} has the same rights and is not declared; declare it, or take its entries away`),
    ...unreadable(access),
    ...(isInOrder(dacl) ? [] : [disorder]),
  ];
}

/** Rights that go beyond the delegation, on the container or on activation objects in it. */
function excessOf(entry: KnownEntry): number {
  const { mask, flags, objectType, inheritedObjectType } = entry;
  const all = specificRights(mask);
  const typed = objectType?.toLowerCase() === activationObjectClass ? children : 0;
  const onContainer = (flags & entryFlags.inheritOnly) === 0 ? all & ~(reading | typed) : 0;
  const reaches = inheritedObjectType === null || inheritedObjectType.toLowerCase() === activationObjectClass;
  const inherits = (flags & entryFlags.containerInherit) !== 0 && reaches;
  const onObjects = inherits ? all & ~(objectMask | children) : 0;
  return (onContainer | onObjects) >>> 0;
}

function isBroad(entry: AccessEntry): entry is KnownEntry {
  return entry.type !== "other" && allows(entry) && !isAdministrator(entry.sid) && excessOf(entry) !== 0;
}

function broad(entry: KnownEntry, name: string): string {
  const everything = (specificRights(entry.mask) & fullControl) === fullControl && entry.objectType === null;
  const what = everything
    ? "full control (GenericAll), so that it may also hand out rights and become the owner"
    : `more than the delegation needs: ${rightsWords(excessOf(entry))}`;
  return `${name} has ${what}, by ${entryText(entry)}; declare it as a delegate and take that entry away`;
}

function unreadable({ container, descriptor }: ContainerAccess): readonly string[] {
  if (grants(descriptor, ["S-1-1-0", "S-1-5-11"], rights.listContents | rights.readProperty)) return [];
  return [
    `Authenticated Users may not list and read ${container}, so that domain members may not find their object; ` +
      "give them (A;;LCRPLORC;;;AU) there, as the class has it by default",
  ];
}

const disorder =
  "the access list is not in Windows' order (denials first, inherited entries last), so that Windows' own editor will " +
  "offer to sort it and may change what it means; have its owner sort it";

/** Denials before permissions, and the container's own entries before the inherited ones. */
function isInOrder(dacl: readonly AccessEntry[]): boolean {
  const rank = (entry: AccessEntry) =>
    (entry.flags & entryFlags.inherited) !== 0 ? 2 : entry.type === "other" || allows(entry) ? 1 : 0;
  return dacl.every((entry, index) => index === 0 || rank(dacl[index - 1] as AccessEntry) <= rank(entry));
}
