import { everybodyCalled } from "../directory/containerFindings.ts";
import { holdersOf, missingFor } from "../directory/containerRights.ts";
import { DirectoryError } from "../directory/directoryError.ts";
import type { PrincipalFinder } from "../directory/principals.ts";
import type { AccessEntry } from "../directory/securityDescriptor.ts";
import { isSid } from "../directory/securityIdentifier.ts";
import { tooMany } from "./activationContainerRightsInputs.ts";
import type { Properties } from "./resourceKind.ts";

/** SIDs by the names of the delegates. */
export type Principals = Readonly<Record<string, string>>;

/** Delegates and what is known of them. */
export interface Delegates {
  readonly delegates: readonly string[];
  /** Everybody whose entries are ours, hence also whoever has lost one of them. */
  readonly principals: Principals;
  /** Delegates whom the forest does not know. */
  readonly gone: readonly string[];
}

/** The principals that the outputs in state have. */
export function principalsOf({ principals }: Properties): Principals {
  return typeof principals === "object" && principals !== null ? (principals as Principals) : {};
}

/**
 * Finds the SID of each declared delegate. Who is gone keeps the SID from state, so that the others can be changed.
 *
 * @throws {Error} Where a delegate was never there, or stands for everybody.
 */
export async function declaredDelegates(
  delegates: readonly string[],
  before: Principals,
  finder: PrincipalFinder,
): Promise<Delegates> {
  const found = await lookUp(delegates, before, finder);
  const principals = found.map(({ delegate, sid, recorded }) => {
    const known = sid ?? recorded;
    if (known === undefined) {
      const remedy = "correct the name (that of a computer ends with $), or make the account first";
      throw new Error(`the forest has no account or group ${delegate}; ${remedy}`);
    }
    const group = everybodyCalled(known);
    if (group !== undefined) throw new Error(tooMany(delegate, group));
    return [delegate, known] as const;
  });
  return { delegates, principals: Object.fromEntries(principals), gone: goneOf(found) };
}

/** The declared delegates, and those still on record, who really have their rights; the others show as drift. */
export async function liveDelegates(
  delegates: readonly string[],
  before: Principals,
  finder: PrincipalFinder,
  dacl: readonly AccessEntry[],
): Promise<Delegates> {
  const onRecord = Object.keys(before).filter((name) => !delegates.some((delegate) => sameText(delegate, name)));
  const found = await lookUp([...delegates, ...onRecord], before, finder);
  const holding = found.filter(({ sid, recorded }) => {
    // An account that was made anew has another SID and none of the rights; the old SID stays on record for its removal.
    const renewed = recorded !== undefined && sid !== undefined && recorded !== sid;
    const one = recorded ?? sid;
    return !renewed && one !== undefined && missingFor(dacl, one).length === 0;
  });
  const known = found.flatMap(({ delegate, sid, recorded }) => {
    const one = recorded ?? sid;
    return one === undefined ? [] : [[delegate, one] as const];
  });
  return {
    delegates: holding.map(({ delegate }) => delegate),
    principals: Object.fromEntries(known),
    gone: goneOf(found),
  };
}

/** Everybody who has exactly these rights, by name where the forest knows one. */
export async function importedDelegates(finder: PrincipalFinder, dacl: readonly AccessEntry[]): Promise<Delegates> {
  const found = await lookUp(holdersOf(dacl), {}, finder);
  const named = found.map(({ delegate, name }) => [name ?? delegate, delegate] as const);
  return {
    delegates: named.map(([name]) => name),
    principals: Object.fromEntries(named),
    gone: goneOf(found),
  };
}

interface Found {
  readonly delegate: string;
  /** SID in state. */
  readonly recorded: string | undefined;
  /** SID and name in the forest; undefined where it has no such principal. */
  readonly sid: string | undefined;
  readonly name: string | undefined;
}

function lookUp(names: readonly string[], before: Principals, finder: PrincipalFinder): Promise<readonly Found[]> {
  return Promise.all(
    names.map(async (delegate) => {
      const principal = await (isSid(delegate) ? findSid(delegate, finder) : finder.find(delegate));
      const recorded = Object.entries(before).find(([name]) => sameText(name, delegate))?.[1];
      const known = recorded ?? (isSid(delegate) ? delegate : undefined);
      return { delegate, recorded: known, sid: principal?.sid, name: principal?.name };
    }),
  );
}

/** A SID needs nobody to know it: one whose domain cannot be asked is as good as one that is known. */
async function findSid(
  sid: string,
  finder: PrincipalFinder,
): Promise<{ readonly sid: string; readonly name?: string } | undefined> {
  try {
    return await finder.find(sid);
  } catch (error) {
    if (error instanceof DirectoryError) return { sid };
    throw error;
  }
}

function goneOf(found: readonly Found[]): readonly string[] {
  return found.filter(({ sid }) => sid === undefined).map(({ delegate }) => delegate);
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
