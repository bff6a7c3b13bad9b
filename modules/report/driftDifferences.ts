import type { FirewallRule } from "../desired/item.ts";
import type { Drift } from "../drift/drift.ts";

/** One thing in which a changed item is not what was declared, both sides as texts. */
export interface Difference {
  readonly field: string;
  readonly declared: string;
  readonly live: string;
}

const nothing = "nothing";

/** The differences of a changed item; of a security group, one for each field of each rule. Empty for other drift. */
export function differencesOf({ verb, declared, live }: Drift): readonly Difference[] {
  return verb === "changed" ? compare(declared, live) : [];
}

function compare(declared: unknown, live: unknown): Difference[] {
  const [ours, theirs] = [membersOf(declared), membersOf(live)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((field) => {
    const [mine, other] = [ours.get(field), theirs.get(field)];
    if (isRules(mine) && isRules(other)) return compareRules(mine, other);
    const pair = { field, declared: shown(mine), live: shown(other) };
    return pair.declared === pair.live ? [] : [pair];
  });
}

function compareRules(declared: readonly FirewallRule[], live: readonly FirewallRule[]): Difference[] {
  const names = new Set([...declared, ...live].map((rule) => rule.name));
  return [...names].flatMap((name) => {
    const [ours, theirs] = [declared, live].map((rules) => rules.find((rule) => rule.name === name));
    const field = `rule ${name}`;
    if (ours === undefined || theirs === undefined)
      return [{ field, declared: ruleText(ours), live: ruleText(theirs) }];
    return compare(ours, theirs).map((one) => ({ ...one, field: `${field}, ${one.field}` }));
  });
}

function ruleText(rule: FirewallRule | undefined): string {
  if (rule === undefined) return nothing;
  const { priority, direction, access, protocol, sources, destinations, destinationPorts } = rule;
  const target = `${destinations.join(", ")} port ${destinationPorts.join(", ")}`;
  return `${access} ${direction} ${protocol} from ${sources.join(", ")} to ${target} (priority ${priority})`;
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/** Lists of rules are the only lists of objects that items have. */
function isRules(value: unknown): value is readonly FirewallRule[] {
  return Array.isArray(value) && value.every((member) => typeof member === "object");
}

function shown(value: unknown): string {
  if (value === undefined) return nothing;
  return Array.isArray(value) ? value.toSorted().join(", ") || nothing : JSON.stringify(value);
}
