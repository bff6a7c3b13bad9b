import { Subnet } from "@pulumi/azure-native/network/subnet.js";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork.js";
import { Provider } from "@pulumi/azure-native/provider.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import { environmentTag } from "../desired/names.ts";
import type { AzurePlace } from "../topology/provisioning.ts";

/** Options by which a resource comes to lie in one subscription. */
export type InSubscription = (subscription: string) => { readonly provider?: pulumi.ProviderResource };

/**
 * The default provider for the file's own subscription, so that the stack's configuration of azure-native holds for it;
 * an explicit one for each other, made when it is first needed.
 *
 * The own one stays with the default provider when a second is added: another provider means another machine.
 */
export function subscriptions(own: string | undefined): InSubscription {
  const providers = new Map<string, Provider>();
  return (id) => {
    if (id === own) return {};
    return { provider: once(providers, id, () => new Provider(`azure-${id}`, { subscriptionId: id })) };
  };
}

/**
 * ARM id of something in a resource group, from its type (`Microsoft.Network/networkInterfaces`) and name.
 *
 * Composed rather than taken from the resource: known in the preview that makes it, so that policies can judge whatever
 * refers to it, and the same whether we make the thing or it exists. What is made has to be waited for.
 */
export function resourceId(
  { subscription, resourceGroup }: Pick<AzurePlace, "subscription" | "resourceGroup">,
  type: string,
  name: string,
): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
}

/** ARM id of the virtual network of a place. */
export function networkId({ subscription, network }: AzurePlace): string {
  const { resourceGroup, name } = network;
  return resourceId({ subscription, resourceGroup }, "Microsoft.Network/virtualNetworks", name);
}

/** ARM id of the subnet of a place. */
export function subnetId(place: AzurePlace): string {
  return `${networkId(place)}/subnets/${place.network.subnet}`;
}

/** What makes places: tags, the subscription, and whether deletion is held back. */
export interface PlaceOptions {
  readonly environment: string;
  readonly protect: boolean;
  readonly inSubscription: InSubscription;
}

/**
 * Makes the resource groups of the places, and the networks and subnets that the file gives address spaces for.
 *
 * @returns For a place, what has to be there before something is put into it.
 */
export function declarePlaces(
  places: readonly AzurePlace[],
  options: PlaceOptions,
): (place: AzurePlace) => pulumi.Resource[] {
  const groups = new Map<string, ResourceGroup>();
  for (const place of places) once(groups, groupKey(place, place.resourceGroup), () => declareGroup(place, options));
  const networks = new Map<string, VirtualNetwork>();
  const subnets = new Map<string, Subnet>();
  for (const place of places) {
    const { make } = place.network;
    if (make === null) continue;
    const group = groups.get(groupKey(place, place.network.resourceGroup));
    const network = once(networks, networkId(place), () =>
      declareNetwork(place, make.addressSpace, { ...options, group }),
    );
    once(subnets, subnetId(place), () => declareSubnet(place, make.prefix, { ...options, network }));
  }
  return (place) => {
    const needed = [groups.get(groupKey(place, place.resourceGroup)), subnets.get(subnetId(place))];
    return needed.filter((resource) => resource !== undefined);
  };
}

function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found;
}

const groupKey = ({ subscription }: AzurePlace, name: string): string => `${subscription}/${name.toLowerCase()}`;

function declareGroup(place: AzurePlace, { environment, protect, inSubscription }: PlaceOptions): ResourceGroup {
  const { subscription, location, resourceGroup } = place;
  const args = { resourceGroupName: resourceGroup, location, tags: { [environmentTag]: environment } };
  return new ResourceGroup(resourceGroup, args, { protect, ...inSubscription(subscription) });
}

function declareNetwork(
  place: AzurePlace,
  addressSpace: string,
  { environment, protect, inSubscription, group }: PlaceOptions & { readonly group: ResourceGroup | undefined },
): VirtualNetwork {
  const { subscription, location, network } = place;
  const args = {
    resourceGroupName: network.resourceGroup,
    virtualNetworkName: network.name,
    location,
    addressSpace: { addressPrefixes: [addressSpace] },
    tags: { [environmentTag]: environment },
  };
  const dependsOn = group === undefined ? [] : [group];
  return new VirtualNetwork(network.name, args, { protect, dependsOn, ...inSubscription(subscription) });
}

function declareSubnet(
  { subscription, network }: AzurePlace,
  addressPrefix: string,
  { protect, inSubscription, network: parent }: PlaceOptions & { readonly network: VirtualNetwork },
): Subnet {
  const args = {
    resourceGroupName: network.resourceGroup,
    virtualNetworkName: network.name,
    subnetName: network.subnet,
    addressPrefix,
    // Unset leaves the way out of Azure open: what leaves is said by `outbound` in the file.
    // https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
    defaultOutboundAccess: false,
  };
  const name = `${network.name}-${network.subnet}`;
  return new Subnet(name, args, { protect, dependsOn: [parent], ...inSubscription(subscription) });
}
