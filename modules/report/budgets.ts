import type { Plan } from "../plan/decision.ts";
import type { Facts } from "../topology/model.ts";

/** How much of what a key allows the plan uses. */
export type Budget =
  | {
      readonly key: string;
      readonly type: "csvlk";
      /** Hosts, here and elsewhere. */
      readonly used: number;
      /** Hosts that the key allows. */
      readonly limit: number;
    }
  | {
      readonly key: string;
      readonly type: "mak";
      /** Machines that the plan gives a MAK of this product. */
      readonly needed: number;
      /** Activations left. */
      readonly remaining: number;
    };

/** The budget of every key, by name. Two MAKs of one product share the need, so each shows the whole of it. */
export function budgetsOf(facts: Facts, plan: Plan): Budget[] {
  return facts.keys
    .map((key): Budget => {
      if (key.type === "csvlk") {
        const here = facts.kmsHosts.filter((host) => host.keys.includes(key.name)).length;
        return { key: key.name, type: "csvlk", used: here + key.hostsElsewhere, limit: key.hostLimit };
      }
      const cohorts = plan.decisions.filter((one) => one.method === "mak" && one.product === key.product);
      const needed = cohorts.reduce((sum, one) => sum + one.count, 0);
      return { key: key.name, type: "mak", needed, remaining: key.remaining };
    })
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
