import { DatabaseSync } from "node:sqlite";
import { armTypeOfId, keyOfId, memberLists, type Properties, parentIdOf } from "./armTypes.ts";

/** A resource as the Azure stand-in keeps it: what ARM would return, in the names of @pulumi/azure-native. */
export interface StoredResource {
  readonly id: string;
  /** Pulumi's name of the type, such as azure-native:network:Subnet. */
  readonly type: string;
  readonly properties: Properties;
}

/** The state of the Azure stand-in, one file that several processes may have open. */
export interface Store {
  /** Every resource by id, with the subnets and security rules that their parents hold. */
  list(): StoredResource[];
  /** The resource with this id, or undefined. */
  get(id: string): StoredResource | undefined;
  /** Writes a resource, new or not. A subnet or security rule is written into its parent, which must exist. */
  put(resource: StoredResource): void;
  /** Replaces the properties of a resource by hand, as somebody in the portal would. Throws when there is none. */
  edit(id: string, change: (properties: Properties) => Properties): void;
  /** Removes a resource and everything below it. Throws when there is none. */
  remove(id: string): void;
  /** Ids of the resources outside `id` that refer to it or to something below it. */
  users(id: string): string[];
  /** Resources below an id, without those that a parent holds in itself. */
  below(id: string): StoredResource[];
  /** Runs work that no other process may interleave with; undone when it throws. */
  transaction<T>(work: () => T): T;
  close(): void;
}

interface Row {
  id: string;
  type: string;
  properties: string;
}

/** Opens a store, which is made when the file is not there. Close it after use. */
export function openStore(file: string): Store {
  return new SqliteStore(file);
}

/** Every ARM id that occurs in a value, as a value or as the name of a member. */
function idsIn(value: unknown): string[] {
  if (typeof value === "string") return value.startsWith("/subscriptions/") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [...idsIn(key), ...idsIn(member)]);
}

class SqliteStore implements Store {
  private readonly db: DatabaseSync;

  constructor(file: string) {
    this.db = new DatabaseSync(file);
    // Several providers write at once. A crash of the machine may lose the store, which is made for one test.
    this.db.exec("PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS resources (key TEXT PRIMARY KEY, id TEXT, type TEXT, properties TEXT) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS refs (target TEXT, source TEXT, PRIMARY KEY (target, source)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS refs_by_source ON refs (source);`);
  }

  list(): StoredResource[] {
    const all = this.rows("SELECT id, type, properties FROM resources").flatMap((r) => [r, ...held(r)]);
    return all.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get(id: string): StoredResource | undefined {
    const key = keyOfId(id);
    const [row] = this.rows("SELECT id, type, properties FROM resources WHERE key = ?", key);
    if (row || !armTypeOfId(id)?.listedIn) return row;
    const parent = this.get(parentIdOf(id) ?? "");
    return parent && held(parent).find((child) => keyOfId(child.id) === key);
  }

  put(resource: StoredResource): void {
    const list = armTypeOfId(resource.id)?.listedIn;
    if (list === undefined) this.write(resource);
    else this.inParent(resource.id, list, resource.properties);
  }

  edit(id: string, change: (properties: Properties) => Properties): void {
    this.transaction(() => {
      const resource = this.existing(id);
      this.put({ ...resource, properties: change(structuredClone(resource.properties)) });
    });
  }

  remove(id: string): void {
    const resource = this.existing(id);
    const list = armTypeOfId(resource.id)?.listedIn;
    if (list !== undefined) {
      this.inParent(resource.id, list, undefined);
      return;
    }
    for (const { id: gone } of [resource, ...this.below(id)]) {
      this.db.prepare("DELETE FROM resources WHERE key = ?").run(keyOfId(gone));
      this.db.prepare("DELETE FROM refs WHERE source = ?").run(keyOfId(gone));
    }
  }

  users(id: string): string[] {
    const [key, first, end] = span(id);
    const found = this.db
      .prepare(`SELECT DISTINCT r.id AS id FROM refs JOIN resources r ON r.key = refs.source
        WHERE (refs.target = ?1 OR (refs.target >= ?2 AND refs.target < ?3))
          AND refs.source <> ?1 AND NOT (refs.source >= ?2 AND refs.source < ?3) ORDER BY r.id`)
      .all(key, first, end) as unknown as { id: string }[];
    return found.map((row) => row.id);
  }

  below(id: string): StoredResource[] {
    const [, first, end] = span(id);
    return this.rows("SELECT id, type, properties FROM resources WHERE key >= ? AND key < ? ORDER BY key", first, end);
  }

  transaction<T>(work: () => T): T {
    this.db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.db.exec("COMMIT");
      return result;
    } catch (error) {
      this.db.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.db.close();
  }

  private existing(id: string): StoredResource {
    const resource = this.get(id);
    if (resource === undefined) throw new Error(`Azure stand-in: there is no ${id} in the store`);
    return resource;
  }

  /** Replaces, adds or takes out one member of a parent's list; the others keep their places. */
  private inParent(id: string, list: string, member: Properties | undefined): void {
    const parent = this.existing(parentIdOf(id) ?? "");
    const now = members(parent, list);
    const place = now.findIndex((other) => keyOfId(String(other.id)) === keyOfId(id));
    const changed = now.toSpliced(place < 0 ? now.length : place, place < 0 ? 0 : 1, ...(member ? [member] : []));
    this.write({ ...parent, properties: { ...parent.properties, [list]: changed } });
  }

  private write({ id, type, properties }: StoredResource): void {
    const key = keyOfId(id);
    this.db
      .prepare("INSERT OR REPLACE INTO resources (key, id, type, properties) VALUES (?, ?, ?, ?)")
      .run(key, id, type, JSON.stringify(properties));
    this.db.prepare("DELETE FROM refs WHERE source = ?").run(key);
    const insert = this.db.prepare("INSERT OR IGNORE INTO refs (target, source) VALUES (?, ?)");
    for (const target of idsIn(properties).map(keyOfId)) {
      if (target !== key && !target.startsWith(`${key}/`)) insert.run(target, key);
    }
  }

  private rows(sql: string, ...parameters: string[]): StoredResource[] {
    const rows = this.db.prepare(sql).all(...parameters) as unknown as Row[];
    return rows.map((row) => ({ ...row, properties: JSON.parse(row.properties) as Properties }));
  }
}

/** The key of an id, and the half-open range of the keys below it ("0" follows "/"). */
function span(id: string): [key: string, first: string, end: string] {
  const key = keyOfId(id);
  return [key, `${key}/`, `${key}0`];
}

function members(parent: StoredResource, list: string): Properties[] {
  const value = parent.properties[list];
  return Array.isArray(value) ? (value as Properties[]) : [];
}

/** The subnets of a network and the rules of a security group, as resources of their own. */
function held(parent: StoredResource): StoredResource[] {
  return memberLists.flatMap((list) =>
    members(parent, list).flatMap((properties) => {
      const id = String(properties.id);
      const type = armTypeOfId(id);
      return type?.listedIn === list ? [{ id, type: type.token, properties }] : [];
    }),
  );
}
