import type { Directory, DirectoryConnection } from "./directory.ts";
import { DirectoryError } from "./directoryError.ts";
import { type OpenOptions, openServer } from "./openServer.ts";

export type { Directory, DirectoryConnection, DirectoryReader } from "./directory.ts";
export type { OpenOptions } from "./openServer.ts";

/**
 * Opens the first server that answers, over TLS with the pinned CA, as the given account.
 *
 * A refused password ends the search: trying it at every server would lock the account.
 *
 * @throws {DirectoryError} With what each server answered.
 */
export async function openDirectory(connection: DirectoryConnection, options: OpenOptions = {}): Promise<Directory> {
  refuseIncomplete(connection);
  const failures: DirectoryError[] = [];
  for (const server of connection.servers) {
    options.signal?.throwIfAborted();
    try {
      return await openServer(connection, server, options);
    } catch (error) {
      if (!(error instanceof DirectoryError) || error.kind === "credentials") throw error;
      failures.push(error);
    }
  }
  throw noneUsable(connection.forest, failures);
}

function refuseIncomplete({ forest, servers, bindAs, password, ca }: DirectoryConnection): void {
  // Windows takes a bind with an empty password as anonymous and answers success.
  if (bindAs === "" || password === "") {
    throw new DirectoryError("credentials", `forest ${forest}: name or password is empty; configure both`);
  }
  if (!ca.includes("-----BEGIN CERTIFICATE-----")) {
    throw new DirectoryError("tls", `forest ${forest}: ca holds no certificate; give the PEM text of the CA`);
  }
  if (servers.length === 0) {
    throw new DirectoryError("unreachable", `forest ${forest}: no server is named; name a domain controller`);
  }
}

function noneUsable(forest: string, failures: readonly DirectoryError[]): DirectoryError {
  const [first, ...others] = failures as [DirectoryError, ...DirectoryError[]];
  if (others.length === 0) return first;
  const kind = others.every((failure) => failure.kind === first.kind) ? first.kind : "unreachable";
  const all = failures.map(({ message }) => `\n  ${message}`).join("");
  return new DirectoryError(kind, `forest ${forest}: none of ${failures.length} servers could be used${all}`, first);
}

/** Opens a directory, lets it be used, and closes it whatever happens. */
export async function withDirectory<T>(
  connection: DirectoryConnection,
  use: (directory: Directory) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const directory = await openDirectory(connection, options);
  try {
    return await use(directory);
  } finally {
    await directory.close();
  }
}
