import type { Properties } from "./armTypes.ts";
import { isAddressRange } from "./formats.ts";
import { badRequest, type Refusal } from "./refusal.ts";
import type { Put } from "./request.ts";
import { objectsAt, textAt, textsAt } from "./values.ts";

/** Rules of one group: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits */
const mostRules = 1000;

const ends = ["source", "destination"] as const;

/**
 * What ARM refuses about the rules of a security group, whether the group or one rule is being changed. Wording:
 * jenkins-infra/azure#439, hashicorp/terraform-provider-azurerm#5617, Azure/sap-hana#135.
 */
export function securityGroupRefusals({ whole }: Put): Refusal[] {
  const rules = objectsAt(whole, "securityRules");
  return [
    ...rules.flatMap((rule) => ends.flatMap((end) => [...addressRefusals(rule, end), ...portRefusals(rule, end)])),
    ...conflicts(rules),
    ...doubleNames(rules),
    ...(rules.length > mostRules
      ? [badRequest(undefined, `A security group has at most ${mostRules} rules; this one has ${rules.length}.`)]
      : []),
  ];
}

function conflicts(rules: readonly Properties[]): Refusal[] {
  const first = new Map<string, string>();
  return rules.flatMap((rule) => {
    const place = `${String(rule.direction)} ${String(rule.priority)}`;
    const name = String(rule.name);
    const other = first.get(place);
    if (other === undefined) first.set(place, name);
    if (other === undefined) return [];
    const message = `Security rule ${name} conflicts with rule ${other}. Rules cannot have the same Priority and Direction. Suggest change Priority or Direction of security rule.`;
    return [badRequest("SecurityRuleConflict", message)];
  });
}

function doubleNames(rules: readonly Properties[]): Refusal[] {
  const names = rules.map((rule) => String(rule.name).toLowerCase());
  const twice = names.filter((name, i) => names.indexOf(name) < i);
  return twice.map((name) => badRequest(undefined, `Two rules of one security group are called '${name}'.`));
}

function addressRefusals(rule: Properties, end: (typeof ends)[number]): Refusal[] {
  const one = textAt(rule, `${end}AddressPrefix`);
  const many = textsAt(rule, `${end}AddressPrefixes`);
  const groups = objectsAt(rule, `${end}ApplicationSecurityGroups`);
  const where = `${end}AddressPrefix of rule ${String(rule.name)}`;
  if (one === undefined && many.length === 0 && groups.length === 0) {
    const end1 = end === "source" ? "Source" : "Destination";
    return [missing(rule, `${end1}AddressPrefixes, ${end1}AddressPrefix, or ${end1}ApplicationSecurityGroups`)];
  }
  const refusals = many.flatMap((text) => listedRefusal(where, text) ?? []);
  if (one !== undefined && many.length === 0 && !isAddressRange(one) && !isTag(one))
    refusals.push(malformed(where, one));
  if (groups.length > 0 && (one !== undefined || many.length > 0)) {
    refusals.push(badRequest(undefined, `The ${where} excludes ${end}ApplicationSecurityGroups.`));
  }
  return refusals;
}

/** A list takes addresses and prefixes only; a service tag or * stands alone. */
function listedRefusal(where: string, text: string): Refusal | undefined {
  if (isAddressRange(text)) return undefined;
  if (!isTag(text)) return malformed(where, text);
  const message = `Security rule parameter ${where} cannot specify existing VIRTUALNETWORK, INTERNET, AZURELOADBALANCER, '*' or system tags. Unsupported value used: ${text}.`;
  return badRequest("SecurityRuleParameterContainsUnsupportedValue", message);
}

function portRefusals(rule: Properties, end: (typeof ends)[number]): Refusal[] {
  const many = textsAt(rule, `${end}PortRanges`);
  if (textAt(rule, `${end}PortRange`) === undefined && many.length === 0) {
    const end1 = end === "source" ? "Source" : "Destination";
    return [missing(rule, `either ${end1}PortRange or ${end1}PortRanges`)];
  }
  return [];
}

/** The names of service tags change; what cannot be one is refused: https://learn.microsoft.com/azure/virtual-network/service-tags-overview */
function isTag(text: string): boolean {
  return text === "*" || /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)?$/.test(text);
}

function missing(rule: Properties, what: string): Refusal {
  const message = `Required security rule parameters are missing for security rule with Id: ${String(rule.id)}. Security rule must specify ${what}.`;
  return badRequest("SecurityRuleParametersMissing", message);
}

function malformed(where: string, text: string): Refusal {
  const message = `The ${where} has the value ${text}, which is no address, prefix or service tag.`;
  return badRequest("SecurityRuleInvalidAddressPrefix", message);
}
