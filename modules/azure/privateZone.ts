import { PrivateRecordSet } from "@pulumi/azure-native/privatedns/privateRecordSet.js";
import { PrivateZone } from "@pulumi/azure-native/privatedns/privateZone.js";
import { VirtualNetworkLink } from "@pulumi/azure-native/privatedns/virtualNetworkLink.js";
import type * as pulumi from "@pulumi/pulumi";
import type { AddressRecord, SrvRecord } from "../desired/item.ts";
import { environmentTag, networkLinkName, relativeName, withoutDot } from "../desired/names.ts";
import type { AzurePlace } from "../topology/provisioning.ts";
import { networkId } from "./places.ts";

/** An Azure private zone and what it should hold. */
export interface PrivateZoneArgs {
  readonly environment: string;
  /** Absolute. */
  readonly apex: string;
  readonly resourceGroup: string;
  /** Places whose networks are linked; null: zone and links exist already. */
  readonly make: readonly AzurePlace[] | null;
  readonly srvRecords: readonly SrvRecord[];
  readonly addressRecords: readonly AddressRecord[];
  readonly protect: boolean;
  /** What has to be there first: resource group and networks, where we make them. */
  readonly after: readonly pulumi.Resource[];
}

/** Declares the record sets of a zone, each whole, and the zone itself with its links where the file says so. */
export function declarePrivateZone(zone: PrivateZoneArgs, provider: pulumi.CustomResourceOptions): void {
  const opts = { ...provider, protect: zone.protect };
  const made = zone.make === null ? [] : [declareZone(zone, zone.make, opts)];
  const inZone = { ...opts, dependsOn: [...zone.after, ...made] };
  for (const records of setsOf(zone.srvRecords)) declareSrvSet(zone, records, inZone);
  for (const records of setsOf(zone.addressRecords)) declareAddressSet(zone, records, inZone);
}

/** The records of each owner name. */
function setsOf<T extends { readonly name: string }>(records: readonly T[]): Iterable<readonly [T, ...T[]]> {
  const sets = Map.groupBy(records, (record) => record.name);
  return sets.values() as Iterable<readonly [T, ...T[]]>; // a group has at least the record that opened it
}

function declareZone(
  zone: PrivateZoneArgs,
  places: readonly AzurePlace[],
  opts: pulumi.CustomResourceOptions,
): PrivateZone {
  const name = withoutDot(zone.apex);
  const common = {
    resourceGroupName: zone.resourceGroup,
    privateZoneName: name,
    // Zones and links have no region; unset, the provider would fill in the group's.
    location: "Global",
    tags: { [environmentTag]: zone.environment },
  };
  const made = new PrivateZone(name, common, { ...opts, dependsOn: [...zone.after] });
  const networks = new Map(places.map((place) => [networkId(place), place.network.name]));
  for (const [id, network] of networks) {
    const link = { virtualNetworkLinkName: networkLinkName(network), virtualNetwork: { id } };
    // Registration would write address records that the file declares.
    const args = { ...common, ...link, registrationEnabled: false };
    new VirtualNetworkLink(`${name}-${network}`, args, { ...opts, dependsOn: [...zone.after, made] });
  }
  return made;
}

function declareSrvSet(
  zone: PrivateZoneArgs,
  records: readonly [SrvRecord, ...SrvRecord[]],
  opts: pulumi.CustomResourceOptions,
): void {
  const srvRecords = records.map(({ priority, weight, port, target }) => ({
    priority,
    weight,
    port,
    target: withoutDot(target),
  }));
  declareSet(zone, { ...records[0], recordType: "SRV" }, { srvRecords }, opts);
}

function declareAddressSet(
  zone: PrivateZoneArgs,
  records: readonly [AddressRecord, ...AddressRecord[]],
  opts: pulumi.CustomResourceOptions,
): void {
  const aRecords = records.map(({ address }) => ({ ipv4Address: address }));
  declareSet(zone, { ...records[0], recordType: "A" }, { aRecords }, opts);
}

function declareSet(
  zone: PrivateZoneArgs,
  set: { readonly name: string; readonly ttl: number; readonly recordType: "SRV" | "A" },
  records: object,
  opts: pulumi.CustomResourceOptions,
): void {
  const args = {
    resourceGroupName: zone.resourceGroup,
    privateZoneName: withoutDot(zone.apex),
    recordType: set.recordType,
    relativeRecordSetName: relativeName(set.name, zone.apex),
    ttl: set.ttl,
    ...records,
  };
  new PrivateRecordSet(`${withoutDot(set.name)}-${set.recordType.toLowerCase()}`, args, opts);
}
