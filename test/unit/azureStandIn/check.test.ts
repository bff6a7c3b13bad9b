import { expect, test } from "vitest";
import { unknown } from "../../../lab/azureStandIn/values.ts";
import {
  Estate,
  groupInputs,
  machineInputs,
  networkInputs,
  nicInputs,
  osProfile,
  recordInputs,
  rule,
  subnetInputs,
  withNetwork,
} from "./estate.ts";

function reasons(type: string, inputs: Record<string, unknown>): string[] {
  return withNetwork()
    .standIn.check(`azure-native:${type}`, {}, inputs)
    .failures.map(({ reason }) => reason);
}

test("good inputs of each kind pass", () => {
  expect(reasons("network:VirtualNetwork", networkInputs())).toEqual([]);
  expect(reasons("network:NetworkSecurityGroup", groupInputs([rule("kms", 100)]))).toEqual([]);
  expect(reasons("network:NetworkInterface", nicInputs())).toEqual([]);
  expect(reasons("compute:VirtualMachine", machineInputs())).toEqual([]);
  expect(reasons("privatedns:PrivateRecordSet", recordInputs())).toEqual([]);
});

test("all failures come at once, each with its place", () => {
  const failures = withNetwork().standIn.check(
    "azure-native:network:NetworkSecurityGroup",
    {},
    groupInputs([{ ...rule("a", 99, { acess: "Allow" }), protocol: "TCP" }], { tags: { n: 1 } }),
  ).failures;
  expect(failures.map(({ property }) => property)).toEqual([
    "securityRules[0]",
    "securityRules[0].priority",
    "securityRules[0].protocol",
    "tags.n",
  ]);
  expect(failures.map(({ reason }) => reason)).toEqual([
    "securityRules[0].acess is not a property of this type in @pulumi/azure-native",
    "securityRules[0].priority is 99, which must be >= 100",
    'securityRules[0].protocol is "TCP"; expected one of Tcp, Udp, Icmp, Esp, *, Ah',
    "tags.n is 1, which must be string",
  ]);
});

test.each([
  ["a missing name", subnetInputs({ subnetName: undefined }), "subnetName is required"],
  [
    "an unknown property",
    subnetInputs({ addresPrefix: "10.0.0.0/24" }),
    "addresPrefix is not a property of this type in @pulumi/azure-native",
  ],
  ["a read-only property", subnetInputs({ id: "x" }), "id is read-only: Azure returns it, a program cannot set it"],
  [
    "a wrong type",
    subnetInputs({ defaultOutboundAccess: "false" }),
    'defaultOutboundAccess is "false", which must be boolean',
  ],
  [
    "more than an id in a reference",
    subnetInputs({ networkSecurityGroup: { id: "x", location: "y" } }),
    "networkSecurityGroup.location is not a property of this type in @pulumi/azure-native",
  ],
])("%s is refused", (_, inputs, reason) => {
  expect(reasons("network:Subnet", inputs)).toEqual([reason]);
});

test("a rule in a group needs the name and priority that the typings leave out", () => {
  const { name: _, priority: __, ...bare } = rule("a", 100);
  expect(reasons("network:NetworkSecurityGroup", groupInputs([bare]))).toEqual([
    "securityRules[0].name is required",
    "securityRules[0].priority is required",
  ]);
});

test("a rule cannot set what Azure only returns", () => {
  const [reason] = reasons(
    "network:NetworkSecurityGroup",
    groupInputs([rule("a", 100, { provisioningState: "Succeeded" })]),
  );
  expect(reason).toContain("securityRules[0].provisioningState is read-only");
});

test.each([100, 4096])("priority %i is allowed", (priority) => {
  expect(reasons("network:NetworkSecurityGroup", groupInputs([rule("a", priority)]))).toEqual([]);
});

test.each([99, 4097, 100.5])("priority %d is refused", (priority) => {
  expect(reasons("network:NetworkSecurityGroup", groupInputs([rule("a", priority)]))).toHaveLength(1);
});

test.each(["*", "0", "1688", "65535", "49152-65535"])("port range %s is allowed", (destinationPortRange) => {
  expect(reasons("network:NetworkSecurityGroup", groupInputs([rule("a", 100, { destinationPortRange })]))).toEqual([]);
});

test.each(["65536", "1688-", "2000-1688", "any", "1688,1689"])("port range %s is refused", (destinationPortRange) => {
  expect(reasons("network:NetworkSecurityGroup", groupInputs([rule("a", 100, { destinationPortRange })]))).toEqual([
    `securityRules[0].destinationPortRange is "${destinationPortRange}", which is not allowed: *, a port, or a range such as 49152-65535, within 0-65535 [ARM]`,
  ]);
});

const long = (length: number) => "a".repeat(length);

test.each([
  ["resources:ResourceGroup", "resourceGroupName", ["rg", "rg.a_(b)-ü", long(90)], ["rg.", "r/g", long(91)]],
  ["network:VirtualNetwork", "virtualNetworkName", ["v1", "v_", long(64)], ["v", "v-", "_v1", long(65)]],
  ["network:NetworkSecurityGroup", "networkSecurityGroupName", ["n", "a.b-c_", long(80)], ["", "a b", "a.", long(81)]],
  ["compute:VirtualMachine", "vmName", ["kms-1", long(64)], ["_kms", "kms-", "kms.", "k/ms", "k ms", long(65)]],
  ["managedidentity:UserAssignedIdentity", "resourceName", ["id1", long(128)], ["id", "id.1", long(129)]],
  [
    "privatedns:PrivateZone",
    "privateZoneName",
    ["corp.example", `${"a.".repeat(33)}example`],
    ["corp", "corp.example.", `${"a.".repeat(34)}example`, `${long(64)}.example`],
  ],
  [
    "privatedns:PrivateRecordSet",
    "relativeRecordSetName",
    ["@", "*", "kms-1", "_vlmcs._tcp"],
    ["_vlmcs._tcp.", "a..b", long(64)],
  ],
])("%s takes only names that Azure takes as %s", (type, parameter, good, bad) => {
  const namesRefused = (name: string) =>
    withNetwork()
      .standIn.check(`azure-native:${type}`, {}, { [parameter]: name })
      .failures.some(({ property }) => property === parameter);
  expect(good.filter(namesRefused)).toEqual([]);
  expect(bad.filter((name) => !namesRefused(name))).toEqual([]);
});

test("a size that the SDK's old enumeration does not list is allowed, a size of no form is not", () => {
  expect(reasons("compute:VirtualMachine", machineInputs({ hardwareProfile: { vmSize: "Standard_B2s_v2" } }))).toEqual(
    [],
  );
  expect(reasons("compute:VirtualMachine", machineInputs({ hardwareProfile: { vmSize: "B2s" } }))).toHaveLength(1);
});

test("SRV records are complete and 16 bits wide", () => {
  expect(
    reasons("privatedns:PrivateRecordSet", recordInputs({ srvRecords: [{ port: 65536, priority: 0, weight: 0 }] })),
  ).toEqual(["srvRecords[0].target is required", "srvRecords[0].port is 65536, which must be <= 65535"]);
});

test("what a preview does not know yet fails nothing", () => {
  expect(
    reasons("network:NetworkInterface", {
      resourceGroupName: unknown,
      networkInterfaceName: unknown,
      location: unknown,
      networkSecurityGroup: unknown,
      ipConfigurations: [{ name: "main", subnet: { id: unknown }, privateIPAllocationMethod: unknown }],
    }),
  ).toEqual([]);
});

test("a password of a wrong type is not repeated", () => {
  const text = reasons(
    "compute:VirtualMachine",
    machineInputs({ osProfile: osProfile({ adminPassword: 123456789 }) }),
  ).join();
  expect(text).toContain("osProfile.adminPassword must be string");
  expect(text).not.toContain("123456789");
});

test("the location is that of the resource group, made or only seen", () => {
  const estate = new Estate();
  const group = { resourceGroupName: "rg", location: "North Europe" };
  estate.standIn.check("azure-native:resources:ResourceGroup", {}, group);
  const seen = estate.standIn.check("azure-native:network:VirtualNetwork", {}, networkInputs());
  expect(seen.inputs.location).toBe("North Europe");
  const other = estate.standIn.check(
    "azure-native:network:VirtualNetwork",
    {},
    networkInputs({ resourceGroupName: "rg2" }),
  );
  expect(other.failures.map(({ property }) => property)).toContain("location");
  const configured = new Estate("westeurope").standIn.check("azure-native:network:VirtualNetwork", {}, networkInputs());
  expect(configured.inputs.location).toBe("westeurope");
});

test("a location that depends on an unknown group is unknown", () => {
  const inputs = networkInputs({ resourceGroupName: unknown });
  expect(new Estate().standIn.check("azure-native:network:VirtualNetwork", {}, inputs).inputs.location).toBe(unknown);
});

test("a type that is not in the table is refused by name", () => {
  const ask = () => new Estate().standIn.check("azure-native:storage:StorageAccount", {}, {});
  expect(ask).toThrow(
    /^Azure stand-in: it does not know the type azure-native:storage:StorageAccount; it stands in for resources:ResourceGroup, /,
  );
});
