import { armTypeOfId, keyOfId, type Properties, parentIdOf, regionOf } from "./armTypes.ts";
import { badRequest, type Refusal } from "./refusal.ts";
import type { Put } from "./request.ts";
import { isObject, objectsAt, same, textAt } from "./values.ts";

/** Limit of a record set: https://learn.microsoft.com/azure/dns/private-dns-privatednszone */
const mostRecords = 20;

const linkToken = "azure-native:privatedns:VirtualNetworkLink";

/** The property that holds the records of each type. */
const recordProperties: Readonly<Record<string, string>> = {
  A: "aRecords",
  AAAA: "aaaaRecords",
  CAA: "caaRecords",
  CNAME: "cnameRecord",
  DS: "dsRecords",
  MX: "mxRecords",
  NAPTR: "naptrRecords",
  NS: "nsRecords",
  PTR: "ptrRecords",
  SOA: "soaRecord",
  SRV: "srvRecords",
  TLSA: "tlsaRecords",
  TXT: "txtRecords",
};

/** What ARM refuses about zones, links and record sets. */
export function dnsRefusals(put: Put): Refusal[] {
  if (typeof put.inputs.recordType === "string") return recordRefusals(put, put.inputs.recordType);
  const location = regionOf(put.body.location);
  const refusals =
    location === "global"
      ? []
      : [badRequest(undefined, `The location of a DNS zone or link is Global, not '${location}'.`)];
  return put.type.token === linkToken ? [...refusals, ...linkRefusals(put)] : refusals;
}

function recordRefusals(put: Put, recordType: string): Refusal[] {
  const own = recordProperties[recordType] ?? "";
  const others = Object.values(recordProperties).filter((name) => name !== own && holdsRecords(put.inputs[name]));
  const records = objectsAt(put.inputs, own);
  const twice = records.some((record, i) => records.findIndex((other) => same(record, other)) < i);
  const alias = isObject(put.inputs.targetResource);
  return [
    ...(others.length > 0
      ? [badRequest("BadRequest", `A record set of type ${recordType} cannot have ${others.join(", ")}.`)]
      : []),
    ...(holdsRecords(put.inputs[own]) || alias
      ? []
      : [badRequest("BadRequest", `A record set of type ${recordType} needs ${own}.`)]),
    ...(records.length > mostRecords
      ? [badRequest(undefined, `A record set has at most ${mostRecords} records; this one has ${records.length}.`)]
      : []),
    ...(twice ? [badRequest("BadRequest", "Two records of the record set are the same.")] : []),
    ...aliasNameRefusals(put, recordType),
  ];
}

function holdsRecords(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isObject(value);
}

/** A CNAME is alone at its name: RFC 1034 3.6.2. */
function aliasNameRefusals({ store, id, inputs }: Put, recordType: string): Refusal[] {
  const types = recordType === "CNAME" ? Object.keys(recordProperties).filter((type) => type !== "CNAME") : ["CNAME"];
  const ids = types.map((type) => `${parentIdOf(id)}/${type}/${String(inputs.relativeRecordSetName)}`);
  return ids.flatMap((other) => {
    if (!store.get(other)) return [];
    const message = `The record set '${id}' cannot be made, because a CNAME record set excludes others of its name: ${other}.`;
    return [{ status: 409, code: undefined, message }];
  });
}

/** A network has one link to a zone, and registers in one zone at most: Azure/Azure-Landing-Zones#3890. */
function linkRefusals({ store, id, body }: Put): Refusal[] {
  const network = textAt(body, "virtualNetwork.id");
  if (network === undefined) return [badRequest("BadRequest", "A virtual network link needs virtualNetwork.")];
  const links = store.users(network).filter((user) => isLink(user) && keyOfId(user) !== keyOfId(id));
  const inZone = links.filter((link) => keyOfId(parentIdOf(link) ?? "") === keyOfId(parentIdOf(id) ?? ""));
  const registering = links.filter((link) => registers(store.get(link)?.properties));
  const second = registers(body) && registering.length > 0;
  return [
    ...inZone.map((link) => ({
      status: 409,
      code: undefined,
      message: `The virtual network is linked to this zone already: ${link}.`,
    })),
    ...(second
      ? [
          {
            status: 409,
            code: "Conflict",
            message: `A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration enabled; conflicting link: ${registering.join(", ")}.`,
          },
        ]
      : []),
  ];
}

function registers(link: Properties | undefined): boolean {
  return link?.registrationEnabled === true;
}

/** Whether an id is that of a link between a private zone and a network. */
export function isLink(id: string): boolean {
  return armTypeOfId(id)?.token === linkToken;
}
