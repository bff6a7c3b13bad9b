import { type KmsHost, keyOf, type SecurityGroup } from "../desired/item.ts";
import { prefixesSpace } from "../firewall/addresses.ts";
import { type DeclaredFlow, declaredFlows } from "../firewall/flows.ts";
import type { Network } from "../firewall/matchRule.ts";
import { networkOf } from "../firewall/network.ts";
import { formatPacket, type Proof, proveFlow } from "../firewall/prove.ts";
import { nothing } from "../firewall/space.ts";
import type { KmsHostFacts } from "../topology/model.ts";
import { listNames } from "./cohorts.ts";
import type { Report, World } from "./rule.ts";
import { isReadWhole } from "./unreadable.ts";

/** Why a flow is not proved to be what it must be. */
export interface JudgedFlow {
  readonly flow: DeclaredFlow;
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
export function judgeHost(world: World, host: KmsHostFacts): JudgedFlow[] {
  const gate = {
    groups: groupsOf(world, host.name),
    machine: world.items.filter((item) => item.kind === "kmsHost").find(({ name }) => name === host.name),
    network: networkOf(world.facts, host),
  };
  return declaredFlows(world.facts, host).flatMap((flow) => judgeFlow(world, gate, flow) ?? []);
}

function judgeFlow(world: World, { groups, machine, network }: Gate, flow: DeclaredFlow): JudgedFlow | null {
  const { site, host, intent } = flow;
  if (groups.length === 0) {
    if (host.placement === "existing") return judgeUnseen(world, flow);
    const cause = "is not known: the machine or its security group cannot be read yet; check again after the update";
    if (machine === undefined || !isReadWhole(world, "securityGroup")) return unknown(flow, cause);
  }
  if (site.networks.length === 0)
    return { ...unknown(flow, "is not proved: the site states no networks; state them"), about: "site" };
  const sources = prefixesSpace(site.networks) ?? nothing;
  const destination = machine?.address ?? host.address;
  const proof = proveFlow(groups, { intent, protocol: "Tcp", sources, destination, port: host.port }, network);
  if (proof.answer === "unknown")
    return unknown(flow, `is not known: ${doubt(proof)}; allow or deny the networks of the site before`);
  return intent === "open" ? judgeOpen(world, flow, proof) : judgeShut(flow, proof);
}

/** Results that share cause and remedy, as one report. */
export function flowReports(judged: readonly JudgedFlow[]): Report[] {
  const subjectOf = ({ about, flow }: JudgedFlow) =>
    about === "site" ? `sites.${flow.site.name}` : `kmsHosts.${flow.host.name}`;
  const alike = Map.groupBy(judged, (one) =>
    [subjectOf(one), one.flow.intent, one.flow.host.port, one.status, one.cause].join(" "),
  );
  return [...alike.values()].flatMap((flows) => {
    const [first] = flows;
    if (first === undefined) return [];
    const sites = [...new Set(flows.map(({ flow }) => flow.site.name))];
    const hosts = [...new Set(flows.map(({ flow }) => flow.host.name))];
    const from = `${sites.length === 1 ? "site" : "sites"} ${listNames(sites)}`;
    const message = `TCP ${first.flow.host.port} from ${from} to ${listNames(hosts)} must be ${first.flow.intent} and ${first.cause}`;
    return [{ subject: subjectOf(first), status: first.status, message }];
  });
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

/** The security groups in front of a host, in a fixed order. */
export function groupsOf({ items }: World, host: string): readonly SecurityGroup[] {
  const groups = items.filter((item) => item.kind === "securityGroup").filter((group) => group.host === host);
  return groups.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** A machine that is no resource of ours: beside its own site nothing is known. */
function judgeUnseen(world: World, flow: DeclaredFlow): JudgedFlow | null {
  if (flow.site.name === flow.host.site) return null;
  const cause =
    "is not known: the machine is no resource of ours, so what stands in front of it is not read; have the hop attested (firewall.external of the site), or probe it from there";
  return judgeHop(world, flow) ?? unknown(flow, cause);
}

function judgeShut(flow: DeclaredFlow, proof: Proof): JudgedFlow | null {
  if (proof.answer === "deny") return null;
  const cause = `${decision(proof, "is let through")}; deny ${listNames(flow.site.networks)} before`;
  return { flow, status: "fail", about: "site", cause };
}

function judgeOpen(world: World, flow: DeclaredFlow, proof: Proof): JudgedFlow | null {
  const { site, host } = flow;
  if (proof.answer === "deny") {
    const cause = `${decision(proof, "is denied")}; allow TCP ${host.port} from ${listNames(site.networks)} before`;
    return { flow, status: "fail", about: "site", cause };
  }
  const cause =
    "passes the host's own security group, but the subnet was there already and its group and routes are not read; look at them, or let the toolkit make the subnet";
  if (world.unreadSubnets.includes(host.name)) return unknown(flow, cause);
  return site.name === host.site ? null : judgeHop(world, flow);
}

/** A firewall between site and host that somebody vouches for; null where the file names none. */
function judgeHop({ facts, today }: World, flow: DeclaredFlow): JudgedFlow | null {
  const hop = flow.site.firewall ?? facts.sites.find(({ name }) => name === flow.host.site)?.firewall ?? null;
  if (hop === null) return null;
  const { external, attestedBy, until } = hop;
  if (until < today)
    return {
      flow,
      status: "fail",
      about: "site",
      cause: `depends on ${external}, for which ${attestedBy} vouched until ${until} only; have it attested again`,
    };
  return {
    flow,
    status: "attested",
    about: "site",
    cause: `depends on ${external}, for which ${attestedBy} vouches until ${until}; have it attested again before`,
  };
}

function unknown(flow: DeclaredFlow, cause: string): JudgedFlow {
  return { flow, status: "unknown", about: "host", cause };
}
