import { expect, test } from "vitest";
import {
  type Estate,
  groupInputs,
  ids,
  networkInputs,
  nicInputs,
  rule,
  subnetInputs,
  withInterface,
  withNetwork,
} from "./estate.ts";

const subnet = (estate: Estate, more: Record<string, unknown>) => estate.create("network:Subnet", subnetInputs(more));

test("a subnet beside another is allowed", () => {
  const made = subnet(withNetwork(), { subnetName: "other", addressPrefix: "10.10.2.0/24" });
  expect(made.properties).toMatchObject({ name: "other", provisioningState: "Succeeded" });
});

test.each([
  ["NetcfgSubnetRangeOutsideVnet", "10.11.0.0/24"],
  ["NetcfgSubnetRangesOverlap", "10.10.0.0/20"],
  ["should be 10.10.2.0/24", "10.10.2.1/24"],
  ["invalid CIDR notation", "10.10.2.0/33"],
  ["smallest subnet is a /29", "10.10.2.0/30"],
])("%s: a subnet of %s is refused", (code, addressPrefix) => {
  expect(() => subnet(withNetwork(), { subnetName: "other", addressPrefix })).toThrow(code);
});

test("every reason is given, with ARM's code and the stand-in's name", () => {
  const inputs = networkInputs({
    virtualNetworkName: "two",
    subnets: [
      { name: "a", addressPrefix: "10.12.0.0/24" },
      { name: "b", addressPrefix: "10.12.0.0/25" },
    ],
  });
  const lines = messageOf(() => withNetwork().create("network:VirtualNetwork", inputs)).split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe(
    `Azure stand-in: Status=400 Code="NetcfgSubnetRangeOutsideVnet" Message="Subnet 'a' is not valid because its IP address range is outside the IP address range of virtual network 'two'."`,
  );
});

test("a network whose address spaces overlap is refused", () => {
  const addressSpace = { addressPrefixes: ["10.20.0.0/16", "10.20.4.0/24"] };
  const make = () =>
    withNetwork().create("network:VirtualNetwork", networkInputs({ virtualNetworkName: "two", addressSpace }));
  expect(make).toThrow("overlaps with 10.20.0.0/16");
});

test("parents have to exist", () => {
  const estate = withNetwork();
  expect(() => subnet(estate, { virtualNetworkName: "none" })).toThrow("ParentResourceNotFound");
  const elsewhere = { resourceGroupName: "none", location: "westeurope" };
  expect(() => estate.create("network:NetworkSecurityGroup", groupInputs([], elsewhere))).toThrow(
    "ResourceGroupNotFound",
  );
});

test("a network that names its subnets drops the others, unless they are in use", () => {
  const estate = withNetwork();
  const network = { id: ids.network, inputs: networkInputs() };
  estate.update("network:VirtualNetwork", network, networkInputs({ tags: { a: "b" } }));
  expect(estate.store.get(ids.subnet)).toBeDefined();
  const inputs = networkInputs({ subnets: [{ name: "new", addressPrefix: "10.10.9.0/24" }] });
  estate.update("network:VirtualNetwork", network, inputs);
  expect(estate.store.get(ids.subnet)).toBeUndefined();
  expect(() => withInterface().update("network:VirtualNetwork", network, inputs)).toThrow("InUseSubnetCannotBeDeleted");
});

test("a subnet cannot lose addresses that are in use", () => {
  const made = { id: ids.subnet, inputs: subnetInputs() };
  const moved = subnetInputs({ addressPrefix: "10.10.3.0/24" });
  expect(withNetwork().update("network:Subnet", made, moved).properties.addressPrefix).toBe("10.10.3.0/24");
  expect(() => withInterface().update("network:Subnet", made, moved)).toThrow("has active allocations");
});

test("two rules of one priority and direction conflict, of two directions do not", () => {
  const two = (direction: string) => groupInputs([rule("a", 100), rule("b", 100, { direction })]);
  expect(() => withNetwork().create("network:NetworkSecurityGroup", two("Outbound"))).not.toThrow();
  expect(() => withNetwork().create("network:NetworkSecurityGroup", two("Inbound"))).toThrow(
    'Code="SecurityRuleConflict" Message="Security rule b conflicts with rule a.',
  );
});

test("a rule of its own conflicts with the rules of its group", () => {
  const estate = withNetwork();
  estate.create("network:NetworkSecurityGroup", groupInputs([rule("a", 100)]));
  const { name: _, ...body } = rule("b", 100);
  const inputs = { ...body, resourceGroupName: "rg", networkSecurityGroupName: "nsg", securityRuleName: "b" };
  expect(() => estate.create("network:SecurityRule", inputs)).toThrow("SecurityRuleConflict");
  estate.create("network:SecurityRule", { ...inputs, priority: 101 });
  expect(estate.store.get(ids.rules)?.properties.securityRules).toMatchObject([
    { name: "a" },
    { name: "b", priority: 101 },
  ]);
});

test.each([
  [
    "SecurityRuleParameterContainsUnsupportedValue",
    { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["10.0.0.0/8", "*"] },
  ],
  [
    "SecurityRuleParameterContainsUnsupportedValue",
    { destinationAddressPrefix: undefined, destinationAddressPrefixes: ["VirtualNetwork"] },
  ],
  ["SecurityRuleInvalidAddressPrefix", { sourceAddressPrefix: "10.0.0.0/40" }],
  ["SecurityRuleInvalidAddressPrefix", { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["10.0.0.300"] }],
  ["SecurityRuleParametersMissing", { sourceAddressPrefix: "" }],
  ["SecurityRuleParametersMissing", { destinationPortRange: undefined }],
])("%s: a rule with %o is refused", (code, more) => {
  expect(() => withNetwork().create("network:NetworkSecurityGroup", groupInputs([rule("a", 100, more)]))).toThrow(code);
});

test.each([
  { sourceAddressPrefix: "VirtualNetwork" },
  { sourceAddressPrefix: "Storage.WestEurope" },
  { sourceAddressPrefix: "10.0.0.1" },
  { sourceAddressPrefix: "fd00::/8" },
  { sourceAddressPrefix: undefined, sourceAddressPrefixes: ["10.0.0.1", "10.1.0.0/16", "10.2.0.1-10.2.0.9"] },
])("a rule with %o is allowed", (more) => {
  expect(() => withNetwork().create("network:NetworkSecurityGroup", groupInputs([rule("a", 100, more)]))).not.toThrow();
});

test("a group takes 1,000 rules and no more", () => {
  const rules = Array.from({ length: 1001 }, (_, i) => rule(`r${i}`, 100 + i));
  expect(() => withNetwork().create("network:NetworkSecurityGroup", groupInputs(rules.slice(1)))).not.toThrow();
  expect(() => withNetwork().create("network:NetworkSecurityGroup", groupInputs(rules))).toThrow("at most 1000 rules");
});

test.each([
  ["PrivateIPAddressMissing", { privateIPAddress: undefined }],
  ["PrivateIPAddressNotInSubnet", { privateIPAddress: "10.10.2.4" }],
  ["PrivateIPAddressInReservedRange", { privateIPAddress: "10.10.1.3" }],
  ["PrivateIPAddressInReservedRange", { privateIPAddress: "10.10.1.255" }],
  ["LinkedInvalidPropertyId", { subnet: { id: ids.network } }],
  ["LinkedInvalidPropertyId", { subnet: { id: "snet" } }],
  ["InvalidResourceReference", { subnet: { id: `${ids.subnet}2` } }],
])("%s: an interface with %o is refused", (code, more) => {
  expect(() => withNetwork().create("network:NetworkInterface", nicInputs(more))).toThrow(code);
});

test.each(["10.10.1.4", "10.10.1.254"])(
  "an interface may have the address %s at the edge of the subnet",
  (privateIPAddress) => {
    const { properties } = withNetwork().create("network:NetworkInterface", nicInputs({ privateIPAddress }));
    expect(properties.ipConfigurations).toMatchObject([{ privateIPAddress, primary: true }]);
  },
);

test("an address that another interface has is refused", () => {
  const second = nicInputs({}, { networkInterfaceName: "nic2" });
  expect(() => withInterface().create("network:NetworkInterface", second)).toThrow(
    `already allocated to resource ${ids.nic}`,
  );
});

test("a dynamic address is the first free one and stays", () => {
  const estate = withInterface();
  const inputs = nicInputs(
    { privateIPAllocationMethod: "Dynamic", privateIPAddress: undefined },
    { networkInterfaceName: "nic2" },
  );
  const made = estate.create("network:NetworkInterface", inputs);
  expect(made.properties.ipConfigurations).toMatchObject([{ privateIPAddress: "10.10.1.5" }]);
  const again = estate.update("network:NetworkInterface", made, { ...inputs, tags: { a: "b" } });
  expect(again.properties.ipConfigurations).toMatchObject([{ privateIPAddress: "10.10.1.5" }]);
});

test("an interface in another region than its subnet does not find it", () => {
  const inputs = nicInputs({}, { location: "northeurope" });
  expect(() => withNetwork().create("network:NetworkInterface", inputs)).toThrow(
    "both resources are in the same region",
  );
});

test("a static public address is one for documentation and no two are the same", () => {
  const estate = withNetwork();
  const inputs = (publicIpAddressName: string) => ({
    resourceGroupName: "rg",
    publicIpAddressName,
    sku: { name: "Standard" },
    publicIPAllocationMethod: "Static",
  });
  expect(estate.create("network:PublicIPAddress", inputs("a")).properties.ipAddress).toBe("203.0.113.1");
  expect(estate.create("network:PublicIPAddress", inputs("b")).properties.ipAddress).toBe("203.0.113.2");
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
}
