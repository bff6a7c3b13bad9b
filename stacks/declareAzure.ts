import type * as pulumi from "@pulumi/pulumi";
import { KmsHost } from "../modules/azure/kmsHost.ts";
import { declarePlaces, type PlaceOptions, subscriptions } from "../modules/azure/places.ts";
import { declarePrivateZone } from "../modules/azure/privateZone.ts";
import type { AddressRecord, KmsHost as KmsHostItem, SecurityGroup, SrvRecord } from "../modules/desired/item.ts";
import { holdsShared } from "../modules/desired/scope.ts";
import type { AzurePlace, Provisioning } from "../modules/topology/provisioning.ts";
import type { SiteOf, StackContent } from "./stackContent.ts";

/** Declares places, hosts and private zones; returns the hosts by name. */
export function declareAzure(content: StackContent, siteOf: SiteOf): ReadonlyMap<string, KmsHost> {
  const { topology, scope, acknowledge } = content;
  const { facts, provisioning } = topology;
  const options: PlaceOptions = {
    environment: facts.environment,
    protect: acknowledge === null,
    inSubscription: subscriptions(provisioning.azure?.subscription),
  };
  const places = holdsShared(facts, scope) ? placesOf(provisioning) : [];
  const after = declarePlaces(places, options);
  const hosts = declareHosts(content, siteOf, { ...options, after });
  declareZones(content, { ...options, places, after: [...places.flatMap(after), ...hosts.values()] });
  return hosts;
}

function placesOf({ azure, azureHosts }: Provisioning): readonly AzurePlace[] {
  return [...(azure === null ? [] : [azure]), ...azureHosts.map(({ place }) => place)];
}

function declareHosts(
  { topology, items }: StackContent,
  siteOf: SiteOf,
  { environment, protect, inSubscription, after }: PlaceOptions & { readonly after: ReturnType<typeof declarePlaces> },
): ReadonlyMap<string, KmsHost> {
  const groups = items.filter((item): item is SecurityGroup => item.kind === "securityGroup");
  const sites = new Map(topology.facts.kmsHosts.map(({ name, site }) => [name, site]));
  const hosts = new Map<string, KmsHost>();
  for (const host of items.filter((item): item is KmsHostItem => item.kind === "kmsHost")) {
    const machine = topology.provisioning.azureHosts.find((candidate) => candidate.host === host.name);
    const securityGroup = groups.find((group) => group.host === host.name);
    const site = sites.get(host.name);
    if (machine === undefined || securityGroup === undefined || site === undefined) continue; // an existing host
    const args = { environment, protect, host, securityGroup, machine, after: after(machine.place) };
    const { subscription } = machine.place;
    hosts.set(host.name, new KmsHost(host.name, args, { parent: siteOf(site), ...inSubscription(subscription) }));
  }
  return hosts;
}

function declareZones(
  { topology, scope, items }: StackContent,
  options: PlaceOptions & { readonly places: readonly AzurePlace[]; readonly after: readonly pulumi.Resource[] },
): void {
  const { facts, provisioning } = topology;
  if (!holdsShared(facts, scope)) return;
  const { environment, protect, places, after } = options;
  const provider = provisioning.azure === null ? {} : options.inSubscription(provisioning.azure.subscription);
  for (const zone of provisioning.zones) {
    const apex = facts.zones.find(({ name }) => name === zone.zone)?.apex;
    if (zone.provider !== "azurePrivate" || apex === undefined) continue;
    const common = { environment, apex, resourceGroup: zone.resourceGroup, protect, after };
    const srvRecords = items.filter((item): item is SrvRecord => item.kind === "srv" && item.zone === zone.zone);
    const addressRecords = items.filter(
      (item): item is AddressRecord => item.kind === "address" && item.zone === zone.zone,
    );
    declarePrivateZone({ ...common, make: zone.make ? places : null, srvRecords, addressRecords }, provider);
  }
}
