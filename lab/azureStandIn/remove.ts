import { isMachine, nicInUse } from "./computeChecks.ts";
import { isLink } from "./dnsChecks.ts";
import { subnetInUse } from "./networkChecks.ts";
import { badRequest, type Refusal, refuse } from "./refusal.ts";
import type { Store, StoredResource } from "./store.ts";
import { objectsAt } from "./values.ts";

type RemovalCheck = (resource: StoredResource, users: readonly string[], store: Store) => Refusal[];

const checks: Readonly<Record<string, RemovalCheck>> = {
  // Azure would delete them all. A program that leaves something behind is to be noticed, so the stand-in refuses.
  "azure-native:resources:ResourceGroup": ({ id }, _, store) => {
    const left = store.below(id).map((resource) => resource.id);
    if (left.length === 0) return [];
    return [
      {
        status: 409,
        code: undefined,
        message: `The resource group still holds ${left.join(", ")}. Azure would delete these too; the Azure stand-in does not.`,
      },
    ];
  },
  "azure-native:network:VirtualNetwork": ({ id, properties }, _, store) =>
    objectsAt(properties, "subnets").flatMap((subnet) => {
      const users = store.users(`${id}/subnets/${String(subnet.name)}`);
      return users.length > 0 ? [subnetInUse(String(subnet.name), users)] : [];
    }),
  "azure-native:network:Subnet": ({ properties }, users) =>
    users.length > 0 ? [subnetInUse(String(properties.name), users)] : [],
  "azure-native:network:NetworkSecurityGroup": ({ id }, users) =>
    inUse("InUseNetworkSecurityGroupCannotBeDeleted", "Network security group", id, users),
  "azure-native:network:PublicIPAddress": ({ id }, users) =>
    inUse("PublicIPAddressCannotBeDeleted", "Public IP address", id, users),
  "azure-native:network:NetworkInterface": ({ id }, users) => users.filter(isMachine).map((user) => nicInUse(id, user)),
  "azure-native:privatedns:PrivateZone": ({ id }, _, store) => {
    const links = store.below(id).filter((resource) => isLink(resource.id));
    if (links.length === 0) return [];
    return [
      {
        status: 409,
        code: undefined,
        message: "Can not delete resource before nested resources are deleted: virtual network links.",
      },
    ];
  },
};

function inUse(code: string, what: string, id: string, users: readonly string[]): Refusal[] {
  if (users.length === 0) return [];
  return [
    badRequest(
      code,
      `${what} ${id} cannot be deleted because it is in use by the following resources: ${users.join(", ")}.`,
    ),
  ];
}

/**
 * Removes a resource; throws RefusedError where ARM would refuse. What is gone already needs no removal.
 * Wording: pulumi/pulumi-azure-native#3051, hashicorp/terraform-provider-azurerm#688, Azure/azure-cli#15010.
 */
export function removeResource(store: Store, id: string): void {
  store.transaction(() => {
    const resource = store.get(id);
    if (!resource) return;
    refuse(checks[resource.type]?.(resource, store.users(id), store) ?? []);
    store.remove(id);
    if (!isMachine(id)) return;
    // deleteOption Delete takes the interface along, also one that a program still holds.
    const interfaces = objectsAt(resource.properties, "networkProfile.networkInterfaces");
    for (const taken of interfaces.filter((reference) => reference.deleteOption === "Delete")) {
      if (store.get(String(taken.id))) store.remove(String(taken.id));
    }
  });
}
