import { expect, test } from "vitest";
import { type Estate, ids, networkInputs, recordInputs, withNetwork } from "./estate.ts";

function withZone(): Estate {
  const estate = withNetwork();
  estate.create("privatedns:PrivateZone", zone("az.corp.example"));
  return estate;
}

const zone = (privateZoneName: string) => ({ resourceGroupName: "rg", privateZoneName, location: "Global" });

const link = (virtualNetworkLinkName: string, more: Record<string, unknown> = {}) => ({
  resourceGroupName: "rg",
  privateZoneName: "az.corp.example",
  virtualNetworkLinkName,
  location: "Global",
  registrationEnabled: false,
  virtualNetwork: { id: ids.network },
  ...more,
});

test("a record set has the id, name and full name that Azure gives it", () => {
  const made = withZone().create("privatedns:PrivateRecordSet", recordInputs());
  expect(made.id).toBe(`${ids.zone}/SRV/_vlmcs._tcp`);
  expect(made.properties).toMatchObject({
    name: "_vlmcs._tcp",
    fqdn: "_vlmcs._tcp.az.corp.example.",
    type: "Microsoft.Network/privateDnsZones/SRV",
  });
});

test("a record at the top of the zone is named after the zone", () => {
  const inputs = recordInputs({
    relativeRecordSetName: "@",
    recordType: "A",
    srvRecords: undefined,
    aRecords: [{ ipv4Address: "10.0.0.1" }],
  });
  expect(withZone().create("privatedns:PrivateRecordSet", inputs).properties.fqdn).toBe("az.corp.example.");
});

const record = (target: string) => ({ priority: 0, weight: 0, port: 1688, target });

test.each([
  ["cannot have aRecords", { aRecords: [{ ipv4Address: "10.0.0.1" }] }],
  ["needs srvRecords", { srvRecords: [] }],
  ["at most 20 records", { srvRecords: Array.from({ length: 21 }, (_, i) => record(`h${i}.corp.example`)) }],
  ["are the same", { srvRecords: [record("a.corp.example"), record("a.corp.example")] }],
  ["ParentResourceNotFound", { privateZoneName: "other.example" }],
])("%s: a record set with %o is refused", (words, more) => {
  expect(() => withZone().create("privatedns:PrivateRecordSet", recordInputs(more))).toThrow(words);
});

test("20 records in a set are allowed", () => {
  const srvRecords = Array.from({ length: 20 }, (_, i) => record(`h${i}.corp.example`));
  expect(() => withZone().create("privatedns:PrivateRecordSet", recordInputs({ srvRecords }))).not.toThrow();
});

test("a CNAME is alone at its name", () => {
  const estate = withZone();
  const name = { relativeRecordSetName: "kms", srvRecords: undefined };
  estate.create(
    "privatedns:PrivateRecordSet",
    recordInputs({ ...name, recordType: "A", aRecords: [{ ipv4Address: "10.0.0.1" }] }),
  );
  const alias = recordInputs({ ...name, recordType: "CNAME", cnameRecord: { cname: "host.corp.example" } });
  expect(() => estate.create("privatedns:PrivateRecordSet", alias)).toThrow(
    'Status=409 Code=(not known) Message="The record set',
  );
  expect(() => estate.create("privatedns:PrivateRecordSet", { ...alias, relativeRecordSetName: "kms2" })).not.toThrow();
});

test("a second record set of one name and type is not made", () => {
  const estate = withZone();
  estate.create("privatedns:PrivateRecordSet", recordInputs());
  expect(() => estate.create("privatedns:PrivateRecordSet", recordInputs())).toThrow(
    `cannot create already existing resource '${ids.zone}/SRV/_vlmcs._tcp'`,
  );
});

test("zones and links are Global; without a location the provider fills in the group's, which Azure refuses", () => {
  const estate = withZone();
  expect(() => estate.create("privatedns:PrivateZone", { ...zone("b.example"), location: undefined })).toThrow(
    "is Global, not 'westeurope'",
  );
  expect(() => estate.create("privatedns:VirtualNetworkLink", link("l", { location: "westeurope" }))).toThrow(
    "is Global",
  );
  expect(() => estate.create("privatedns:VirtualNetworkLink", link("l"))).not.toThrow();
});

test("a network is linked once to a zone and registers in one zone", () => {
  const estate = withZone();
  estate.create("privatedns:PrivateZone", zone("b.example"));
  estate.create("privatedns:VirtualNetworkLink", link("l", { registrationEnabled: true }));
  expect(() => estate.create("privatedns:VirtualNetworkLink", link("l2"))).toThrow("linked to this zone already");
  const elsewhere = { privateZoneName: "b.example" };
  const second = link("l", { ...elsewhere, registrationEnabled: true });
  expect(() => estate.create("privatedns:VirtualNetworkLink", second)).toThrow(
    "1 Private DNS zone(s) with auto-registration enabled",
  );
  expect(() => estate.create("privatedns:VirtualNetworkLink", link("l", elsewhere))).not.toThrow();
});

test("a link needs a network that exists", () => {
  const estate = withZone();
  expect(() => estate.create("privatedns:VirtualNetworkLink", link("l", { virtualNetwork: undefined }))).toThrow(
    "needs virtualNetwork",
  );
  expect(() =>
    estate.create("privatedns:VirtualNetworkLink", link("l", { virtualNetwork: { id: `${ids.network}2` } })),
  ).toThrow("InvalidResourceReference");
});

test("public zones and record sets are there too", () => {
  const estate = withNetwork();
  estate.create("dns:Zone", { resourceGroupName: "rg", zoneName: "corp.example", location: "Global" });
  const { privateZoneName: _, ...rest } = recordInputs();
  const made = estate.create("dns:RecordSet", { ...rest, zoneName: "corp.example" });
  expect(made.properties.fqdn).toBe("_vlmcs._tcp.corp.example.");
  expect(made.id).toContain("/providers/Microsoft.Network/dnsZones/corp.example/SRV/_vlmcs._tcp");
});

test("a network can go while a zone is linked to it, a zone with links cannot", () => {
  const estate = withZone();
  estate.create("network:VirtualNetwork", networkInputs({ virtualNetworkName: "two" }));
  estate.create("privatedns:VirtualNetworkLink", link("l"));
  expect(() => estate.standIn.remove(ids.zone)).toThrow("before nested resources are deleted");
  expect(() => estate.standIn.remove(ids.network)).not.toThrow();
});
