import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Rule } from "../modules/rules/rule.ts";

/**
 * What the policy configuration may set of a rule besides its level; nothing where the rule has no thresholds.
 *
 * Without defaults: the engine would send them as if they were configured, and they would go before those of the file.
 */
export function configSchemaOf({ thresholds = [] }: Rule): { configSchema?: PolicyConfigSchema } {
  if (thresholds.length === 0) return {};
  const properties = thresholds.map(({ name, summary, standard, least, most }) => [
    name,
    {
      type: "integer",
      minimum: least,
      maximum: most,
      description: `${summary} Default: what the topology file says, else ${standard}.`,
    },
  ]);
  return { configSchema: { properties: Object.fromEntries(properties) } };
}

/** The thresholds in the configuration of a policy; what is no number of the rule is left out. */
export function configuredOf(
  { thresholds = [] }: Rule,
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number>> {
  const values = thresholds.flatMap(({ name }) => (typeof config[name] === "number" ? [[name, config[name]]] : []));
  return Object.fromEntries(values);
}
