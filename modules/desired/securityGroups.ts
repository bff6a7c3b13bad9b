import type { Facts, KmsHostFacts } from "../topology/model.ts";
import { clientNetworks } from "./clientNetworks.ts";
import type { FirewallRule, SecurityGroup } from "./item.ts";
import { securityGroupName } from "./names.ts";

/** The security group of each Azure host among `hosts`. */
export function securityGroups(facts: Facts, hosts: readonly KmsHostFacts[]): readonly SecurityGroup[] {
  const networks = clientNetworks(facts);
  return hosts
    .filter((host) => host.placement === "azure")
    .map((host) => ({
      kind: "securityGroup",
      name: securityGroupName(host.name),
      host: host.name,
      rules: rules(host, [...(networks.get(host.name) ?? [])]),
    }));
}

/** KMS from those networks and from nowhere else: Azure's own rule would let the whole virtual network through. */
function rules(host: KmsHostFacts, networks: readonly string[]): readonly FirewallRule[] {
  const flow = {
    direction: "Inbound",
    protocol: "Tcp",
    destinations: ["*"],
    sourcePorts: ["*"],
    destinationPorts: [String(host.port)],
    groups: [],
  } as const;
  const deny: FirewallRule = { ...flow, name: "deny-kms", priority: 1100, access: "Deny", sources: ["*"] };
  // A rule without a source is refused by ARM, and a host that nobody may use needs none.
  if (networks.length === 0) return [deny];
  return [{ ...flow, name: "allow-kms", priority: 1000, access: "Allow", sources: networks }, deny];
}
