import { policyNames } from "../rules/policyNames.ts";
import type { Rule } from "../rules/rule.ts";
import { jsonDocument } from "./json.ts";
import { pageOf } from "./rulesReport.ts";

/** Rules for machines; one rule is a list of one. */
export function rulesJson(rules: readonly Rule[]): string {
  return jsonDocument({ rules: rules.map(ruleJson) });
}

function ruleJson(rule: Rule): object {
  const { id, severity, summary, source, reads, remedy, thresholds = [] } = rule;
  return { id, severity, summary, remedy, reads, thresholds, policies: policyNames(rule), source, url: pageOf(rule) };
}
