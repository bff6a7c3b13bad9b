import { changeContainerRights } from "../directory/changeContainerRights.ts";
import { readContainerAccess } from "../directory/containerRights.ts";
import { DirectoryError, type DirectoryErrorKind } from "../directory/directoryError.ts";
import { type Directory, withDirectory } from "../directory/openDirectory.ts";
import { type PrincipalFinder, principalFinder } from "../directory/principals.ts";
import {
  declaredDelegates,
  importedDelegates,
  liveDelegates,
  type Principals,
  principalsOf,
} from "./activationContainerRightsDelegates.ts";
import { type ContainerRightsInputs, checkContainerRightsInputs } from "./activationContainerRightsInputs.ts";
import { liveRights } from "./activationContainerRightsLive.ts";
import { forestNamed, forestUse, type UseDirectory } from "./forestUse.ts";
import { propertyChanges } from "./propertyChanges.ts";
import type { AccountAccess, ForestAccess } from "./providerConfig.ts";
import type { CallContext, Live, Properties, ReadRequest, ResourceKind } from "./resourceKind.ts";

/** What is done in an open directory. */
type Work<T> = (directory: Directory, finder: PrincipalFinder) => Promise<T>;

/**
 * Who may make, change and remove the activation objects of a forest. The resource owns the two entries of each of its
 * delegates in the access list of the container, and nothing else in it; docs/container-rights.md argues them.
 */
export const activationContainerRights: ResourceKind = activationContainerRightsKind(withDirectory);

/** The same over any way to open a directory, so that tests need no server. */
export function activationContainerRightsKind(useDirectory: UseDirectory): ResourceKind {
  return {
    type: "activation:index:ActivationContainerRights",
    computed: ["container", "principals", "findings"],
    check: checkContainerRightsInputs,
    diff: (olds, news) => propertyChanges(comparable(olds), comparable(news), ["forest"]),
    create: (inputs, context) => declare(inputs, {}, context),
    update: (_id, olds, news, context) => declare(news, principalsOf(olds), context),
    read,
    delete: remove,
  };

  async function declare(inputs: Properties, before: Principals, context: CallContext): Promise<Live> {
    const { forest: name, delegates } = inputs as unknown as ContainerRightsInputs;
    return await change(name, context, async (directory, finder) => {
      const declared = await declaredDelegates(delegates, before, finder);
      const wanted = { grant: Object.values(declared.principals), withdraw: Object.values(before) };
      const access = await changeContainerRights(directory, wanted, warner(context));
      return await liveRights(name, declared, access, finder, context);
    });
  }

  async function read(request: ReadRequest, context: CallContext): Promise<Live | undefined> {
    const forest = forestNamed(request.id, context);
    const { any } = forestUse(forest.forest, context, useDirectory);
    const look: Work<Live | undefined> = (directory, finder) => readRights(request, forest, directory, finder, context);
    return await unlessAbsent(async () => {
      try {
        return await any(withFinder(useDirectory, forest, look, context));
      } catch (error) {
        // Who may change the list may read it, where the ordinary account may not.
        if (forest.rightsAs === null || !isKind(error, ["denied"])) throw error;
        const as = actingAs(useDirectory, forest.rightsAs);
        return await forestUse(forest.forest, context, as).any(withFinder(as, forest, look, context));
      }
    });
  }

  async function remove(id: string, state: Properties, context: CallContext): Promise<void> {
    const wanted = { grant: [], withdraw: Object.values(principalsOf(state)) };
    await unlessAbsent(() =>
      change(id, context, (directory) => changeContainerRights(directory, wanted, warner(context))),
    );
  }

  /** As the one account that may. Work that reads before it writes is repeated where an answer was lost. */
  async function change<T>(name: string, context: CallContext, work: Work<T>): Promise<T> {
    const forest = forestNamed(name, context);
    const as = actingAs(useDirectory, rightsAccount(forest));
    return await forestUse(name, context, as).change(withFinder(as, forest, work, context));
  }
}

function actingAs(useDirectory: UseDirectory, { bindAs, password }: AccountAccess): UseDirectory {
  return (connection, use, options) => useDirectory({ ...connection, bindAs, password }, use, options);
}

function withFinder<T>(
  useDirectory: UseDirectory,
  forest: ForestAccess,
  work: Work<T>,
  { signal }: CallContext,
): (directory: Directory) => Promise<T> {
  return (directory) => {
    const catalogue = { ...forest, servers: [catalogueOf(directory)] };
    return work(
      directory,
      principalFinder(directory, (ask) => useDirectory(catalogue, ask, { signal })),
    );
  };
}

/** The global catalogue of the same server, https://learn.microsoft.com/troubleshoot/windows-server/active-directory/config-firewall-for-ad-domains-and-trusts */
function catalogueOf({ server }: Directory): string {
  return server.replace(/:\d+$/, ":3269");
}

async function readRights(
  { inputs, outputs = {} }: ReadRequest,
  { forest }: ForestAccess,
  directory: Directory,
  finder: PrincipalFinder,
  context: CallContext,
): Promise<Live | undefined> {
  const access = await readContainerAccess(directory);
  const dacl = access.descriptor.dacl ?? [];
  if (inputs === undefined) {
    const found = await importedDelegates(finder, dacl);
    return found.delegates.length === 0 ? undefined : await liveRights(forest, found, access, finder, context);
  }
  const { forest: name, delegates } = inputs as unknown as ContainerRightsInputs;
  const found = await liveDelegates(delegates, principalsOf(outputs), finder, dacl);
  return await liveRights(name, found, access, finder, context);
}

function rightsAccount({ forest, rightsAs }: ForestAccess): AccountAccess {
  if (rightsAs !== null) return rightsAs;
  throw new Error(
    `forest ${forest}: no account is configured that may change the access list of the container of activation objects; ` +
      "set rightsAs in the forest's connection to one that may (an Enterprise Admin), or give the rights by hand as " +
      "docs/container-rights.md shows and leave the resource out",
  );
}

/** Names and SIDs are compared as the directory compares them, and their order means nothing. */
function comparable({ forest, delegates }: Properties): Properties {
  const lower = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);
  return { forest: lower(forest), delegates: Array.isArray(delegates) ? delegates.map(lower).sort() : delegates };
}

/** undefined where the container is demonstrably not there: then nobody has any right in it. */
async function unlessAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isKind(error, ["absentContainer", "absentSchema"])) return undefined;
    throw error;
  }
}

function isKind(error: unknown, kinds: readonly DirectoryErrorKind[]): boolean {
  return error instanceof DirectoryError && kinds.includes(error.kind);
}

function warner(context: CallContext): (message: string) => void {
  return (message) => context.log("warning", message);
}
