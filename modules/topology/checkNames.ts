import type { CrossCheck } from "./declared.ts";
import { bare } from "./dnsName.ts";
import { type Report, show } from "./draft.ts";
import type { Path } from "./places.ts";

/**
 * Reports names in one map that differ only by case, or in DNS names by the final dot: DNS and Azure would take them
 * for one.
 */
export const checkNames: CrossCheck = ({ file }, report) => {
  const maps: readonly (readonly [Path, object | undefined])[] = [
    [["keys"], file.keys],
    [["forests"], file.forests],
    [["zones"], file.zones],
    [["kmsHosts"], file.kmsHosts],
    [["sites"], file.sites],
    ...Object.entries(file.sites).map(([name, site]) => [["sites", name, "cohorts"], site.cohorts] as const),
  ];
  for (const [path, map] of maps) {
    const names = Object.keys(map ?? {});
    if (names.length < 2) continue;
    const seen = new Map<string, string>();
    for (const name of names) {
      const form = bare(name).toLowerCase();
      const first = seen.get(form);
      if (first !== undefined)
        report([...path, name], `is the same name as ${JSON.stringify(first)}; rename one`, "key");
      seen.set(form, name);
    }
  }
};

/** Reports a value that stands twice in one list, wherever the list is. */
export const checkLists: CrossCheck = ({ file }, report) => {
  const path: (string | number)[] = [];
  const walk = (node: object): void => {
    if (Array.isArray(node)) reportRepeated(node, path, report);
    for (const [key, value] of Object.entries(node)) {
      if (value === null || typeof value !== "object") continue;
      path.push(Array.isArray(node) ? Number(key) : key);
      walk(value);
      path.pop();
    }
  };
  walk(file);
};

function reportRepeated(list: readonly unknown[], path: Path, report: Report): void {
  if (list.length < 2 || new Set(list).size === list.length) return;
  for (const [i, value] of list.entries()) {
    if (typeof value !== "object" && list.indexOf(value) < i)
      report([...path, i], `lists ${show(value)} twice; keep one`);
  }
}
