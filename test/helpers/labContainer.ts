import { randomBytes } from "node:crypto";
import { Attribute, Change, Client } from "ldapts";
import { corp } from "../../lab/forests.ts";
import { run } from "../../lab/run.ts";
import { enterBare, insideDir, labOf } from "../../lab/sites.ts";
import { grants, rights } from "../../modules/directory/accessEvaluation.ts";
import {
  activationObjectClass,
  type ContainerAccess,
  readContainerAccess,
} from "../../modules/directory/containerRights.ts";
import type { Directory } from "../../modules/directory/directory.ts";
import { accessListOf } from "../../modules/directory/mayList.ts";
import { withDirectory } from "../../modules/directory/openDirectory.ts";
import { principalFinder, sidsOf } from "../../modules/directory/principals.ts";
import { type AccessEntry, serialiseDacl } from "../../modules/directory/securityDescriptor.ts";
import { labDir } from "./estate.ts";
import { labConnection } from "./lab.ts";

export const product = "CN=Microsoft SPP,CN=Services,CN=Configuration,DC=corp,DC=example";
export const container: string = `CN=Activation Objects,${product}`;
const users = "CN=Users,DC=corp,DC=example";

/** An account of the lab's forest that one test made for itself. */
export interface TestAccount {
  readonly name: string;
  readonly dn: string;
  readonly sid: string;
  readonly password: string;
}

/** Does something with the lab's forest as its administrator, by the product's own client. */
export function asAdministrator<T>(use: (directory: Directory) => Promise<T>): Promise<T> {
  return withDirectory(labConnection("corp.example", "Administrator"), use);
}

/** Makes an account with a random password. */
export async function makeAccount(admin: Client, name: string): Promise<TestAccount> {
  const [dn, password] = [`CN=${name},${users}`, `${randomBytes(18).toString("base64url")}aA1!`];
  await admin.add(dn, [
    new Attribute({ type: "objectClass", values: ["user"] }),
    new Attribute({ type: "sAMAccountName", values: [name] }),
    new Attribute({ type: "userPrincipalName", values: [`${name}@corp.example`] }),
    new Attribute({ type: "userAccountControl", values: ["512"] }),
    // Active Directory takes a password in quotes, in UTF-16.
    new Attribute({ type: "unicodePwd", values: [Buffer.from(`"${password}"`, "utf16le")] }),
  ]);
  const found = await asAdministrator((directory) => principalFinder(directory).find(`CORP\\${name}`));
  return { name, dn, password, sid: found?.sid ?? "" };
}

/** Does something as an account, by ldapts alone. */
export async function as({ name, password }: TestAccount, use: (client: Client) => Promise<void>): Promise<void> {
  const { ca } = labConnection("corp.example", "svc-audit");
  const servername = "dc1.corp.example";
  const client = new Client({ url: `ldaps://${servername}`, timeout: 10_000, tlsOptions: { ca: [ca], servername } });
  try {
    await client.bind(`${name}@corp.example`, password);
    await use(client);
  } finally {
    await client.unbind();
  }
}

/** Adds an object that holds no licence and activates nothing. */
export async function addObject(client: Client, dn: string): Promise<void> {
  await client.add(dn, [
    new Attribute({ type: "objectClass", values: ["msSPP-ActivationObject"] }),
    new Attribute({ type: "displayName", values: ["placeholder of a test"] }),
    new Attribute({ type: "msSPP-CSVLKPartialProductKey", values: ["LABXX"] }),
    new Attribute({ type: "msSPP-CSVLKPid", values: ["placeholder of a test"] }),
    new Attribute({ type: "msSPP-CSVLKSkuId", values: [randomBytes(16)] }),
    new Attribute({ type: "msSPP-KMSIds", values: [randomBytes(16)] }),
  ]);
}

/** A change of one attribute to one value. */
export function replaced(type: string, value: string): Change {
  return new Change({ operation: "replace", modification: new Attribute({ type, values: [value] }) });
}

/** Who may do what in the container. */
export function access(): Promise<ContainerAccess> {
  return asAdministrator(readContainerAccess);
}

/** Changes the access list of an entry by hand. */
export function withList(dn: string, change: (list: readonly AccessEntry[]) => readonly AccessEntry[]): Promise<void> {
  return asAdministrator(async (directory) => {
    const descriptor = await accessListOf(directory, dn);
    await directory.replaceAccessList(dn, serialiseDacl(descriptor?.control ?? 0, change(descriptor?.dacl ?? [])));
  });
}

/** The octets of all entries that are not for some accounts, in an order of their own: a controller may sort a list. */
export function entriesOfOthers(
  { descriptor }: ContainerAccess,
  ...accounts: readonly TestAccount[]
): readonly string[] {
  const sids = accounts.map(({ sid }) => sid);
  return (descriptor.dacl ?? [])
    .filter((entry) => entry.type === "other" || !sids.includes(entry.sid))
    .map(({ octets }) => octets.toString("hex"))
    .sort();
}

/** What the server says that an account may make in the container, and what we read from the list. */
export async function mayCreate(account: TestAccount): Promise<{ server: boolean; evaluated: boolean }> {
  const identifiers = await asAdministrator((directory) => sidsOf(directory, `CORP\\${account.name}`));
  const { descriptor } = await access();
  let server = false;
  await as(account, async (client) => {
    const options = { scope: "base" as const, attributes: ["allowedChildClassesEffective"] };
    const { searchEntries } = await client.search(container, options);
    server = [searchEntries[0]?.allowedChildClassesEffective].flat().map(String).includes("msSPP-ActivationObject");
  });
  return { server, evaluated: grants(descriptor, identifiers ?? [], rights.createChild, activationObjectClass) };
}

/** Samba's own program for access lists, on the database of the running controller. */
export async function dsacl(action: "get" | "set", ...more: readonly string[]): Promise<string> {
  const lab = labOf(labDir ?? "");
  const folder = `${insideDir}/${corp.folder}`;
  const where = [`--configfile=${folder}/etc/smb.conf`, "-H", `${folder}/private/sam.ldb`, `--objectdn=${container}`];
  return await run(enterBare(lab, ["samba-tool", "dsacl", action, ...where, ...more]));
}
