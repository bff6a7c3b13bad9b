/**
 * What the SDK's typings do not say about Azure: names, ranges, forms, read-only properties, what can change in place.
 * Every row names its source. [NAME] is
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules, [SDK] the comments of
 * @pulumi/azure-native, [ARM] the Azure REST API reference (https://learn.microsoft.com/rest/api/azure/), [PROV] the
 * source of azure-native, pulumi/pulumi-azure-native provider/pkg/gen/replacement.go; (inf) inferred, (unv) not verified
 * against Azure.
 */

/** More about the properties of one or several argument types than the typings say. */
export interface ShapeRule {
  /** Tokens and nested argument types that the row is about. */
  readonly on: readonly string[];
  readonly source: string;
  /** Properties that ARM wants although the typings leave them out. */
  readonly required?: readonly string[];
  /** Properties that the typings offer and ARM only returns. */
  readonly readOnly?: readonly string[];
  /** JSON Schema added to the property's own. */
  readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What may change in one type. Paths are dotted; a path stands for everything below it. */
export interface ChangeRule {
  readonly source: string;
  /** Changed inputs for which the provider itself previews a replacement, besides the path parameters. */
  readonly replaces?: readonly string[];
  /** The provider previews an update, and ARM refuses it: PropertyChangeNotAllowed. */
  readonly fixed?: readonly string[];
  /** Inputs that ARM never returns; the store does not keep them. */
  readonly writeOnly?: readonly string[];
}

/** These properties only refer to another resource: ARM looks at the id alone [ARM], so nothing else is accepted. */
export const references: readonly string[] = [
  "subnet",
  "networkSecurityGroup",
  "routeTable",
  "natGateway",
  "publicIPAddress",
  "linkedPublicIPAddress",
  "servicePublicIPAddress",
  "applicationSecurityGroups",
  "sourceApplicationSecurityGroups",
  "destinationApplicationSecurityGroups",
  "privateLinkService",
];

const networkName = (max: number, min = 1) => ({
  minLength: min,
  maxLength: max,
  pattern: "^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$",
  description: `${min} to ${max} letters, digits, "_", "." or "-", beginning with a letter or digit and ending with one or "_" [NAME]`,
});

const zoneName = {
  maxLength: 253,
  pattern: "^[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})){1,33}$",
  description: "2 to 34 labels of 1 to 63 characters, without a final dot [NAME]",
};

/** Rules for path parameters, wherever they appear. */
export const nameRules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  resourceGroupName: {
    minLength: 1,
    maxLength: 90,
    pattern: "^[\\p{L}\\p{N}_.()-]*[\\p{L}\\p{N}_()-]$",
    description: "1 to 90 letters, digits, and _ - . ( ), not ending with a dot [NAME]",
  },
  virtualNetworkName: networkName(64, 2),
  subnetName: networkName(80),
  networkSecurityGroupName: networkName(80),
  securityRuleName: networkName(80),
  networkInterfaceName: networkName(80),
  publicIpAddressName: networkName(80),
  virtualNetworkLinkName: networkName(80),
  vmName: {
    minLength: 1,
    maxLength: 64,
    pattern: "^[^_\\\\/\"'\\[\\]:|<>+=;,?*@&\\s][^\\\\/\"'\\[\\]:|<>+=;,?*@&\\s]*(?<![.-])$",
    description: "1 to 64 characters, none of \\/\"'[]:|<>+=;,?*@& or space, no leading _, no final . or - [NAME]",
  },
  resourceName: {
    minLength: 3,
    maxLength: 128,
    pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$",
    description: "3 to 128 letters, digits, - or _, beginning with a letter or digit [NAME]",
  },
  privateZoneName: zoneName,
  zoneName,
  relativeRecordSetName: {
    minLength: 1,
    maxLength: 253,
    pattern: "^(@|\\*|(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*)$",
    description: "@, or labels of 1 to 63 characters, the first of which may be * [ARM]",
  },
};

const port = { type: "integer", minimum: 0, maximum: 65535 };
const uint16 = port;
const portRange = {
  format: "portRange",
  description: "*, a port, or a range such as 49152-65535, within 0-65535 [ARM]",
};

/** Rules for the properties inside the arguments. */
export const shapeRules: readonly ShapeRule[] = [
  {
    on: ["network.SecurityRuleArgs"],
    source:
      "[ARM] name and priority are wanted, etag, id, type and provisioningState are returned; the typings say neither",
    required: ["name", "priority"],
    readOnly: ["etag", "provisioningState", "id", "type"],
    properties: { name: networkName(80) },
  },
  {
    on: ["azure-native:network:SecurityRule"],
    source: "[ARM] id and type are returned only",
    readOnly: ["id", "type"],
  },
  {
    on: ["network.SecurityRuleArgs", "azure-native:network:SecurityRule"],
    source: "[SDK] comments of SecurityRule: priority 100-4096, ports 0-65535, description to 140 characters",
    properties: {
      priority: { type: "integer", minimum: 100, maximum: 4096 },
      description: { maxLength: 140 },
      sourcePortRange: portRange,
      destinationPortRange: portRange,
      sourcePortRanges: { items: { type: "string", ...portRange } },
      destinationPortRanges: { items: { type: "string", ...portRange } },
    },
  },
  {
    on: ["network.SubnetArgs"],
    source: "[ARM] a nested subnet has a name; what is read-only by its comment in the [SDK] is no input",
    required: ["name"],
    readOnly: [
      "etag",
      "id",
      "type",
      "provisioningState",
      "resourceNavigationLinks",
      "serviceAssociationLinks",
      "serviceGateway",
    ],
    properties: { name: networkName(80) },
  },
  { on: ["azure-native:network:Subnet"], source: "[ARM] id and type are returned only", readOnly: ["id", "type"] },
  {
    on: [
      "azure-native:network:VirtualNetwork",
      "azure-native:network:NetworkSecurityGroup",
      "azure-native:network:NetworkInterface",
      "azure-native:network:PublicIPAddress",
    ],
    source: "[ARM] id is returned only",
    readOnly: ["id"],
  },
  {
    on: ["network.NetworkInterfaceIPConfigurationArgs"],
    source: "[ARM] an IP configuration has a name and a subnet; id and type are returned only",
    required: ["name", "subnet"],
    readOnly: ["id", "type"],
    properties: { name: networkName(80) },
  },
  {
    on: ["compute.NetworkInterfaceReferenceArgs"],
    source: "[ARM] a reference to a network interface is its id",
    required: ["id"],
  },
  {
    on: ["compute.HardwareProfileArgs"],
    source: "[SDK] comment of vmSize: the enumeration is out of date and must not be used",
    properties: {
      vmSize: {
        enum: undefined,
        type: "string",
        pattern: "^(Standard|Basic)_[A-Za-z0-9_-]+$",
        description: "a size such as Standard_B2s_v2",
      },
    },
  },
  {
    on: ["privatedns.SrvRecordArgs", "dns.SrvRecordArgs"],
    source: "RFC 2782: priority, weight and port are 16 bits wide; [ARM] a record is complete",
    required: ["priority", "weight", "port", "target"],
    properties: { priority: uint16, weight: uint16, port, target: { format: "domainName" } },
  },
  {
    on: ["privatedns.ARecordArgs", "dns.ARecordArgs"],
    source: "RFC 1035 3.4.1",
    required: ["ipv4Address"],
    properties: { ipv4Address: { format: "ipv4Address", description: "an IPv4 address" } },
  },
  {
    on: ["privatedns.CnameRecordArgs", "dns.CnameRecordArgs"],
    source: "RFC 1035 3.3.1",
    required: ["cname"],
    properties: { cname: { format: "domainName" } },
  },
  {
    on: ["azure-native:privatedns:PrivateRecordSet"],
    source: "[ARM] RecordType of Microsoft.Network/privateDnsZones; RFC 2181 8: TTL of 31 bits",
    required: ["ttl"],
    properties: {
      recordType: { enum: ["A", "AAAA", "CNAME", "MX", "PTR", "SOA", "SRV", "TXT"] },
      ttl: { type: "integer", minimum: 1, maximum: 2147483647 },
    },
  },
  {
    on: ["azure-native:dns:RecordSet"],
    source: "[ARM] RecordType of Microsoft.Network/dnsZones; RFC 2181 8: TTL of 31 bits",
    properties: {
      recordType: {
        enum: ["A", "AAAA", "CAA", "CNAME", "DS", "MX", "NAPTR", "NS", "PTR", "SOA", "SRV", "TLSA", "TXT"],
      },
      ttl: { type: "integer", minimum: 1, maximum: 2147483647 },
    },
  },
];

/** What may change, by token. Path parameters of every type replace [PROV]. */
export const changeRules: Readonly<Record<string, ChangeRule>> = {
  "azure-native:resources:ResourceGroup": { source: "[PROV]", replaces: ["location"] },
  "azure-native:network:VirtualNetwork": { source: "[PROV]", replaces: ["location"] },
  "azure-native:network:PublicIPAddress": { source: "[PROV]", replaces: ["location"] },
  "azure-native:managedidentity:UserAssignedIdentity": { source: "[PROV] (inf)", replaces: ["location"] },
  "azure-native:compute:VirtualMachine": {
    source:
      "[SDK] comments, hashicorp/terraform-provider-azurerm#3277, MicrosoftDocs/azure-docs#112633; adminPassword (unv)",
    replaces: ["location"],
    fixed: [
      "zones",
      "availabilitySet",
      "osProfile.computerName",
      "osProfile.adminUsername",
      "osProfile.adminPassword",
      "osProfile.customData",
      "osProfile.windowsConfiguration.enableAutomaticUpdates",
      "storageProfile.imageReference",
    ],
    writeOnly: [
      "osProfile.adminPassword",
      "osProfile.customData",
      "osProfile.windowsConfiguration.additionalUnattendContent",
      "userData",
    ],
  },
};
