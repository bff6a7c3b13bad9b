import type { RuleSetting, Severity } from "../topology/model.ts";
import type { Report, Rule, Threshold, World } from "./rule.ts";

/** The number by which a rule judges: of the policy configuration, else of the file, else the rule's own. */
export function thresholdOf({ configured, facts }: World, rule: string, { name, standard }: Threshold): number {
  return configured[rule]?.[name] ?? facts.policy.rules?.[rule]?.values[name] ?? standard;
}

/** Weakest first. */
const order: readonly (Severity | "off")[] = ["off", "info", "advisory", "mandatory"];

/** True where one level stops less than another. */
export function isWeaker(one: Severity | "off", other: Severity | "off"): boolean {
  return order.indexOf(one) < order.indexOf(other);
}

/** The level of what a rule reports, with what the file sets of the rule; off: nothing is said. */
export function severityOf(rule: Rule, report: Report, setting: RuleSetting | undefined): Severity | "off" {
  const own = report.severity ?? rule.severity;
  const set = setting?.severity ?? null;
  if (set === null) return own;
  // A notice of a rule stays weaker than its failures: an end that comes near is no end.
  return isWeaker(own, rule.severity) && isWeaker(own, set) ? own : set;
}
