import { setTimeout as pause } from "node:timers/promises";
import { sameName } from "../directory/activationObjects.ts";
import { DirectoryError, isUncertain } from "../directory/directoryError.ts";
import type { Directory, DirectoryConnection } from "../directory/openDirectory.ts";
import type { AccountAccess, ForestAccess } from "./providerConfig.ts";
import { type CallContext, InvalidRequest } from "./resourceKind.ts";

/** Opens a forest's directory, lets it be used and closes it. */
export type UseDirectory = <T>(
  connection: DirectoryConnection,
  use: (directory: Directory) => Promise<T>,
  options: { readonly signal: AbortSignal },
) => Promise<T>;

/** One forest as one call of the engine uses it. */
export interface ForestUse {
  readonly access: ForestAccess;
  readonly signal: AbortSignal;
  /** At the first of its servers that answers. */
  any<T>(use: (directory: Directory) => Promise<T>): Promise<T>;
  /** At this server, as the forest's account or another. */
  at<T>(server: string, use: (directory: Directory) => Promise<T>, account?: AccountAccess): Promise<T>;
  /** The same as `any` for work that reads what is there, then changes it: again where an answer was lost. */
  change<T>(use: (directory: Directory) => Promise<T>): Promise<T>;
}

/** Milliseconds before each further attempt: a controller restarts in some seconds. */
const pauses = [1_000, 3_000, 8_000];

/**
 * The forest of a name.
 *
 * @throws {InvalidRequest} Where the provider has no forest of the name.
 */
export function forestUse(name: string, context: CallContext, useDirectory: UseDirectory): ForestUse {
  const access = forestNamed(name, context);
  const { signal } = context;
  const as = <T>(account: AccountAccess, servers: readonly string[], use: (directory: Directory) => Promise<T>) =>
    useDirectory({ ...access, bindAs: account.bindAs, password: account.password, servers }, use, { signal });
  const others = oneFirst();
  return {
    access,
    signal,
    any: (use) => as(access, access.servers, use),
    at: (server, use, account) =>
      account === undefined ? as(access, [server], use) : others(() => as(account, [server], use)),
    change: (use) => untilCertain((servers, work) => as(access, servers, work), access.servers, use, signal),
  };
}

/** The forest among the provider's arguments. */
export function forestNamed(name: string, { config: { forests } }: CallContext): ForestAccess {
  const found = forests.find(({ forest }) => sameName(forest, name));
  if (found !== undefined) return found;
  const known = forests.map(({ forest }) => forest).join(", ") || "none";
  throw new InvalidRequest(
    `forest ${JSON.stringify(name)} is not among the provider's forests (${known}); add it to them`,
  );
}

/** Lets the first go alone: a refused password that is tried everywhere at once would lock the account. */
function oneFirst(): <T>(work: () => Promise<T>) => Promise<T> {
  let first: Promise<unknown> | undefined;
  return async (work) => {
    if (first === undefined) {
      const mine = Promise.resolve().then(work);
      first = mine.catch((error: unknown) => error);
      return await mine;
    }
    const outcome = await first;
    if (outcome instanceof DirectoryError && outcome.kind === "credentials") throw outcome;
    return await work();
  };
}

async function untilCertain<T>(
  open: <R>(servers: readonly string[], use: (directory: Directory) => Promise<R>) => Promise<R>,
  all: readonly string[],
  use: (directory: Directory) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let servers = all;
  const attempt = () =>
    open(servers, (directory) => {
      // From here on this server alone: another one does not know yet what was changed here.
      servers = [directory.server];
      return use(directory);
    });
  for (const milliseconds of pauses) {
    try {
      return await attempt();
    } catch (error) {
      // Where nothing had begun nothing can have been changed, and there is nothing to be read back.
      if (servers === all || !isUncertain(error) || signal.aborted) throw error;
      await pause(milliseconds, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
  return await attempt();
}
