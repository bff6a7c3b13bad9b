import type { Rule } from "./rule.ts";

/**
 * Names of the policies of a rule in the pack. A policy has one level, so a mandatory rule has an advisory twin for what
 * does not stop a deployment.
 */
export function policyNames({ id, severity }: Rule): readonly [string, ...string[]] {
  const name = id.toLowerCase();
  return severity === "mandatory" ? [name, `${name}-note`] : [name];
}
