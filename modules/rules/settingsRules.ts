import type { RuleSetting } from "../topology/model.ts";
import { type FindingsRule, ownRule, type Report, type Rule } from "./rule.ts";
import { isWeaker } from "./settings.ts";
import { isWhole } from "./whole.ts";

/** SET-01. */
export const settingsChangeSomething: FindingsRule = {
  id: "SET-01",
  severity: "advisory",
  over: "findings",
  summary: "Every setting of a rule changes something.",
  source: ownRule,
  reads: ["policy.rules"],
  remedy: "Remove the setting, or correct it.",
  check: (world, { found, rules }) =>
    rules.flatMap((rule): Report[] => {
      const setting = world.facts.policy.rules?.[rule.id];
      if (setting === undefined) return [];
      const report = (message: string) => ({ subject: `policy.rules.${rule.id}`, message });
      const idle = idleParts(rule, setting);
      if (idle.length > 0) return idle.map(report);
      const isException = rule.severity === "mandatory" && isWeaker(setting.severity ?? rule.severity, rule.severity);
      // Only the whole file, with every resource read, shows that there is nothing left to lower.
      if (!isException || !isWhole(world) || found.has(rule.id)) return [];
      return [report(`${rule.id} ${lowered(setting)}, and it finds nothing; remove the setting, or it hides the next`)];
    }),
};

/** Parts of a setting that leave the rule as it is. */
function idleParts(rule: Rule, { severity, reason, values }: RuleSetting): readonly string[] {
  const thresholds = Object.entries(values);
  if (severity === null && thresholds.length === 0)
    return [`sets nothing of ${rule.id}${reason === null ? "" : " but a reason"}; remove it, or state a severity`];
  const same = severity === rule.severity ? [`${rule.id} is ${severity} already; remove the severity`] : [];
  const idle = thresholds.flatMap(([name, value]) => {
    if (severity === "off") return [`${rule.id} is switched off, so its ${name} decides nothing; remove the ${name}`];
    const standard = rule.thresholds?.find((one) => one.name === name)?.standard;
    return value === standard ? [`the ${name} of ${rule.id} is ${value} already; remove it`] : [];
  });
  return [...same, ...idle];
}

/** SET-02. */
export const loweredRulesAreShown: FindingsRule = {
  id: "SET-02",
  severity: "info",
  over: "findings",
  summary: "No rule is lowered or switched off by the file.",
  source: ownRule,
  reads: ["policy.rules"],
  remedy: "Nothing has to be done: it is said so that no reader takes silence for a pass.",
  check: ({ facts }, { rules }) =>
    rules.flatMap((rule): Report[] => {
      const setting = facts.policy.rules?.[rule.id];
      if (setting === undefined || !isWeaker(setting.severity ?? rule.severity, rule.severity)) return [];
      // One line: what a policy says is read line by line.
      const why = setting.reason === null ? "" : `: ${setting.reason.trim().replace(/\s+/g, " ")}`;
      return [{ subject: `policy.rules.${rule.id}`, message: `${rule.id} ${lowered(setting)} by the file${why}` }];
    }),
};

function lowered({ severity }: RuleSetting): string {
  return severity === "off" ? "is switched off" : `is lowered to ${severity}`;
}
