import type { ActivationObject, AddressRecord, SrvRecord } from "../desired/item.ts";
import type { Facts } from "../topology/model.ts";
import { inputProperty, number, property, records, type StackResource, text } from "./stackResource.ts";

const absolute = (name: string): string => `${name.replace(/\.$/, "").toLowerCase()}.`;

/** The records of a record set of Azure DNS, private or public. */
export function azureSetItems(
  { properties }: StackResource,
  facts: Facts | undefined,
  isPublic: boolean,
): readonly (SrvRecord | AddressRecord)[] {
  const srv = records(property(properties, "srvRecords"), "srvRecords");
  const addresses = records(property(properties, "aRecords"), "aRecords");
  if (srv.length + addresses.length === 0) return []; // a set of another type
  const { zone, name } = ownerOf(properties, facts, isPublic ? "zoneName" : "privateZoneName");
  const ttl = number(inputProperty(properties, "ttl"), "ttl");
  return [
    ...srv.map((record) => srvItem({ ...record, zone, name, ttl }, facts, isPublic)),
    ...addresses.map((record) => {
      const address = text(record.ipv4Address, "ipv4Address");
      return { kind: "address" as const, zone, name, address, ttl };
    }),
  ];
}

/** From the path where the program's inputs are known, else from the answer of Azure, which repeats the whole name only. */
function ownerOf(
  properties: StackResource["properties"],
  facts: Facts | undefined,
  zoneProperty: string,
): { readonly zone: string; readonly name: string } {
  const path = inputProperty(properties, zoneProperty);
  if (path !== undefined) {
    const zone = text(path, zoneProperty);
    const apex = absolute(zone);
    const relative = text(inputProperty(properties, "relativeRecordSetName"), "relativeRecordSetName").toLowerCase();
    const name = relative === "@" ? apex : `${relative}.${apex}`;
    return { zone: facts?.zones.find((known) => known.apex === apex)?.name ?? zone, name };
  }
  const name = absolute(text(property(properties, "fqdn"), "fqdn"));
  const zone = (facts?.zones ?? [])
    .filter(({ apex }) => name === apex || name.endsWith(`.${apex}`))
    .toSorted((a, b) => b.apex.length - a.apex.length)[0];
  if (zone === undefined) throw new Error(`${name} lies in no zone of the file`);
  return { zone: zone.name, name };
}

function srvItem(record: Readonly<Record<string, unknown>>, facts: Facts | undefined, isPublic: boolean): SrvRecord {
  const target = absolute(text(record.target, "target"));
  return {
    kind: "srv",
    zone: text(record.zone, "zone"),
    name: absolute(text(record.name, "name")),
    target,
    port: number(record.port, "port"),
    priority: number(record.priority, "priority"),
    weight: number(record.weight, "weight"),
    ttl: number(record.ttl, "ttl"),
    host: facts?.kmsHosts.find((host) => host.fqdn === target)?.name ?? null,
    public: isPublic,
  };
}

/** The record of one `activation:index:SrvRecord`. */
export function srvRecordItem({ properties }: StackResource, facts: Facts | undefined): SrvRecord {
  const keys = ["zone", "name", "target", "port", "priority", "weight", "ttl"];
  return srvItem(Object.fromEntries(keys.map((key) => [key, property(properties, key)])), facts, false);
}

/** The object of one `activation:index:ActivationObject`. */
export function activationObjectItem({ properties }: StackResource, facts: Facts | undefined): ActivationObject {
  const forest = text(property(properties, "forest"), "forest");
  const name = text(property(properties, "name"), "name");
  const declared = facts?.forests
    .find((candidate) => candidate.name === forest)
    ?.activationObjects.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  const origin = property(properties, "origin");
  return {
    kind: "activationObject",
    forest,
    name,
    key: declared?.key ?? null,
    origin: isOrigin(origin) ? origin : null,
  };
}

function isOrigin(value: unknown): value is NonNullable<ActivationObject["origin"]> {
  return value === "online" || value === "phone" || value === "restore" || value === "existing";
}
