import type { World } from "./rule.ts";

/** True where the whole file, and every resource that it leads to, is at hand: only then can nothing be found at all. */
export function isWhole({ facts, scope, unreadable, leftOut }: World): boolean {
  return leftOut.length === 0 && unreadable.length === 0 && facts.sites.every(({ name }) => scope.includes(name));
}
