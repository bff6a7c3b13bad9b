import { securityRuleArgs } from "../../modules/azure/securityRule.ts";
import { desiredItems } from "../../modules/desired/desired.ts";
import { kmsHostTag } from "../../modules/desired/names.ts";
import type { Facts } from "../../modules/topology/model.ts";
import type { TestResource } from "./policyHarness.ts";

/** The component that carries the facts. */
export const estate = (facts: Facts, options: object = {}): TestResource => ({
  type: "activation:estate:Estate",
  name: facts.environment,
  props: { facts, scope: facts.sites.map(({ name }) => name), unreadSubnets: [], ...options },
});

/** What the program declares for one Azure host and its record, as outputs show it. */
export function resourcesOf(facts: Facts, changed: Record<string, Record<string, unknown>> = {}): TestResource[] {
  return desiredItems(facts).flatMap((item): TestResource[] => {
    if (item.kind === "srv") {
      const { zone, name, target, port, priority, weight, ttl } = item;
      const props = { zone, name, target, port, priority, weight, ttl, ...changed.record };
      return [{ type: "activation:index:SrvRecord", name: "record", props }];
    }
    if (item.kind === "securityGroup") {
      const props = {
        name: item.name,
        tags: { [kmsHostTag]: item.host },
        securityRules: item.rules.map(securityRuleArgs),
        ...changed.group,
      };
      return [{ type: "azure-native:network:NetworkSecurityGroup", name: item.name, props }];
    }
    if (item.kind !== "kmsHost") return [];
    const tags = { [kmsHostTag]: item.name };
    const image = { storageProfile: { imageReference: { sku: item.imageSku } }, ...changed.machine };
    const address = { ipConfigurations: [{ privateIPAddress: item.address }], ...changed.nic };
    return [
      { type: "azure-native:network:NetworkInterface", name: "nic", props: { tags, ...address } },
      { type: "azure-native:compute:VirtualMachine", name: item.name, props: { tags, ...image } },
    ];
  });
}
