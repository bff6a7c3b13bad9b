import { setTimeout } from "node:timers/promises";
import {
  type ContainerAccess,
  changedList,
  entriesFor,
  missingFor,
  readContainerAccess,
  same,
  sameList,
} from "./containerRights.ts";
import type { Directory } from "./directory.ts";
import { DirectoryError, isUncertain } from "./directoryError.ts";
import { entryText } from "./sddl.ts";
import { type AccessEntry, entryFlags, serialiseDacl } from "./securityDescriptor.ts";

/** Who gets the rights, and from whom they are taken: SIDs. Who is in both gets them. */
export interface RightsChange {
  readonly grant: readonly string[];
  readonly withdraw: readonly string[];
}

/** How often somebody else's change in between is borne, and the longest wait after each, in milliseconds. */
const [attempts, longestWait] = [8, 250];

/**
 * Gives and takes rights on the container, and touches nobody else's entries.
 *
 * A directory cannot compare and write a security descriptor in one step. So the list is read again right before it is
 * written and right after; what somebody else changed up to the write leads to a new attempt, and what was changed
 * between that reading and the write shows in the number of writes and is said by `warn`.
 *
 * @returns What is there afterwards, as read.
 * @throws {DirectoryError}
 */
export async function changeContainerRights(
  directory: Directory,
  change: RightsChange,
  warn: (message: string) => void,
): Promise<ContainerAccess> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await readContainerAccess(directory);
    const wanted = wantedList(directory, before, change);
    if (wanted === undefined) return before;
    if (attempt > attempts) throw outrun(directory, before.container);
    if (attempt > 1) await setTimeout(Math.random() * longestWait);
    const after = await writeOnce(directory, before, wanted);
    if (after === undefined || !isDone(after, change)) continue;
    for (const message of traces(before, wanted, after)) warn(message);
    return after;
  }
}

/** The list as it should be; undefined where it is so already. */
function wantedList(
  { forest, server }: Directory,
  { container, descriptor: { dacl } }: ContainerAccess,
  change: RightsChange,
): readonly AccessEntry[] | undefined {
  if (dacl !== null) {
    const wanted = changedList(dacl, change);
    return sameList(dacl, wanted) ? undefined : wanted;
  }
  if (change.grant.length === 0) return undefined;
  // A list with our entries alone would shut everybody else out.
  const words = "has no access list at all, so that everybody may do everything there; give it one first";
  throw new DirectoryError("failed", `forest ${forest} at ${server}: ${container} ${words}`);
}

/** Writes where nobody has changed anything since; undefined: somebody has, and nothing was written. */
async function writeOnce(
  directory: Directory,
  before: ContainerAccess,
  wanted: readonly AccessEntry[],
): Promise<ContainerAccess | undefined> {
  const next = serialiseDacl(before.descriptor.control, wanted);
  const now = await readContainerAccess(directory);
  if (!now.octets.equals(before.octets)) return undefined;
  try {
    await directory.replaceAccessList(before.container, next);
  } catch (error) {
    if (!isUncertain(error)) throw error;
    // The answer was lost; the list itself says whether it was written.
    const found = await readContainerAccess(directory).catch(() => undefined);
    if (found === undefined) throw error;
    return found;
  }
  return await readContainerAccess(directory);
}

function isDone({ descriptor }: ContainerAccess, { grant, withdraw }: RightsChange): boolean {
  const dacl = descriptor.dacl ?? [];
  const gone = withdraw.filter((sid) => !grant.includes(sid)).flatMap((sid) => entriesFor(sid));
  return (
    grant.every((sid) => missingFor(dacl, sid).length === 0) &&
    gone.every((entry) => !dacl.some((other) => same(other, entry)))
  );
}

/** What shows that somebody else wrote the list at the same moment. */
function traces(before: ContainerAccess, wanted: readonly AccessEntry[], after: ContainerAccess): readonly string[] {
  const [intended, found] = [ownEntries(wanted), ownEntries(after.descriptor.dacl ?? [])];
  const came = found.filter((entry) => !intended.some((other) => same(entry, other)));
  const went = intended.filter((entry) => !found.some((other) => same(entry, other)));
  const writes = before.version === null || after.version === null ? 1 : after.version - before.version;
  if (came.length + went.length === 0 && writes <= 1) return [];
  const differences = [...came.map((entry) => `+${entryText(entry)}`), ...went.map((entry) => `-${entryText(entry)}`)];
  const shown = differences.length === 0 ? "no entry of theirs is there now" : differences.join(" ");
  return [
    `${after.container}: somebody else changed the access list at the same moment (${shown}); ` +
      "have them look whether their change is still there",
  ];
}

/** The entries that are the container's own; the server makes the inherited ones itself. */
function ownEntries(dacl: readonly AccessEntry[]): readonly AccessEntry[] {
  return dacl.filter(({ flags }) => (flags & entryFlags.inherited) === 0);
}

function outrun({ forest, server }: Directory, container: string): DirectoryError {
  const words = `was changed by somebody else each time before it could be written (${attempts} times)`;
  const remedy = "find out who writes it (event 5136 in the controller's security log), and run again";
  return new DirectoryError(
    "failed",
    `forest ${forest} at ${server}: the access list of ${container} ${words}; ${remedy}`,
  );
}
