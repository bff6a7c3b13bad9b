import type { DirectoryReader } from "./directory.ts";
import { DirectoryError } from "./directoryError.ts";
import { type Entry, octets } from "./entry.ts";
import { mayList } from "./mayList.ts";

/**
 * Where activation objects lie, from the root of the configuration downwards.
 *
 * @see https://learn.microsoft.com/windows/win32/adschema/c-msspp-activationobjectscontainer
 */
const path = ["CN=Services", "CN=Microsoft SPP", "CN=Activation Objects"];

/**
 * Makes sure that the container is there and can be read.
 *
 * @returns Its distinguished name.
 * @throws {DirectoryError} `absentSchema` or `absentContainer` only where the account could have seen it; else `denied`.
 */
export async function findContainer(directory: DirectoryReader): Promise<string> {
  let parent = directory.configurationNamingContext;
  for (const name of path) {
    const dn = `${name},${parent}`;
    const found = await directory.search(dn, { scope: "base", filter: "(objectClass=*)", attributes: ["objectClass"] });
    if (found === undefined) throw await whyNotFound(directory, dn, parent);
    if (!isReadable(found[0])) throw denied(directory, dn, "is there, but the account may not read it");
    parent = dn;
  }
  return parent;
}

/** True where the account may read the entry; one that it may only see comes without its class, or not at all. */
export function isReadable(entry: Entry | undefined): boolean {
  return entry !== undefined && octets(entry, "objectClass").length > 0;
}

/** Everything directly below an entry; where that is nothing, the account must be able to see that it is nothing. */
export async function childrenOf(
  directory: DirectoryReader,
  dn: string,
  attributes: readonly string[],
): Promise<readonly Entry[]> {
  const found = await directory.search(dn, { scope: "one", filter: "(objectClass=*)", attributes });
  // It was there a moment ago; what is gone now was not seen to be empty.
  if (found === undefined) {
    const words = `${dn} is gone, or hidden, since it was read a moment ago; run again`;
    throw new DirectoryError("failed", `forest ${directory.forest} at ${directory.server}: ${words}`);
  }
  if (found.length === 0 && !(await mayList(directory, dn))) {
    throw denied(directory, dn, "shows nothing, and the account may not list it, so that nothing is known");
  }
  return found;
}

async function whyNotFound(directory: DirectoryReader, dn: string, parent: string): Promise<DirectoryError> {
  if (!(await mayList(directory, parent))) {
    return denied(directory, dn, `is not shown, and the account may not list ${parent}, so that nothing is known`);
  }
  const name = "msSPP-ActivationObject";
  const filter = `(&(objectClass=classSchema)(lDAPDisplayName=${name}))`;
  const schema = { scope: "one", filter, attributes: ["lDAPDisplayName"] } as const;
  const classes = await directory.search(directory.schemaNamingContext, schema);
  const where = `forest ${directory.forest} at ${directory.server}`;
  if (classes?.length === 0) {
    const words = `the schema has no class ${name}; extend it with adprep of Windows Server 2012 R2 or later`;
    return new DirectoryError("absentSchema", `${where}: ${words}`);
  }
  const words = `${dn} does not exist; run adprep /forestprep of Windows Server 2012 R2 or later, which makes it`;
  return new DirectoryError("absentContainer", `${where}: ${words}`);
}

function denied(directory: DirectoryReader, dn: string, what: string): DirectoryError {
  const remedy = "give it read and list rights there (Authenticated Users have them by default)";
  return new DirectoryError("denied", `forest ${directory.forest} at ${directory.server}: ${dn} ${what}; ${remedy}`);
}
