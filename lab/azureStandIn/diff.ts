import { changeRules } from "./armRules.ts";
import { type ArmType, armTypeOfId, keyOfId, type Properties, pathParameters, regionOf } from "./armTypes.ts";
import { isObject, unknown } from "./values.ts";

/** How one property differs between the inputs of the last deployment and the new ones. */
export interface Change {
  /** The property in Pulumi's notation, such as securityRules[0].access. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

/**
 * Compares inputs as azure-native does: path parameters and some top-level properties replace, everything else is
 * previewed as an update, whether or not ARM will allow it.
 */
export function changesOf(type: ArmType, old: Properties, news: Properties): Change[] {
  const replaces = new Set([...pathParameters(type), ...(changeRules[type.token]?.replaces ?? [])]);
  return [...compare("", old, news)].map((change) => ({
    ...change,
    replaces: replaces.has(/^[^.[]+/.exec(change.path)?.[0] ?? ""),
  }));
}

function* compare(path: string, old: unknown, news: unknown): Generator<Pick<Change, "path" | "kind">> {
  if (sameInput(path, old, news)) return;
  if (old === undefined) yield { path, kind: "add" };
  else if (news === undefined) yield { path, kind: "delete" };
  else if (isObject(old) && isObject(news)) {
    for (const key of new Set([...Object.keys(old), ...Object.keys(news)])) {
      yield* compare(path + keyPath(key, path === ""), old[key], news[key]);
    }
  } else if (Array.isArray(old) && Array.isArray(news)) {
    for (let i = 0; i < Math.max(old.length, news.length); i++) yield* compare(`${path}[${i}]`, old[i], news[i]);
  } else yield { path, kind: "update" };
}

/** Regions and resource ids are written in several ways that mean the same; an unknown value may turn out anything. */
function sameInput(path: string, old: unknown, news: unknown): boolean {
  if (news === unknown) return false;
  if (old === news) return true;
  if (typeof old !== "string" || typeof news !== "string") return false;
  if (path === "location") return regionOf(old) === regionOf(news);
  return armTypeOfId(old) !== undefined && keyOfId(old) === keyOfId(news);
}

function keyPath(key: string, first: boolean): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `["${key.replaceAll('"', '\\"')}"]`;
  return first ? key : `.${key}`;
}
