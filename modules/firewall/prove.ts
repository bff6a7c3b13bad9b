import type { FirewallRule, SecurityGroup } from "../desired/item.ts";
import { formatAddress, prefixSpace } from "./addresses.ts";
import { type Flow, matchRule, type Network, portSpace } from "./matchRule.ts";
import { intersect, isEmpty, type Space, subtract } from "./space.ts";

/** What becomes of a packet. */
type Answer = "allow" | "deny" | "unknown";

/** A packet for which an answer holds. */
export interface Packet {
  readonly protocol: "Tcp" | "Udp";
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

/** What security groups do with the packets of a flow. */
export interface Proof {
  /**
   * For an open flow `allow` says that every packet passes and `deny` that some do not; for a shut flow `deny` says
   * that none passes and `allow` that some do.
   */
  readonly answer: Answer;
  /** Who decided about `packet`; null where no group stands in front of the machine. */
  readonly decidedBy: { readonly group: string; readonly rule: string; readonly priority: number } | null;
  /** null where the flow has no IPv4 packet. */
  readonly packet: Packet | null;
  /** Why the answer is unknown; empty otherwise. */
  readonly why: string;
}

/** Sources that share a fate. */
interface Part {
  readonly answer: Answer;
  readonly sources: Space;
  readonly sourcePort: number;
  readonly decidedBy: { readonly group: SecurityGroup; readonly rule: FirewallRule } | null;
  readonly why: string;
}

/** Sources that an earlier rule may have taken already. */
interface Doubt {
  readonly sources: Space;
  readonly rule: FirewallRule;
  readonly why: string;
}

/**
 * The inbound rules that every group ends with and nobody can remove.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
 */
const defaultRules: readonly FirewallRule[] = [
  defaultRule("AllowVnetInBound", 65_000, "Allow", "VirtualNetwork"),
  defaultRule("AllowAzureLoadBalancerInBound", 65_001, "Allow", "AzureLoadBalancer"),
  defaultRule("DenyAllInBound", 65_500, "Deny", "*"),
];

/** The first port of the range that Windows clients send from. */
const usualSourcePort = 49_152;

/**
 * What the inbound rules of the groups in front of a machine do with a flow.
 *
 * Exact over all sources and source ports: the first rule that matches decides, and each source is followed to its
 * rule. A rule that may match leaves a source unknown only where a later rule would decide otherwise.
 *
 * @param groups - In the order in which a packet meets them; where there is none, everything passes.
 */
export function proveFlow(groups: readonly SecurityGroup[], flow: Flow, network: Network): Proof {
  const { sources, destination } = flow;
  if (isEmpty(sources) || prefixSpace(destination) === null)
    return { answer: "unknown", decidedBy: null, packet: null, why: "only IPv4 sources and destinations are proved" };
  const parts = sourcePortsToTry(groups).flatMap((sourcePort) => {
    const start: readonly Part[] = [{ answer: "allow", sources, sourcePort, decidedBy: null, why: "" }];
    return groups.reduce((before, group) => before.flatMap((part) => passGroup(part, group, flow, network)), start);
  });
  const order: readonly Answer[] = flow.intent === "open" ? ["deny", "unknown", "allow"] : ["allow", "unknown", "deny"];
  const [worst] = parts.toSorted((a, b) => order.indexOf(a.answer) - order.indexOf(b.answer));
  if (worst === undefined) throw new Error(`the rules of ${groups.map(({ name }) => name).join(", ")} decide nothing`);
  return proofOf(worst, flow);
}

/** `Tcp 10.30.0.1:49152 -> 10.10.1.4:1688` */
export function formatPacket(packet: Packet): string {
  const { protocol, source, sourcePort, destination, destinationPort } = packet;
  return `${protocol} ${source}:${sourcePort} -> ${destination}:${destinationPort}`;
}

/** One source port of each set of ports that all rules treat alike, the usual one first. */
function sourcePortsToTry(groups: readonly SecurityGroup[]): number[] {
  const borders = groups
    .flatMap(({ rules }) => rules.flatMap((rule) => portSpace(rule.sourcePorts) ?? []))
    .flatMap(({ first, last }) => [first, last + 1]);
  return [...new Set([usualSourcePort, 0, ...borders])].filter((port) => port <= 65_535);
}

/** What becomes of sources that earlier groups let through, or may have let through, at the next group. */
function passGroup(part: Part, group: SecurityGroup, flow: Flow, network: Network): Part[] {
  if (part.answer === "deny") return [part];
  return judge(part, group, flow, network).map((next) =>
    part.answer === "unknown" && next.answer !== "deny" ? { ...part, sources: next.sources } : next,
  );
}

/** Divides sources by what one group does with them. */
function judge({ sources, sourcePort }: Part, group: SecurityGroup, flow: Flow, network: Network): Part[] {
  const parts: Part[] = [];
  const doubts: Doubt[] = [];
  let undecided = sources;
  for (const rule of inOrder(group.rules)) {
    if (!takesPort(rule, sourcePort)) continue;
    const match = matchRule(rule, flow, network);
    for (const part of decide(intersect(undecided, match.surely), rule, doubts))
      parts.push({ ...part, sourcePort, decidedBy: { group, rule: part.rule } });
    undecided = subtract(undecided, match.surely);
    const sources = intersect(undecided, match.perhaps);
    if (!isEmpty(sources)) doubts.push({ sources, rule, why: match.why });
  }
  return parts;
}

/** Sources that a rule decides, apart from those that an earlier rule may have decided otherwise. */
function decide(sources: Space, rule: FirewallRule, doubts: readonly Doubt[]): (Doubt & { readonly answer: Answer })[] {
  const parts: (Doubt & { readonly answer: Answer })[] = [];
  let rest = sources;
  for (const doubt of doubts.filter((earlier) => earlier.rule.access !== rule.access)) {
    parts.push({ ...doubt, answer: "unknown", sources: intersect(rest, doubt.sources) });
    rest = subtract(rest, doubt.sources);
  }
  parts.push({ answer: rule.access === "Allow" ? "allow" : "deny", sources: rest, rule, why: "" });
  return parts.filter((part) => !isEmpty(part.sources));
}

/** A port that cannot be read is taken here and makes the rule doubtful when it is matched. */
function takesPort(rule: FirewallRule, port: number): boolean {
  const ports = portSpace(rule.sourcePorts);
  return ports === null || !isEmpty(intersect(ports, [{ first: port, last: port }]));
}

function inOrder(rules: readonly FirewallRule[]): FirewallRule[] {
  return [...rules.filter((rule) => rule.direction === "Inbound"), ...defaultRules].toSorted(
    (a, b) => a.priority - b.priority,
  );
}

function proofOf(part: Part, flow: Flow): Proof {
  const { answer, decidedBy, why } = part;
  const packet = packetOf(part, flow);
  if (decidedBy === null) return { answer, decidedBy, packet, why };
  const { group, rule } = decidedBy;
  return { answer, decidedBy: { group: group.name, rule: rule.name, priority: rule.priority }, packet, why };
}

function packetOf({ sources, sourcePort }: Part, flow: Flow): Packet | null {
  const [first] = sources;
  if (first === undefined) return null;
  return {
    protocol: flow.protocol,
    // The first address of a prefix is no machine's.
    source: formatAddress(Math.min(first.first + 1, first.last)),
    sourcePort,
    destination: flow.destination,
    destinationPort: flow.port,
  };
}

function defaultRule(name: string, priority: number, access: "Allow" | "Deny", source: string): FirewallRule {
  return {
    name,
    priority,
    direction: "Inbound",
    access,
    protocol: "*",
    sources: [source],
    destinations: ["*"],
    sourcePorts: ["*"],
    destinationPorts: ["*"],
    groups: [],
  };
}
