import type { FirewallRule } from "../desired/item.ts";

/** A security rule as Azure writes it: each term as a single value or as a list. */
export interface AzureSecurityRule {
  name: string;
  priority: number;
  direction: string;
  access: string;
  protocol: string;
  sourceAddressPrefix?: string;
  sourceAddressPrefixes?: string[];
  destinationAddressPrefix?: string;
  destinationAddressPrefixes?: string[];
  sourcePortRange?: string;
  sourcePortRanges?: string[];
  destinationPortRange?: string;
  destinationPortRanges?: string[];
}

/** A rule in Azure's form. Lists take neither `*` nor service tags, so a single term goes into the singular field. */
export function securityRuleArgs(rule: FirewallRule): AzureSecurityRule {
  const { name, priority, direction, access, protocol } = rule;
  return {
    name,
    priority,
    direction,
    access,
    protocol,
    ...term("sourceAddressPrefix", "sourceAddressPrefixes", rule.sources),
    ...term("destinationAddressPrefix", "destinationAddressPrefixes", rule.destinations),
    ...term("sourcePortRange", "sourcePortRanges", rule.sourcePorts),
    ...term("destinationPortRange", "destinationPortRanges", rule.destinationPorts),
  };
}

function term(one: string, many: string, values: readonly string[]): Record<string, string | string[]> {
  const [first, ...others] = values;
  return others.length === 0 && first !== undefined ? { [one]: first } : { [many]: [...values] };
}
