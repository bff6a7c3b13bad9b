import type { FirewallRule } from "../desired/item.ts";
import { everyAddress, isIpv6, loadBalancerProbe, prefixSpace, publicAddresses } from "./addresses.ts";
import { intersect, isEmpty, nothing, type Space, spaceOf, subtract, union } from "./space.ts";

/** One direction of traffic to one address and port. */
export interface Flow {
  /** What the flow is meant to be: `open` for clients of the host, `shut` for everybody who must not reach it. */
  readonly intent: "open" | "shut";
  readonly protocol: "Tcp" | "Udp";
  /** IPv4 addresses. */
  readonly sources: Space;
  /** IPv4 address of the machine behind the group. */
  readonly destination: string;
  readonly port: number;
}

/** What is known of the virtual network that a group lies in. */
export interface Network {
  /** Surely part of what the tag VirtualNetwork stands for. */
  readonly inside: Space;
  /** Perhaps part of it: peered networks, networks behind a gateway and the prefixes of user routes count too. */
  readonly perhapsInside: Space;
}

/** The sources whose packets of a flow a rule matches. */
export interface Match {
  readonly surely: Space;
  /** Sources that the rule may match as well; disjoint from `surely`. */
  readonly perhaps: Space;
  /** Why the rule may match more than it surely does. */
  readonly why: string;
}

/** Certainty that one field of a rule matches. */
type Certainty = "yes" | "no" | "perhaps";

const noMatch: Match = { surely: nothing, perhaps: nothing, why: "" };

/**
 * The sources of a flow that one inbound rule matches, whatever port they send from.
 *
 * `*`, `Any` and 0.0.0.0/0 are every IPv4 address; `Internet` is what the internet routes and the virtual network does
 * not hold; an IPv6 prefix matches no IPv4 packet; other service tags and application security groups are not resolved.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
 */
export function matchRule(rule: FirewallRule, flow: Flow, network: Network): Match {
  const protocol: Certainty = ["*", "any", flow.protocol.toLowerCase()].includes(rule.protocol.toLowerCase())
    ? "yes"
    : "no";
  const destination = matchDestination(rule, flow.destination);
  const port = matchPort(rule.destinationPorts, flow.port);
  const certainties = [protocol, destination, port];
  if (certainties.includes("no")) return noMatch;
  const sources = matchSources(rule, network);
  if (rule.groups.length > 0)
    return doubtful(sources, `application security group ${rule.groups.join(", ")} is not resolved`);
  if (destination === "perhaps")
    return doubtful(sources, `destination ${rule.destinations.join(", ")} is not resolved`);
  if (port === "perhaps" || portSpace(rule.sourcePorts) === null) return doubtful(sources, "its ports cannot be read");
  return sources;
}

/** The ports of a list of `*`, `n` and `a-b`; null for an empty list and where one of them cannot be read. */
export function portSpace(ports: readonly string[]): Space | null {
  if (ports.length === 0) return null;
  const intervals = ports.map((text) => {
    if (text === "*") return { first: 0, last: 65_535 };
    const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
    return first === undefined ? null : { first: Number(first), last: Number(last ?? first) };
  });
  return intervals.includes(null) ? null : spaceOf(intervals.flatMap((interval) => interval ?? []));
}

function doubtful(match: Match, why: string): Match {
  return { surely: nothing, perhaps: union(match.surely, match.perhaps), why };
}

function matchPort(ports: readonly string[], port: number): Certainty {
  const space = portSpace(ports);
  if (space === null) return "perhaps";
  return isEmpty(intersect(space, [{ first: port, last: port }])) ? "no" : "yes";
}

function matchDestination(rule: FirewallRule, address: string): Certainty {
  const certainties = rule.destinations.map((term) => matchDestinationTerm(term, prefixSpace(address) ?? nothing));
  if (certainties.includes("yes")) return "yes";
  return certainties.includes("perhaps") || rule.groups.length > 0 ? "perhaps" : "no";
}

function matchDestinationTerm(term: string, address: Space): Certainty {
  const prefix = prefixSpace(term);
  if (prefix !== null) return isEmpty(intersect(prefix, address)) ? "no" : "yes";
  if (isIpv6(term)) return "no";
  const tag = term.toLowerCase();
  // The machine is in a virtual network, and that is not the internet.
  if (["*", "any", "virtualnetwork"].includes(tag)) return "yes";
  return tag === "internet" || tag === "azureloadbalancer" ? "no" : "perhaps";
}

function matchSources(rule: FirewallRule, network: Network): Match {
  if (rule.sources.length === 0) return doubtful({ ...noMatch, surely: everyAddress }, "the rule names no source");
  const matches = rule.sources.map((term) => matchSource(term, network));
  const surely = matches.reduce((space, match) => union(space, match.surely), nothing);
  const perhaps = matches.reduce((space, match) => union(space, match.perhaps), nothing);
  const why = matches.map((match) => match.why).filter((text) => text !== "");
  return { surely, perhaps: subtract(perhaps, surely), why: why.join(", ") };
}

function matchSource(term: string, network: Network): Match {
  const prefix = prefixSpace(term);
  if (prefix !== null) return { ...noMatch, surely: prefix };
  if (isIpv6(term)) return noMatch;
  const { inside, perhapsInside } = network;
  switch (term.toLowerCase()) {
    case "*":
    case "any":
      return { ...noMatch, surely: everyAddress };
    case "virtualnetwork":
      return { surely: inside, perhaps: subtract(perhapsInside, inside), why: "what VirtualNetwork holds is not read" };
    case "internet": {
      const surely = subtract(publicAddresses, perhapsInside);
      const perhaps = subtract(subtract(publicAddresses, inside), surely);
      return { surely, perhaps, why: "what Internet leaves to the virtual network is not read" };
    }
    case "azureloadbalancer":
      return { ...noMatch, surely: prefixSpace(loadBalancerProbe) ?? nothing };
    default:
      return { surely: nothing, perhaps: everyAddress, why: `service tag ${term} is not resolved` };
  }
}
