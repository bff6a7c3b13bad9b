import type { Properties } from "../../../lab/azureStandIn/armTypes.ts";
import { loadShapes, Schemas } from "../../../lab/azureStandIn/schemas.ts";
import { type Answer, StandIn } from "../../../lab/azureStandIn/standIn.ts";
import { openStore, type Store } from "../../../lab/azureStandIn/store.ts";

const schemas = new Schemas(await loadShapes());

const folder = "/subscriptions/sub/resourceGroups/rg/providers";

/** Ids of the small estate that most tests start from. */
export const ids = {
  group: "/subscriptions/sub/resourceGroups/rg",
  network: `${folder}/Microsoft.Network/virtualNetworks/vnet`,
  subnet: `${folder}/Microsoft.Network/virtualNetworks/vnet/subnets/snet`,
  rules: `${folder}/Microsoft.Network/networkSecurityGroups/nsg`,
  nic: `${folder}/Microsoft.Network/networkInterfaces/nic`,
  identity: `${folder}/Microsoft.ManagedIdentity/userAssignedIdentities/id-kms`,
  machine: `${folder}/Microsoft.Compute/virtualMachines/kms-1`,
  zone: `${folder}/Microsoft.Network/privateDnsZones/az.corp.example`,
};

/** A stand-in over a store in memory, with the calls that the engine makes for one resource. */
export class Estate {
  readonly store: Store = openStore(":memory:");
  readonly standIn: StandIn;

  constructor(location?: string) {
    this.standIn = new StandIn(schemas, { store: this.store, subscriptionId: "sub", location });
  }

  /** Check, then Create; failures of Check are thrown in one error. */
  create(type: string, inputs: Properties): Answer & { inputs: Properties } {
    const token = `azure-native:${type}`;
    const checked = this.standIn.check(token, {}, inputs);
    if (checked.failures.length > 0) throw new Error(checked.failures.map(({ reason }) => reason).join("\n"));
    return { ...this.standIn.create(token, checked.inputs, false), inputs: checked.inputs };
  }

  /** Check, then Update. */
  update(type: string, made: { id: string; inputs: Properties }, inputs: Properties): Answer {
    const token = `azure-native:${type}`;
    const checked = this.standIn.check(token, made.inputs, inputs);
    if (checked.failures.length > 0) throw new Error(checked.failures.map(({ reason }) => reason).join("\n"));
    const request = { token, id: made.id, oldInputs: made.inputs, inputs: checked.inputs, now: {}, preview: false };
    return this.standIn.update(request);
  }
}

/** A resource group with one network of one subnet. */
export function withNetwork(): Estate {
  const estate = new Estate();
  estate.create("resources:ResourceGroup", { resourceGroupName: "rg", location: "westeurope" });
  estate.create("network:VirtualNetwork", networkInputs());
  estate.create("network:Subnet", subnetInputs());
  return estate;
}

export function networkInputs(more: Properties = {}): Properties {
  return {
    resourceGroupName: "rg",
    virtualNetworkName: "vnet",
    addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    ...more,
  };
}

export function subnetInputs(more: Properties = {}): Properties {
  return {
    resourceGroupName: "rg",
    virtualNetworkName: "vnet",
    subnetName: "snet",
    addressPrefix: "10.10.1.0/24",
    ...more,
  };
}

/** A rule as it stands in the list of a security group. */
export function rule(name: string, priority: number, more: Properties = {}): Properties {
  return {
    name,
    priority,
    access: "Allow",
    direction: "Inbound",
    protocol: "Tcp",
    sourceAddressPrefix: "10.0.0.0/8",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "1688",
    ...more,
  };
}

export function groupInputs(rules: readonly Properties[] | undefined, more: Properties = {}): Properties {
  const list = rules === undefined ? {} : { securityRules: rules };
  return { resourceGroupName: "rg", networkSecurityGroupName: "nsg", ...list, ...more };
}

export function nicInputs(configuration: Properties = {}, more: Properties = {}): Properties {
  return {
    resourceGroupName: "rg",
    networkInterfaceName: "nic",
    ipConfigurations: [
      {
        name: "main",
        subnet: { id: ids.subnet },
        privateIPAllocationMethod: "Static",
        privateIPAddress: "10.10.1.4",
        ...configuration,
      },
    ],
    ...more,
  };
}

/** A network, a network interface and an identity: all that a machine needs. */
export function withInterface(): Estate {
  const estate = withNetwork();
  estate.create("network:NetworkInterface", nicInputs());
  estate.create("managedidentity:UserAssignedIdentity", { resourceGroupName: "rg", resourceName: "id-kms" });
  return estate;
}

export const goodPassword = "Long-Enough-9";

export function machineInputs(more: Properties = {}): Properties {
  return {
    resourceGroupName: "rg",
    vmName: "kms-1",
    zones: ["1"],
    hardwareProfile: { vmSize: "Standard_B2s_v2" },
    identity: { type: "UserAssigned", userAssignedIdentities: [ids.identity] },
    networkProfile: { networkInterfaces: [{ id: ids.nic, primary: true }] },
    osProfile: osProfile(),
    storageProfile: storageProfile("2022-datacenter-g2"),
    ...more,
  };
}

export function osProfile(more: Properties = {}): Properties {
  return { computerName: "kms-1", adminUsername: "operator1", adminPassword: goodPassword, ...more };
}

export function storageProfile(sku: string): Properties {
  return {
    imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku, version: "latest" },
    osDisk: { createOption: "FromImage", managedDisk: { storageAccountType: "StandardSSD_LRS" } },
  };
}

export function recordInputs(more: Properties = {}): Properties {
  return {
    resourceGroupName: "rg",
    privateZoneName: "az.corp.example",
    recordType: "SRV",
    relativeRecordSetName: "_vlmcs._tcp",
    ttl: 3600,
    srvRecords: [{ priority: 0, weight: 0, port: 1688, target: "kms-1.az.corp.example" }],
    ...more,
  };
}
