import { createHash } from "node:crypto";

/** Values of one resource, in the names and shapes of @pulumi/azure-native. */
export type Properties = Record<string, unknown>;

/** A resource type that the Azure stand-in knows. */
export interface ArmType {
  /** Pulumi's name of the type. */
  readonly token: string;
  /** Where the SDK types its arguments: module and file, without extension. */
  readonly typings: string;
  /** The resource id with its path parameters in braces. */
  readonly id: string;
  /** Set where ARM returns the resource inside its parent: the list that holds it there. */
  readonly listedIn?: string;
}

const group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const network = `${group}/providers/Microsoft.Network`;

/** Every type of the Azure stand-in; the ids are those of the Azure REST API (https://learn.microsoft.com/rest/api/azure/). */
export const armTypes: readonly ArmType[] = [
  { token: "azure-native:resources:ResourceGroup", typings: "resources/resourceGroup", id: group },
  {
    token: "azure-native:network:VirtualNetwork",
    typings: "network/virtualNetwork",
    id: `${network}/virtualNetworks/{virtualNetworkName}`,
  },
  {
    token: "azure-native:network:Subnet",
    typings: "network/subnet",
    id: `${network}/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}`,
    listedIn: "subnets",
  },
  {
    token: "azure-native:network:NetworkSecurityGroup",
    typings: "network/networkSecurityGroup",
    id: `${network}/networkSecurityGroups/{networkSecurityGroupName}`,
  },
  {
    token: "azure-native:network:SecurityRule",
    typings: "network/securityRule",
    id: `${network}/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}`,
    listedIn: "securityRules",
  },
  {
    token: "azure-native:network:NetworkInterface",
    typings: "network/networkInterface",
    id: `${network}/networkInterfaces/{networkInterfaceName}`,
  },
  {
    token: "azure-native:network:PublicIPAddress",
    typings: "network/publicIPAddress",
    id: `${network}/publicIPAddresses/{publicIpAddressName}`,
  },
  {
    token: "azure-native:managedidentity:UserAssignedIdentity",
    typings: "managedidentity/userAssignedIdentity",
    id: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`,
  },
  {
    token: "azure-native:compute:VirtualMachine",
    typings: "compute/virtualMachine",
    id: `${group}/providers/Microsoft.Compute/virtualMachines/{vmName}`,
  },
  {
    token: "azure-native:privatedns:PrivateZone",
    typings: "privatedns/privateZone",
    id: `${network}/privateDnsZones/{privateZoneName}`,
  },
  {
    token: "azure-native:privatedns:VirtualNetworkLink",
    typings: "privatedns/virtualNetworkLink",
    id: `${network}/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}`,
  },
  {
    token: "azure-native:privatedns:PrivateRecordSet",
    typings: "privatedns/privateRecordSet",
    id: `${network}/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}`,
  },
  { token: "azure-native:dns:Zone", typings: "dns/zone", id: `${network}/dnsZones/{zoneName}` },
  {
    token: "azure-native:dns:RecordSet",
    typings: "dns/recordSet",
    id: `${network}/dnsZones/{zoneName}/{recordType}/{relativeRecordSetName}`,
  },
];

/** The lists in which parents hold other resources: subnets, securityRules. */
export const memberLists: readonly string[] = armTypes.flatMap((type) => type.listedIn ?? []);

/** The type of a token, or undefined when the stand-in does not know it. */
export function armTypeOf(token: string): ArmType | undefined {
  return armTypes.find((type) => type.token === token);
}

/** The names of the inputs that make up the id of a type, without the subscription. */
export function pathParameters(type: ArmType): readonly string[] {
  return [...type.id.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).filter((name) => name !== "subscriptionId");
}

/** The ARM id of a resource with these inputs; path parameters that are not set stay empty. */
export function idOf(type: ArmType, subscriptionId: string, inputs: Properties): string {
  return type.id.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === "subscriptionId" ? subscriptionId : String(inputs[name] ?? ""),
  );
}

/** The path parameters of an id of this type, or undefined when the id is not of this type. */
export function pathOf(type: ArmType, id: string): Record<string, string> | undefined {
  const names = type.id.split("/");
  const values = id.split("/");
  if (names.length !== values.length) return undefined;
  const path: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    const value = values[i] ?? "";
    if (name.startsWith("{")) path[name.slice(1, -1)] = value;
    else if (name.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  delete path.subscriptionId;
  return path;
}

/** The type that an id belongs to. A fixed segment wins over a parameter: a virtual network link is no record set. */
export function armTypeOfId(id: string): ArmType | undefined {
  const fitting = armTypes.filter((type) => pathOf(type, id) !== undefined);
  return fitting.find((type) => !type.id.includes("{recordType}")) ?? fitting[0];
}

/** The id of the resource that holds this one, or undefined for a resource group. */
export function parentIdOf(id: string): string | undefined {
  const segments = id.split("/");
  if (segments.length <= 5) return undefined;
  return segments.slice(0, segments.length > 9 ? -2 : 5).join("/");
}

/** ARM compares ids without regard to case; this is the form to compare. */
export function keyOfId(id: string): string {
  return id.toLowerCase();
}

/** Region names are written in two ways, "West Europe" and "westeurope"; this is the form to compare. */
export function regionOf(location: unknown): string {
  return String(location ?? "")
    .replaceAll(" ", "")
    .toLowerCase();
}

/** Short hexadecimal digest of a text, for names that must change with it. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
