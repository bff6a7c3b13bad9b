import { findProductKeys } from "../topology/productKeys.ts";
import type { Report, ResourceRule } from "./rule.ts";

/** What the texts of a resource hold. */
interface Findings {
  /** Path of a text, and the key in it with all but its last five characters masked. */
  readonly keys: { readonly path: string; readonly key: string }[];
  /** Paths of values that cannot be read. */
  readonly unread: string[];
}

/** KEY-02. */
export const noProductKeyInResources: ResourceRule = {
  id: "KEY-02",
  severity: "mandatory",
  over: "resource",
  summary: "No resource holds a product key that is not public.",
  source: "https://learn.microsoft.com/windows/deployment/volume-activation/plan-for-volume-activation-client",
  reads: ["resources"],
  remedy: "Keep the key in a vault and let the machine fetch it; a key that was in a state is no secret any more.",
  check: ({ name, properties }) => {
    const found: Findings = { keys: [], unread: [] };
    search(name, "its name", found);
    search(properties, "", found);
    const subject = `resources.${name}`;
    return [...keyReports(subject, name, found), ...unreadReports(subject, name, found)];
  },
};

function keyReports(subject: string, name: string, { keys }: Findings): Report[] {
  return keys.map(({ path, key }) => ({
    subject,
    message: `resource ${name} holds the product key ${key} in ${path}; take it out, keep it in a vault that the machine reads itself, and have the key replaced if it was ever stored`,
  }));
}

function unreadReports(subject: string, name: string, { unread }: Findings): Report[] {
  const [first] = unread;
  if (first === undefined) return [];
  const others = unread.length === 1 ? "" : ` and ${unread.length - 1} other values`;
  const message = `resource ${name}: ${first}${others} cannot be searched for product keys before the update; they are searched again when they are known`;
  return [{ subject, status: "unknown", message }];
}

function search(value: unknown, path: string, found: Findings): void {
  if (typeof value === "string") for (const key of findProductKeys(value)) found.keys.push({ path, key });
  if (typeof value !== "object" || value === null) return;
  for (const name of Object.keys(value)) {
    const below = path === "" ? name : `${path}.${name}`;
    for (const key of findProductKeys(name)) found.keys.push({ path: `a name in ${path || "its properties"}`, key });
    searchMember(value, name, below, found);
  }
}

/** A value that is not known before the update throws when it is read. */
function searchMember(value: object, name: string, path: string, found: Findings): void {
  let member: unknown;
  try {
    member = (value as Readonly<Record<string, unknown>>)[name];
  } catch {
    found.unread.push(path);
    return;
  }
  search(member, path, found);
}
