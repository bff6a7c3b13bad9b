import { DirectoryError } from "../../modules/directory/directoryError.ts";
import type { Entry } from "../../modules/directory/entry.ts";
import type { Search } from "../../modules/directory/ldapClient.ts";
import type { Directory } from "../../modules/directory/openDirectory.ts";

/** Attribute values by name: text, or octets. */
export type Values = Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;

const configuration = "CN=Configuration,DC=corp,DC=example";
export const schema: string = `CN=Schema,${configuration}`;
export const services: string = `CN=Services,${configuration}`;
export const product: string = `CN=Microsoft SPP,${services}`;
export const container: string = `CN=Activation Objects,${product}`;
/** The root domain's own entry. */
export const rootDomain = "DC=corp,DC=example";
/** Authenticated Users, S-1-5-11, as octets in hexadecimal. */
export const authenticatedUsers = "01010000000000050b000000";

/** A self-relative security descriptor whose access list has the given entries. */
export function descriptor(...entries: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt8(1, 0);
  // Self-relative, and with an access list.
  head.writeUInt16LE(0x8004, 2);
  head.writeUInt32LE(20, 16);
  const list = Buffer.alloc(8);
  list.writeUInt8(4, 0);
  list.writeUInt16LE(8 + Buffer.concat(entries).length, 2);
  list.writeUInt16LE(entries.length, 4);
  return Buffer.concat([head, list, ...entries]);
}

/** One entry of an access list; type 0 allows and 1 denies. */
export function accessEntry(type: number, mask: number, identifier: string, flags = 0): Buffer {
  const sid = Buffer.from(identifier, "hex");
  const entry = Buffer.alloc(8);
  entry.writeUInt8(type, 0);
  entry.writeUInt8(flags, 1);
  entry.writeUInt16LE(8 + sid.length, 2);
  entry.writeUInt32LE(mask, 4);
  return Buffer.concat([entry, sid]);
}

/** LIST_CONTENTS for everybody who has logged on. */
const listable = descriptor(accessEntry(0, 0x4, authenticatedUsers));

/** Mandatory attributes of an activation object, with octets that mean nothing. */
export function anObject(displayName: string, changes: Values = {}): Values {
  return {
    objectClass: ["top", "msSPP-ActivationObject"],
    cn: `cn-of-${displayName}`,
    displayName,
    "msSPP-CSVLKSkuId": Buffer.from("00112233445566778899aabbccddeeff", "hex"),
    "msSPP-KMSIds": [Buffer.alloc(16, 2), Buffer.alloc(16, 1)],
    "msSPP-CSVLKPid": "placeholder",
    "msSPP-CSVLKPartialProductKey": "LABXX",
    ...changes,
  };
}

/** The containers of a forest that the account may read and list, without any object. */
export function emptyForest(): Map<string, Values> {
  const folder = (objectClass: string) => ({ objectClass: ["top", objectClass], nTSecurityDescriptor: listable });
  return new Map<string, Values>([
    [configuration, folder("configuration")],
    [schema, { objectClass: ["top", "dMD"], objectVersion: "69" }],
    [
      `CN=ms-SPP-Activation-Object,${schema}`,
      { objectClass: "classSchema", lDAPDisplayName: "msSPP-ActivationObject" },
    ],
    [services, folder("container")],
    [product, folder("container")],
    [container, folder("msSPP-ActivationObjectsContainer")],
  ]);
}

/** A directory over a map that a test may change meanwhile. */
export function fakeDirectory(entries: Map<string, Values>, changes: Partial<Directory> = {}): Directory {
  return {
    forest: "corp.example",
    server: "dc1.corp.example:636",
    configurationNamingContext: configuration,
    bindAs: "svc@corp.example",
    schemaNamingContext: schema,
    defaultNamingContext: rootDomain,
    rootDomainNamingContext: rootDomain,
    identifiers: ["S-1-5-11"],
    search: async (base, search) => {
      if (!entries.has(base)) return undefined;
      const inScope = (dn: string) => {
        if (search.scope === "base") return dn === base;
        return search.scope === "sub" ? dn.endsWith(base) : dn.replace(/^(\\,|[^,])+,/, "") === base;
      };
      // Conditions of a filter that joins them by "and"; only searches of a whole tree depend on theirs here.
      const conditions = search.scope === "sub" ? [...search.filter.matchAll(/\(([\w-]+)=([^()]+)\)/g)] : [];
      const meets = (values: Values) =>
        conditions.every(([, name = "", wanted = ""]) => {
          const has = Object.entries(values).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
          return has !== undefined && (wanted === "*" || String(has) === wanted);
        });
      const found = [...entries].filter(([dn, values]) => inScope(dn) && meets(values));
      return found.map(([dn, values]) => entryOf(dn, values, search));
    },
    add: async (dn, attributes) => {
      if (entries.has(dn)) throw new DirectoryError("exists", `adding ${dn}: entryAlreadyExists`);
      // A directory gives an entry its naming attribute itself.
      entries.set(dn, { cn: (/^CN=((?:\\.|[^,])+)/.exec(dn)?.[1] ?? "").replaceAll("\\", ""), ...attributes });
    },
    replaceAccessList: async (dn, nTSecurityDescriptor) =>
      void entries.set(dn, { ...entries.get(dn), nTSecurityDescriptor }),
    remove: async (dn) => void entries.delete(dn),
    close: async () => {},
    ...changes,
  };
}

function entryOf(dn: string, values: Values, { attributes }: Search): Entry {
  const asked = Object.entries(values).filter(([name]) => attributes.includes(name));
  return {
    dn,
    attributes: new Map(
      asked.map(([name, value]) => [name.toLowerCase(), [value].flat().map((one) => Buffer.from(one))]),
    ),
  };
}
