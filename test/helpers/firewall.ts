import type { FirewallRule, SecurityGroup } from "../../modules/desired/item.ts";
import { prefixesSpace } from "../../modules/firewall/addresses.ts";
import type { Flow } from "../../modules/firewall/matchRule.ts";
import { nothing } from "../../modules/firewall/space.ts";

/** Allows TCP 1688 in from 10.30.0.0/24. */
export const firewallRule = (overrides: Partial<FirewallRule> = {}): FirewallRule => ({
  name: "rule",
  priority: 100,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sources: ["10.30.0.0/24"],
  destinations: ["*"],
  sourcePorts: ["*"],
  destinationPorts: ["1688"],
  groups: [],
  ...overrides,
});

/** A security group in front of kms-1. */
export const firewallGroup = (...rules: FirewallRule[]): SecurityGroup => ({
  kind: "securityGroup",
  name: "nsg-kms-1",
  host: "kms-1",
  rules,
});

/** What a test says of a flow; sources as prefixes. */
export type FlowOverrides = Partial<Omit<Flow, "sources">> & { readonly sources?: string[] };

/** TCP 1688 from 10.30.0.0/24 to 10.10.1.4, which should be open. */
export const someFlow = ({ sources = ["10.30.0.0/24"], ...overrides }: FlowOverrides = {}): Flow => ({
  intent: "open",
  protocol: "Tcp",
  sources: prefixesSpace(sources) ?? nothing,
  destination: "10.10.1.4",
  port: 1688,
  ...overrides,
});
