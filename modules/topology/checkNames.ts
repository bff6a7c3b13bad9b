import type { CrossCheck } from "./declared.ts";
import { bare } from "./dnsName.ts";
import { show } from "./draft.ts";
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
    const seen = new Map<string, string>();
    for (const name of Object.keys(map ?? {})) {
      const first = seen.get(bare(name).toLowerCase());
      if (first !== undefined)
        report([...path, name], `is the same name as ${JSON.stringify(first)}; rename one`, "key");
      seen.set(bare(name).toLowerCase(), name);
    }
  }
};

/** Reports a value that stands twice in one list, wherever the list is. */
export const checkLists: CrossCheck = ({ file }, report) => {
  const walk = (node: unknown, path: Path): void => {
    if (node === null || typeof node !== "object") return;
    for (const [key, value] of Object.entries(node)) {
      const index = Array.isArray(node) ? Number(key) : key;
      if (Array.isArray(node) && typeof value !== "object" && node.indexOf(value) < Number(key))
        report([...path, index], `lists ${show(value)} twice; keep one`);
      walk(value, [...path, index]);
    }
  };
  walk(file, []);
};
