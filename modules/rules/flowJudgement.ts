import { type KmsHost, keyOf, type SecurityGroup } from "../desired/item.ts";
import { prefixesSpace } from "../firewall/addresses.ts";
import { type DeclaredFlows, declaredFlows } from "../firewall/flows.ts";
import type { Flow, Network } from "../firewall/matchRule.ts";
import { networkOf } from "../firewall/network.ts";
import { formatPacket, type Proof, proveFlow } from "../firewall/prove.ts";
import { isEmpty, nothing, type Space, spaceOf } from "../firewall/space.ts";
import type { AttestedFirewall, KmsHostFacts, Site } from "../topology/model.ts";
import { listNames } from "./cohorts.ts";
import { perWorld } from "./perWorld.ts";
import type { World } from "./rule.ts";
import { isReadWhole } from "./unreadable.ts";

/** Traffic of one intent to one host. Sites with equal results are judged together: a host may have a thousand of them. */
interface Flows {
  readonly intent: keyof DeclaredFlows;
  readonly host: KmsHostFacts;
  /** In the order of the file. */
  readonly sites: readonly Site[];
}

/** Why flows are not proved to be what they must be. */
export interface JudgedFlows extends Flows {
  readonly status: "fail" | "unknown" | "attested";
  /** Where the remedy lies. */
  readonly about: "site" | "host";
  /** Continues `TCP 1688 from site dmz to kms-weu-1 must be open and`. */
  readonly cause: string;
}

/** What stands in front of a host, as far as it can be read. */
interface Gate {
  readonly groups: readonly SecurityGroup[];
  /** undefined: the machine is not among the items. */
  readonly machine: KmsHost | undefined;
  readonly network: Network;
}

/** Judges the declared flows to one host by everything in between that can be read; what is proved is left out. */
export function judgeHost(world: World, host: KmsHostFacts): JudgedFlows[] {
  const gate = {
    groups: groupsOf(world, host.name),
    machine: machines(world).get(host.name),
    network: networkOf(world.facts, host),
  };
  const { open, shut } = declaredFlows(world.facts, host);
  return [
    ...judgeFlows(world, gate, { intent: "open", host, sites: open }),
    ...judgeFlows(world, gate, { intent: "shut", host, sites: shut }),
  ];
}

function judgeFlows(world: World, gate: Gate, flows: Flows): JudgedFlows[] {
  if (flows.sites.length === 0) return [];
  if (gate.groups.length === 0) {
    if (flows.host.placement === "existing") return judgeUnseen(world, flows);
    const cause = "is not known: the machine or its security group cannot be read yet; check again after the update";
    if (gate.machine === undefined || !isReadWhole(world, "securityGroup")) return [unknown(flows, cause)];
  }
  const bare = flows.sites.filter(({ networks }) => networks.length === 0);
  const stated = flows.sites.filter(({ networks }) => networks.length > 0);
  const cause = "is not proved: the site states no networks; state them";
  return [
    ...(bare.length === 0 ? [] : [{ ...unknown({ ...flows, sites: bare }, cause), about: "site" as const }]),
    ...judgeProvable(world, gate, { ...flows, sites: stated }),
  ];
}

/** Most sites are in order, so all of them are tried at once before each is tried by itself. */
function judgeProvable(world: World, gate: Gate, flows: Flows): JudgedFlows[] {
  const { intent, sites } = flows;
  if (sites.length === 0) return [];
  const expected = intent === "open" ? "allow" : "deny";
  const proof = prove(gate, flows);
  // A site whose networks cannot be proved would go unseen among others.
  const isWhole = sites.length === 1 || sites.every((site) => !isEmpty(spaceOfSite(site)));
  if (isWhole && proof.answer === expected) return intent === "open" ? judgeRest(world, flows) : [];
  if (sites.length > 1) return sites.flatMap((site) => judgeProvable(world, gate, { ...flows, sites: [site] }));
  if (proof.answer === "unknown")
    return [unknown(flows, `is not known: ${doubt(proof)}; allow or deny the networks of the site before`)];
  const networks = listNames(sites.flatMap((site) => site.networks));
  const cause =
    intent === "open"
      ? `${decision(proof, "is denied")}; allow TCP ${flows.host.port} from ${networks} before`
      : `${decision(proof, "is let through")}; deny ${networks} before`;
  return [{ ...flows, status: "fail", about: "site", cause }];
}

function prove({ groups, machine, network }: Gate, { intent, host, sites }: Flows): Proof {
  const sources = spaceOf(sites.flatMap(spaceOfSite));
  const destination = machine?.address ?? host.address;
  const flow: Flow = { intent, protocol: "Tcp", sources, destination, port: host.port };
  return proveFlow(groups, flow, network);
}

const spaces = new WeakMap<Site, Space>();

/** Worked out once for each site, as every host asks for it. */
function spaceOfSite(site: Site): Space {
  const space = spaces.get(site) ?? prefixesSpace(site.networks) ?? nothing;
  spaces.set(site, space);
  return space;
}

/** What a security group that lets an open flow through leaves open. */
function judgeRest(world: World, flows: Flows): JudgedFlows[] {
  const cause =
    "passes the host's own security group, but the subnet was there already and its group and routes are not read; look at them, or let the toolkit make the subnet";
  if (world.unreadSubnets.includes(flows.host.name)) return [unknown(flows, cause)];
  return judgeHops(world, elsewhere(flows), null);
}

/** A machine that is no resource of ours: beside its own site nothing is known. */
function judgeUnseen(world: World, flows: Flows): JudgedFlows[] {
  const cause =
    "is not known: the machine is no resource of ours, so what stands in front of it is not read; have the hop attested (firewall.external of the site), or probe it from there";
  return judgeHops(world, elsewhere(flows), cause);
}

/** A host is never shut to its own site. */
function elsewhere(flows: Flows): Flows {
  if (flows.intent === "shut") return flows;
  return { ...flows, sites: flows.sites.filter(({ name }) => name !== flows.host.site) };
}

/**
 * Firewalls between sites and host that somebody vouches for: that of each site, else that of the host's site.
 *
 * @param cause - What is unknown where the file names none; null: nothing.
 */
function judgeHops(world: World, flows: Flows, cause: string | null): JudgedFlows[] {
  const { host, sites } = flows;
  const [own, others] = [
    sites.filter(({ firewall }) => firewall !== null),
    sites.filter(({ firewall }) => firewall === null),
  ];
  const attested = [...Map.groupBy(own, ({ firewall }) => firewall)].flatMap(([hop, behind]) =>
    hop === null ? [] : [{ ...flows, sites: behind, ...judgeHop(world, hop), about: "site" as const }],
  );
  if (others.length === 0) return attested;
  const rest = { ...flows, sites: others };
  const hop = siteNames(world).get(host.site)?.firewall ?? null;
  if (hop !== null) return [...attested, { ...rest, ...judgeHop(world, hop), about: "host" }];
  return cause === null ? attested : [...attested, unknown(rest, cause)];
}

function judgeHop({ today }: World, hop: AttestedFirewall): Pick<JudgedFlows, "status" | "cause"> {
  const { external, attestedBy, until } = hop;
  if (until < today) {
    const cause = `depends on ${external}, for which ${attestedBy} vouched until ${until} only; have it attested again`;
    return { status: "fail", cause };
  }
  const cause = `depends on ${external}, for which ${attestedBy} vouches until ${until}; have it attested again before`;
  return { status: "attested", cause };
}

function unknown(flows: Flows, cause: string): JudgedFlows {
  return { ...flows, status: "unknown", about: "host", cause };
}

const siteNames = perWorld(({ facts }) => new Map(facts.sites.map((site) => [site.name, site])));

const machines = perWorld(
  ({ items }) => new Map(items.filter((item) => item.kind === "kmsHost").map((machine) => [machine.name, machine])),
);

const groupsByHost = perWorld(({ items }) =>
  Map.groupBy(
    items.filter((item) => item.kind === "securityGroup"),
    ({ host }) => host,
  ),
);

/** The security groups in front of a host, in a fixed order. */
export function groupsOf(world: World, host: string): readonly SecurityGroup[] {
  return (groupsByHost(world).get(host) ?? []).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** `is denied by rule deny-kms (priority 1100) of nsg-kms-1, for example Tcp 10.30.0.1:49152 -> 10.10.1.4:1688` */
export function decision({ decidedBy, packet }: Proof, what: string): string {
  const example = packet === null ? "" : `, for example ${formatPacket(packet)}`;
  if (decidedBy === null) return `${what}: no security group stands in front of the machine${example}`;
  return `${what} by rule ${decidedBy.rule} (priority ${decidedBy.priority}) of ${decidedBy.group}${example}`;
}

/** `rule hub (priority 200) of nsg-kms-1 may match, and service tag GatewayManager is not resolved` */
export function doubt({ decidedBy, why }: Proof): string {
  if (decidedBy === null) return why;
  return `rule ${decidedBy.rule} (priority ${decidedBy.priority}) of ${decidedBy.group} may match, and ${why}`;
}
