import { VirtualMachine } from "@pulumi/azure-native/compute/virtualMachine.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { getSubnetOutput } from "@pulumi/azure-native/network/getSubnet.js";
import { NetworkInterface } from "@pulumi/azure-native/network/networkInterface.js";
import { NetworkSecurityGroup } from "@pulumi/azure-native/network/networkSecurityGroup.js";
import { Subnet } from "@pulumi/azure-native/network/subnet.js";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork.js";
import { PrivateRecordSet } from "@pulumi/azure-native/privatedns/privateRecordSet.js";
import { PrivateZone } from "@pulumi/azure-native/privatedns/privateZone.js";
import { VirtualNetworkLink } from "@pulumi/azure-native/privatedns/virtualNetworkLink.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import { Config } from "@pulumi/pulumi";

const config = new Config();
const access = config.get("access") ?? "Allow";
const group = new ResourceGroup("group", { resourceGroupName: "rg-test", location: "westeurope" });
const resourceGroupName = group.name;

const network = new VirtualNetwork("network", {
  resourceGroupName,
  virtualNetworkName: "vnet",
  addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
});
const subnet = new Subnet("subnet", {
  resourceGroupName,
  virtualNetworkName: network.name,
  subnetName: "snet",
  addressPrefix: "10.10.1.0/24",
  defaultOutboundAccess: false,
});
const rules = [
  ["kms-in", 100, access, "10.0.0.0/8"],
  ["kms-deny", 200, "Deny", "*"],
];
const securityGroup = new NetworkSecurityGroup("rules", {
  resourceGroupName,
  networkSecurityGroupName: "nsg",
  securityRules: rules.map(([name, priority, allowed, source]) => ({
    name,
    priority,
    access: allowed,
    direction: "Inbound",
    protocol: "Tcp",
    sourceAddressPrefix: source,
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "1688",
  })),
});
const nic = new NetworkInterface("nic", {
  resourceGroupName,
  networkInterfaceName: "nic",
  networkSecurityGroup: { id: securityGroup.id },
  ipConfigurations: [
    { name: "main", subnet: { id: subnet.id }, privateIPAllocationMethod: "Static", privateIPAddress: "10.10.1.4" },
  ],
});
const identity = new UserAssignedIdentity("identity", { resourceGroupName, resourceName: "id-kms" });
const machine = new VirtualMachine("machine", {
  resourceGroupName,
  vmName: "kms-1",
  zones: [config.get("zone") ?? "1"],
  hardwareProfile: { vmSize: "Standard_B2s_v2" },
  identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
  networkProfile: { networkInterfaces: [{ id: nic.id, primary: true, deleteOption: "Detach" }] },
  osProfile: { computerName: "kms-1", adminUsername: "operator1", adminPassword: config.requireSecret("password") },
  securityProfile: { securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } },
  storageProfile: {
    imageReference: {
      publisher: "MicrosoftWindowsServer",
      offer: "WindowsServer",
      sku: "2022-datacenter-g2",
      version: "latest",
    },
    osDisk: {
      createOption: "FromImage",
      deleteOption: "Delete",
      managedDisk: { storageAccountType: "StandardSSD_LRS" },
    },
  },
});
const zone = new PrivateZone("zone", { resourceGroupName, privateZoneName: "az.corp.example", location: "Global" });
const link = new VirtualNetworkLink("link", {
  resourceGroupName,
  privateZoneName: zone.name,
  virtualNetworkLinkName: "vnet",
  location: "Global",
  registrationEnabled: false,
  virtualNetwork: { id: network.id },
});
const records = new PrivateRecordSet("records", {
  resourceGroupName,
  privateZoneName: zone.name,
  recordType: "SRV",
  relativeRecordSetName: "_vlmcs._tcp",
  ttl: 3600,
  srvRecords: [{ priority: 0, weight: 0, port: 1688, target: "kms-1.az.corp.example" }],
});

export const fqdn = records.fqdn;
export const principal = identity.principalId;
export const machineId = machine.id;
export const linkState = link.provisioningState;
export const prefix = getSubnetOutput(
  { resourceGroupName, virtualNetworkName: network.name, subnetName: "snet" },
  { dependsOn: [subnet] },
).addressPrefix;
