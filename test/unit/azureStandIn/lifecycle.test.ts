import { expect, test } from "vitest";
import { unknown } from "../../../lab/azureStandIn/values.ts";
import {
  Estate,
  groupInputs,
  ids,
  machineInputs,
  networkInputs,
  nicInputs,
  recordInputs,
  rule,
  subnetInputs,
  withInterface,
  withNetwork,
} from "./estate.ts";

const token = (type: string) => `azure-native:${type}`;

test("inputs of one meaning are no change: absent and undefined, case of ids, spelling of regions", () => {
  const { standIn } = new Estate();
  const old = { ...nicInputs(), location: "West Europe" };
  const news = { ...nicInputs({ subnet: { id: ids.subnet.toUpperCase() } }), location: "westeurope", tags: undefined };
  expect(standIn.diff(token("network:NetworkInterface"), old, news)).toEqual([]);
});

test("changes name the property, also inside lists and odd keys", () => {
  const { standIn } = new Estate();
  const old = groupInputs([rule("a", 100)], { tags: { "cost.centre": "1", gone: "x" } });
  const news = groupInputs([rule("a", 100, { access: "Deny" }), rule("b", 200)], {
    tags: { "cost.centre": "2" },
    flushConnection: true,
  });
  expect(standIn.diff(token("network:NetworkSecurityGroup"), old, news)).toEqual([
    { path: "securityRules[0].access", kind: "update", replaces: false },
    { path: "securityRules[1]", kind: "add", replaces: false },
    { path: 'tags["cost.centre"]', kind: "update", replaces: false },
    { path: "tags.gone", kind: "delete", replaces: false },
    { path: "flushConnection", kind: "add", replaces: false },
  ]);
});

test.each([
  ["network:VirtualNetwork", { virtualNetworkName: "b" }, true],
  ["network:VirtualNetwork", { location: "northeurope" }, true],
  ["network:NetworkSecurityGroup", { resourceGroupName: "b" }, true],
  ["network:NetworkSecurityGroup", { location: "northeurope" }, false],
  ["network:NetworkInterface", { location: "northeurope" }, false],
  ["compute:VirtualMachine", { location: "northeurope" }, true],
  ["privatedns:PrivateRecordSet", { recordType: "A" }, true],
  ["privatedns:PrivateRecordSet", { ttl: 60 }, false],
])("%s: a change of %o replaces: %s", (type, change, replaces) => {
  const old = { virtualNetworkName: "a", resourceGroupName: "a", location: "westeurope", recordType: "SRV", ttl: 1 };
  expect(new Estate().standIn.diff(token(type), old, { ...old, ...change }).map((c) => c.replaces)).toEqual([replaces]);
});

test("a path parameter that is not known yet may replace", () => {
  const changes = new Estate().standIn.diff(
    token("network:Subnet"),
    subnetInputs(),
    subnetInputs({ virtualNetworkName: unknown }),
  );
  expect(changes).toEqual([{ path: "virtualNetworkName", kind: "update", replaces: true }]);
});

test("a security group or interface that moves is refused by Azure", () => {
  const estate = withNetwork();
  const made = estate.create("network:NetworkSecurityGroup", groupInputs([]));
  expect(() =>
    estate.update("network:NetworkSecurityGroup", made, groupInputs([], { location: "northeurope" })),
  ).toThrow("InvalidResourceLocation");
});

test("a preview of a new resource knows its inputs and nothing that Azure makes up", () => {
  const { properties, id } = withNetwork().standIn.create(
    token("network:NetworkSecurityGroup"),
    groupInputs([rule("a", 100)]),
    true,
  );
  expect(id).toBe("");
  expect(properties).toMatchObject({
    name: unknown,
    provisioningState: unknown,
    securityRules: [{ name: "a", id: unknown, priority: 100 }],
  });
  expect(properties).not.toHaveProperty("resourceGroupName");
});

test("a preview of a machine does not show its password", () => {
  const { properties } = withInterface().standIn.create(token("compute:VirtualMachine"), machineInputs(), true);
  expect(properties.osProfile).not.toHaveProperty("adminPassword");
  expect(properties.identity).toMatchObject({ userAssignedIdentities: unknown });
});

test("a preview of a change keeps what is not touched", () => {
  const estate = withNetwork();
  const made = estate.create("network:NetworkSecurityGroup", groupInputs([rule("a", 100)]));
  const inputs = { ...made.inputs, tags: { a: "b" }, securityRules: [rule("a", 101)] };
  const { properties } = estate.standIn.update({
    token: token("network:NetworkSecurityGroup"),
    id: made.id,
    oldInputs: made.inputs,
    inputs,
    now: made.properties,
    preview: true,
  });
  expect(properties).toMatchObject({
    name: "nsg",
    provisioningState: "Succeeded",
    tags: { a: "b" },
    securityRules: [{ priority: 101, id: unknown }],
  });
  expect(estate.store.get(made.id)?.properties).not.toHaveProperty("tags");
});

test("reading an unchanged resource gives back the very inputs", () => {
  const estate = withInterface();
  const made = estate.create("compute:VirtualMachine", machineInputs());
  expect(estate.standIn.read(token("compute:VirtualMachine"), made.id, made.inputs, made.properties)?.inputs).toEqual(
    made.inputs,
  );
});

test("reading shows what was changed, added and taken away by hand, and nothing else", () => {
  const estate = withNetwork();
  const made = estate.create(
    "network:NetworkSecurityGroup",
    groupInputs([rule("a", 100), rule("b", 200)], { tags: { t: "1" } }),
  );
  estate.store.edit(made.id, ({ tags: _, ...properties }) => ({
    ...properties,
    flushConnection: true,
    securityRules: [
      { ...rule("rogue", 110), id: `${made.id}/securityRules/rogue`, etag: "W/1" },
      { ...rule("b", 200), access: "Deny" },
    ],
  }));
  const read = estate.standIn.read(token("network:NetworkSecurityGroup"), made.id, made.inputs, made.properties);
  expect(read?.inputs).toEqual({
    ...groupInputs([{ ...rule("b", 200), access: "Deny" }, rule("rogue", 110)]),
    location: "westeurope",
    flushConnection: true,
  });
});

test("subnets that stand on their own are no drift of their network", () => {
  const estate = new Estate();
  estate.create("resources:ResourceGroup", { resourceGroupName: "rg", location: "westeurope" });
  const made = estate.create("network:VirtualNetwork", networkInputs());
  estate.create("network:Subnet", subnetInputs());
  expect(estate.standIn.read(token("network:VirtualNetwork"), made.id, made.inputs, made.properties)?.inputs).toEqual(
    made.inputs,
  );
});

test("importing gives the inputs that would make the resource", () => {
  const estate = withInterface();
  estate.create("compute:VirtualMachine", machineInputs());
  const imported = (type: string, id: string) => estate.standIn.read(token(type), id, {}, {})?.inputs;
  expect(imported("network:Subnet", ids.subnet)).toEqual(subnetInputs());
  const { adminPassword: _, ...osProfile } = machineInputs().osProfile as Record<string, unknown>;
  expect(imported("compute:VirtualMachine", ids.machine)).toEqual({
    ...machineInputs(),
    osProfile,
    location: "westeurope",
  });
});

test("a resource that is gone reads as gone, an id of another type is an error", () => {
  const estate = withNetwork();
  expect(estate.standIn.read(token("network:NetworkSecurityGroup"), ids.rules, {}, {})).toBeUndefined();
  expect(() => estate.standIn.read(token("network:NetworkSecurityGroup"), ids.network, {}, {})).toThrow(
    "is not the id of",
  );
});

test("changing what is gone is refused", () => {
  const made = { id: ids.rules, inputs: groupInputs([]) };
  expect(() => withNetwork().update("network:NetworkSecurityGroup", made, groupInputs([]))).toThrow(
    'Status=404 Code="ResourceNotFound"',
  );
});

test("what is in use is not removed", () => {
  const estate = withNetwork();
  estate.create("network:NetworkSecurityGroup", groupInputs([]));
  estate.create("network:NetworkInterface", nicInputs({}, { networkSecurityGroup: { id: ids.rules } }));
  estate.create("managedidentity:UserAssignedIdentity", { resourceGroupName: "rg", resourceName: "id-kms" });
  estate.create("compute:VirtualMachine", machineInputs());
  const remove = (id: string) => () => estate.standIn.remove(id);
  expect(remove(ids.group)).toThrow("The resource group still holds");
  expect(remove(ids.network)).toThrow("InUseSubnetCannotBeDeleted");
  expect(remove(ids.subnet)).toThrow("InUseSubnetCannotBeDeleted");
  expect(remove(ids.rules)).toThrow("InUseNetworkSecurityGroupCannotBeDeleted");
  expect(remove(ids.nic)).toThrow("NicInUse");
  for (const id of [ids.machine, ids.nic, ids.rules, ids.subnet, ids.network, ids.identity, ids.group]) remove(id)();
  expect(estate.store.list()).toEqual([]);
  expect(remove(ids.group)).not.toThrow();
});

test("a machine takes an interface with deleteOption Delete along", () => {
  const estate = withInterface();
  const networkProfile = { networkInterfaces: [{ id: ids.nic, primary: true, deleteOption: "Delete" }] };
  estate.create("compute:VirtualMachine", machineInputs({ networkProfile }));
  estate.standIn.remove(ids.machine);
  expect(estate.store.get(ids.nic)).toBeUndefined();
});

test("get functions answer what is there", () => {
  const estate = withNetwork();
  estate.create("privatedns:PrivateZone", {
    resourceGroupName: "rg",
    privateZoneName: "az.corp.example",
    location: "Global",
  });
  estate.create("privatedns:PrivateRecordSet", recordInputs());
  const { standIn } = estate;
  expect(standIn.invoke(token("network:getSubnet"), subnetInputs())).toMatchObject({
    id: ids.subnet,
    addressPrefix: "10.10.1.0/24",
  });
  expect(standIn.invoke(token("network:getVirtualNetwork"), networkInputs())).toMatchObject({
    subnets: [{ name: "snet" }],
  });
  expect(standIn.invoke(token("privatedns:getPrivateRecordSet"), recordInputs())).toMatchObject({ ttl: 3600 });
  expect(() => standIn.invoke(token("network:getNetworkSecurityGroup"), groupInputs([]))).toThrow("ResourceNotFound");
  expect(() => standIn.invoke(token("network:getSubnet"), {})).toThrow(
    "needs resourceGroupName, virtualNetworkName, subnetName",
  );
  expect(() => standIn.invoke(token("network:getRouteTable"), {})).toThrow("does not know the function");
});
