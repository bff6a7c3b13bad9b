import { desiredItems } from "../../modules/desired/desired.ts";
import type { FirewallRule, Item, SecurityGroup } from "../../modules/desired/item.ts";
import type { EstateRule, Report, World } from "../../modules/rules/rule.ts";
import { type WorldOptions, worldOf } from "../../modules/rules/world.ts";
import type { Facts } from "../../modules/topology/model.ts";
import { firewallGroup, firewallRule } from "./firewall.ts";

export const today = "2027-06-15";

/** The world of a file that declares what its facts say, and nothing else. */
export function declaredWorld(facts: Facts, options: Partial<WorldOptions> = {}): World {
  return worldOf(facts, desiredItems(facts, options.scope), { today, ...options });
}

/** What one rule reports in the world of a file; `items` go beside what the file declares. */
export function reports(rule: EstateRule, facts: Facts, items: readonly Item[] = []): readonly Report[] {
  const world = declaredWorld(facts);
  return rule.check({ ...world, items: [...world.items, ...items] });
}

/** Subjects and statuses of reports, the shortest way to say what was found. */
export function found(list: readonly Report[]): string[] {
  return list.map(({ subject, status = "fail" }) => `${status} ${subject}`);
}

/** A security group in front of kms-1 with one rule beside Azure's own: TCP 1688 allowed from some sources. */
export const allowing = (sources: readonly string[], overrides: Partial<FirewallRule> = {}): SecurityGroup =>
  firewallGroup(firewallRule({ name: "allow-kms", sources, ...overrides }));
