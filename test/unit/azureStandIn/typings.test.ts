import { expect, test } from "vitest";
import { armTypes } from "../../../lab/azureStandIn/armTypes.ts";
import { loadShapes, sdkFolder } from "../../../lab/azureStandIn/schemas.ts";
import { referenceSchema, shapesOf } from "../../../lab/azureStandIn/typings.ts";

const shapes = shapesOf(sdkFolder, armTypes, new Set(["networkSecurityGroup", "applicationSecurityGroups"]));
const properties = (key: string) => shapes.definitions[key]?.properties ?? {};

test("what has no question mark in the typings is required", () => {
  expect(shapes.definitions["azure-native:network:SecurityRule"]?.required).toEqual([
    "access",
    "direction",
    "networkSecurityGroupName",
    "priority",
    "protocol",
    "resourceGroupName",
  ]);
  expect(shapes.definitions["network.SecurityRuleArgs"]?.required).toEqual(["access", "direction", "protocol"]);
});

test("enumerations come from the SDK's own lists, also where any text is typed beside them", () => {
  expect(properties("network.SecurityRuleArgs").protocol).toEqual({ enum: ["Tcp", "Udp", "Icmp", "Esp", "*", "Ah"] });
  expect(properties("azure-native:dns:Zone").zoneType).toEqual({ enum: ["Public", "Private"] });
});

test("lists, dictionaries and nested arguments are unwrapped", () => {
  expect(properties("azure-native:network:VirtualNetwork").tags).toEqual({
    type: "object",
    additionalProperties: { type: "string" },
  });
  expect(properties("azure-native:network:NetworkSecurityGroup").securityRules).toEqual({
    type: "array",
    items: { $ref: "#/definitions/network.SecurityRuleArgs" },
  });
  expect(properties("azure-native:compute:VirtualMachine").zones).toEqual({ type: "array", items: { type: "string" } });
});

test("a reference to another resource is its id and nothing else", () => {
  expect(properties("azure-native:network:NetworkInterface").networkSecurityGroup).toEqual(referenceSchema);
  expect(properties("network.NetworkInterfaceIPConfigurationArgs").applicationSecurityGroups).toEqual({
    type: "array",
    items: referenceSchema,
  });
});

test("every nested type that is referred to is defined", () => {
  const referred = [...JSON.stringify(shapes.definitions).matchAll(/"#\/definitions\/([\w.]+)"/g)].map((m) => m[1]);
  expect(referred.filter((key) => key === undefined || !(key in shapes.definitions))).toEqual([]);
});

test("outputs and API versions are read from the class", () => {
  expect(shapes.outputs["azure-native:privatedns:PrivateRecordSet"]).toContain("fqdn");
  expect(shapes.outputs["azure-native:managedidentity:UserAssignedIdentity"]).toContain("principalId");
  expect(shapes.apiVersions["azure-native:compute:VirtualMachine"]).toBe("2024-11-01");
});

test("the cached shapes are the derived ones", async () => {
  const cached = await loadShapes();
  expect(Object.keys(cached.definitions)).toEqual(expect.arrayContaining(armTypes.map(({ token }) => token)));
  expect(cached.apiVersions).toEqual(shapes.apiVersions);
});

test("typings that are not there are an error, not an empty shape", () => {
  const missing = [
    { token: "azure-native:network:Missing", typings: "network/subnet", id: "/subscriptions/{subscriptionId}" },
  ];
  expect(() => shapesOf(sdkFolder, missing, new Set())).toThrow("no class Missing");
});
