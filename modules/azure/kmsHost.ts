import { VirtualMachine } from "@pulumi/azure-native/compute/virtualMachine.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { NetworkInterface } from "@pulumi/azure-native/network/networkInterface.js";
import { NetworkSecurityGroup } from "@pulumi/azure-native/network/networkSecurityGroup.js";
import * as pulumi from "@pulumi/pulumi";
import type { KmsHost as KmsHostItem, SecurityGroup } from "../desired/item.ts";
import { environmentTag, identityName, kmsHostTag, networkInterfaceName } from "../desired/names.ts";
import type { AzureHost, AzurePlace } from "../topology/provisioning.ts";
import { resourceId, subnetId } from "./places.ts";
import { securityRuleArgs } from "./securityRule.ts";
import { virtualMachineArgs, virtualMachineOptions } from "./virtualMachine.ts";

/** One Azure host as it should be. */
export interface KmsHostArgs {
  readonly environment: string;
  readonly host: KmsHostItem;
  readonly securityGroup: SecurityGroup;
  readonly machine: AzureHost;
  /** Holds the machine against deletion and replacement. */
  readonly protect: boolean;
  /** What has to be there first: resource group and subnet, where we make them. */
  readonly after: pulumi.Resource[];
}

/** A KMS host on Azure: identity, security group, network interface and virtual machine. */
export class KmsHost extends pulumi.ComponentResource {
  constructor(name: string, args: KmsHostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("activation:azure:KmsHost", name, {}, opts);
    const { host, machine, securityGroup, after } = args;
    if (host.imageSku === null)
      throw new pulumi.InputPropertyError({ propertyPath: "host.imageSku", reason: "must name an image" });
    const { place } = machine;
    const tags = { [environmentTag]: args.environment, [kmsHostTag]: name };
    const common = { resourceGroupName: place.resourceGroup, location: place.location, tags };
    const child = (...dependsOn: pulumi.Resource[]) => ({ parent: this, dependsOn });

    const identity = new UserAssignedIdentity(
      identityName(name),
      { ...common, resourceName: identityName(name) },
      child(...after),
    );
    const group = new NetworkSecurityGroup(
      securityGroup.name,
      { ...common, ...securityGroupArgs(securityGroup) },
      child(...after),
    );
    const nic = new NetworkInterface(
      networkInterfaceName(name),
      { ...common, ...networkInterfaceArgs(host, securityGroup, place) },
      child(...after, group),
    );
    new VirtualMachine(
      name,
      { ...common, ...virtualMachineArgs(machine, { fqdn: host.fqdn, imageSku: host.imageSku }) },
      { ...child(identity, nic), ...virtualMachineOptions(args.protect) },
    );
    this.registerOutputs({});
  }
}

function securityGroupArgs({ name, rules }: SecurityGroup) {
  return { networkSecurityGroupName: name, securityRules: rules.map(securityRuleArgs) };
}

/** One static private address; nothing leads here from the internet. */
function networkInterfaceArgs(host: KmsHostItem, { name: group }: SecurityGroup, place: AzurePlace) {
  const address = {
    name: "primary",
    primary: true,
    subnet: { id: subnetId(place) },
    privateIPAllocationMethod: "Static",
    privateIPAddress: host.address,
  };
  return {
    networkInterfaceName: networkInterfaceName(host.name),
    networkSecurityGroup: { id: resourceId(place, "Microsoft.Network/networkSecurityGroups", group) },
    ipConfigurations: [address],
  };
}
