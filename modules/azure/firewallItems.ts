import type { FirewallRule, SecurityGroup } from "../desired/item.ts";
import { kmsHostTag, securityGroupName } from "../desired/names.ts";
import type { Facts } from "../topology/model.ts";
import {
  inputProperty,
  number,
  optionalText,
  property,
  readEach,
  records,
  type StackResource,
  tag,
  text,
  texts,
  type Unreadable,
} from "./stackResource.ts";

type Properties = StackResource["properties"];

interface OwnRule {
  /** undefined: that is just what cannot be read. */
  readonly group: string | undefined;
  /** undefined: it cannot be read. */
  readonly rule: FirewallRule | undefined;
}

/**
 * The security groups of a stack, with the rules that stand as resources of their own merged in.
 *
 * A group of which a rule cannot be read is unreadable as a whole: a missing deny would look like an allow.
 */
export function securityGroupItems(
  groups: readonly StackResource[],
  ownRules: readonly StackResource[],
  facts: Facts | undefined,
): { readonly items: readonly SecurityGroup[]; readonly unreadable: readonly Unreadable[] } {
  const unreadable: Unreadable[] = [];
  const found = readEach(groups, unreadable, (group) => [{ urn: group.urn, item: groupItem(group, facts) }]);
  const names = new Set(found.map(({ item }) => item.name));
  const extra = ownRules.map((resource) => readOwnRule(resource, names, unreadable));
  const certain = found.filter(({ urn, item }) => {
    const lost = extra.some(({ group, rule }) => rule === undefined && (group ?? item.name) === item.name);
    if (lost) unreadable.push({ urn, reason: `a rule that may belong to ${item.name} cannot be read` });
    return !lost;
  });
  return { items: certain.map(({ item }) => withRules(item, extra)), unreadable };
}

function readOwnRule(resource: StackResource, groups: ReadonlySet<string>, unreadable: Unreadable[]): OwnRule {
  const { properties } = resource;
  const [group] = readEach([resource], unreadable, () => [
    text(inputProperty(properties, "networkSecurityGroupName"), "networkSecurityGroupName"),
  ]);
  if (group === undefined) return { group, rule: undefined };
  const [rule] = readEach([resource], unreadable, ({ name }) => {
    if (!groups.has(group))
      throw new Error(`the rule belongs to ${group}, which is not in this stack: its other rules are not known`);
    const named = inputProperty(properties, "securityRuleName") ?? name;
    return [ruleItem({ ...ruleProperties(properties), name: named })];
  });
  return { group, rule };
}

function groupItem({ properties }: StackResource, facts: Facts | undefined): SecurityGroup {
  const name = text(inputProperty(properties, "networkSecurityGroupName") ?? property(properties, "name"), "name");
  const declared = facts?.kmsHosts.find((host) => securityGroupName(host.name) === name)?.name;
  const rules = records(property(properties, "securityRules"), "securityRules").map(ruleItem);
  return { kind: "securityGroup", name, host: tag(properties, kmsHostTag) ?? declared ?? null, rules: inOrder(rules) };
}

/** After a refresh Azure's answer for a group repeats the rules that are resources of their own. */
function withRules(item: SecurityGroup, extra: readonly OwnRule[]): SecurityGroup {
  const own = extra.flatMap(({ group, rule }) => (group === item.name && rule !== undefined ? [rule] : []));
  const inline = item.rules.filter((rule) => !own.some(({ name }) => name === rule.name));
  return own.length === 0 ? item : { ...item, rules: inOrder([...inline, ...own]) };
}

const ruleTerms = [
  "priority",
  "direction",
  "access",
  "protocol",
  ...["sourceAddressPrefix", "sourceAddressPrefixes", "destinationAddressPrefix", "destinationAddressPrefixes"],
  ...["sourcePortRange", "sourcePortRanges", "destinationPortRange", "destinationPortRanges"],
  ...["sourceApplicationSecurityGroups", "destinationApplicationSecurityGroups"],
];

/** Only what a rule consists of: outputs beside it may still be unknown. */
function ruleProperties(properties: Properties): Properties {
  return Object.fromEntries(ruleTerms.map((name) => [name, inputProperty(properties, name)]));
}

function ruleItem(rule: Properties): FirewallRule {
  const both = (one: string, many: string): readonly string[] => {
    const single = optionalText(rule[one], one);
    return [...(single === undefined ? [] : [single]), ...texts(rule[many], many)];
  };
  const groups = ["sourceApplicationSecurityGroups", "destinationApplicationSecurityGroups"].flatMap((name) =>
    records(rule[name], name).map((group) => lastSegment(text(group.id, `${name}.id`))),
  );
  return {
    name: text(rule.name, "name"),
    priority: number(rule.priority, "priority"),
    direction: oneOf(rule.direction, ["Inbound", "Outbound"]),
    access: oneOf(rule.access, ["Allow", "Deny"]),
    protocol: text(rule.protocol, "protocol"),
    sources: both("sourceAddressPrefix", "sourceAddressPrefixes"),
    destinations: both("destinationAddressPrefix", "destinationAddressPrefixes"),
    sourcePorts: both("sourcePortRange", "sourcePortRanges"),
    destinationPorts: both("destinationPortRange", "destinationPortRanges"),
    groups,
  };
}

const lastSegment = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** ARM takes these words in any case and answers them in its own. */
function oneOf<T extends string>(value: unknown, words: readonly T[]): T {
  const found = words.find((word) => typeof value === "string" && word.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new Error(`${JSON.stringify(value)} is none of ${words.join(", ")}`);
  return found;
}

function inOrder(rules: readonly FirewallRule[]): readonly FirewallRule[] {
  return rules.toSorted((a, b) => a.direction.localeCompare(b.direction) || a.priority - b.priority);
}
