import type { Cohort } from "../topology/model.ts";
import { productVersion } from "../topology/products.ts";
import type { Gap } from "./forestContact.ts";
import { longestContactGap } from "./thresholds.ts";

const nouns = {
  client: { one: "client machine", many: "client machines" },
  server: { one: "server", many: "servers" },
  office: { one: "machine with Office", many: "machines with Office" },
} as const;

const singular = { are: "is", get: "gets", use: "uses", carry: "carries" } as const;

/** `3400 client machines`, `1 server`. */
export function machines({ count, product }: Pick<Cohort, "count" | "product">): string {
  return `${count} ${count === 1 ? nouns[product].one : nouns[product].many}`;
}

/** `3400 client machines use`, `1 server uses`. */
export function machinesThat(cohort: Cohort, verb: keyof typeof singular): string {
  return `${machines(cohort)} ${cohort.count === 1 ? singular[verb] : verb}`;
}

/** The name of an operating system or Office as people know it; the id where the list does not have it. */
export function label(os: string): string {
  return productVersion(os)?.label ?? os;
}

/** A DNS name as people write it, without the final dot. */
export function shown(name: string): string {
  return name.replace(/\.$/, "");
}

/** How often machines meet something: `every 200 days`, `never`, `all the time`. */
export function often(gap: Gap): string {
  if (gap === "never") return "never";
  if (gap === 0) return "all the time";
  return gap === 1 ? "every day" : `every ${gap} days`;
}

/** How often machines meet something, as a clause: `they meet kms-1 every 30 days`. */
export function meet(what: string, gap: Gap): string {
  return gap === "never" ? `they never meet ${what}` : `they meet ${what} ${often(gap)}`;
}

/** That machines meet something too seldom: `they meet kms-1 every 200 days, every 180 days are needed`. */
export function meetTooSeldom(what: string, gap: Gap): string {
  if (gap === "never") return meet(what, gap);
  return `${meet(what, gap)}, every ${longestContactGap} days are needed`;
}
