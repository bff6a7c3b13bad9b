import type { Item } from "../desired/item.ts";

/** What identifies an item for a reader of a report, and what can differ while it stays the same item. */
interface Fields {
  /** The fields that `keyOf` names. */
  readonly identity: readonly string[];
  /** Facts that a live reader sees; what only the file knows (the zone's name, the host behind a record) is left out. */
  readonly compared: readonly string[];
}

type Kind = Item["kind"];
type FieldOf<K extends Kind> = Exclude<keyof Extract<Item, { kind: K }>, "kind">;

/** The compiler asks for a line for each new kind. */
const fields: {
  readonly [K in Kind]: { readonly identity: readonly FieldOf<K>[]; readonly compared: readonly FieldOf<K>[] };
} = {
  srv: { identity: ["name", "target", "port"], compared: ["priority", "weight", "ttl"] },
  address: { identity: ["name"], compared: ["address", "ttl"] },
  securityGroup: { identity: ["name"], compared: ["rules"] },
  kmsHost: { identity: ["name"], compared: ["fqdn", "address", "port", "imageSku", "publicAddress"] },
  activationObject: { identity: ["forest", "name"], compared: [] },
};

/** The fields of one kind of item. */
export function fieldsOf(kind: Kind): Fields {
  return fields[kind];
}
