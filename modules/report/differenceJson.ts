import type { PlanDifference } from "../explain/change.ts";
import { jsonDocument } from "./json.ts";

/** A difference of plans for machines: lists by name. */
export function differenceJson(difference: PlanDifference): string {
  const { before, after, cohorts, hosts, keys, touched } = difference;
  return jsonDocument({
    before,
    after,
    cohorts: cohorts.toSorted((a, b) => compare(a.site, b.site) || compare(a.cohort, b.cohort)),
    hosts: hosts.toSorted((a, b) => compare(a.host, b.host)),
    keys: keys.toSorted((a, b) => compare(a.type, b.type) || compare(nameOf(a), nameOf(b))),
    touched,
  });
}

function nameOf(key: PlanDifference["keys"][number]): string {
  return key.type === "csvlk" ? key.key : key.product;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
