import { describe, expect, it } from "vitest";
import { itemsOf, readItems, type StackResource } from "../../../modules/azure/toItems.ts";
import { firewallGroup, firewallRule } from "../../helpers/firewall.ts";
import { srvRecord } from "../../helpers/items.ts";
import { estateFacts } from "../../helpers/topology.ts";

const facts = estateFacts();

const resource = (type: string, properties: Record<string, unknown>, name = "r"): StackResource => ({
  type,
  name,
  urn: `urn:pulumi:s::p::${type}::${name}`,
  properties,
});

const rule = (overrides: Record<string, unknown> = {}) => ({
  name: "allow-kms",
  priority: 1000,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: "10.10.0.0/16",
  destinationAddressPrefix: "*",
  sourcePortRange: "*",
  destinationPortRange: "1688",
  ...overrides,
});

const group = (...securityRules: object[]) =>
  resource("azure-native:network:NetworkSecurityGroup", { networkSecurityGroupName: "nsg-kms-1", securityRules });

/** A value that a preview does not know, as a policy pack shows it: reading it throws. */
const unknown = (properties: Record<string, unknown>, ...names: string[]) =>
  new Proxy(properties, {
    get: (target, name) => {
      if (names.includes(String(name)))
        throw new Error(`string value at .${String(name)} can't be known during preview`);
      return target[String(name)];
    },
  });

describe("security groups", () => {
  it("merge singular and plural fields, leave empty texts out, and sort by direction and priority", () => {
    const rules = [
      rule({ name: "out", direction: "outbound", access: "deny", priority: 100 }),
      rule({
        name: "second",
        priority: 300,
        sourceAddressPrefix: "",
        sourceAddressPrefixes: ["10.1.0.0/16", "10.2.0.0/16"],
      }),
      rule({ name: "first", priority: 200, destinationPortRanges: ["1689", "1700-1800"] }),
    ];
    const sources = ["10.10.0.0/16"];
    const second = { name: "second", priority: 300, sources: ["10.1.0.0/16", "10.2.0.0/16"] };
    expect(itemsOf([group(...rules)], facts)).toEqual([
      firewallGroup(
        firewallRule({ name: "first", priority: 200, sources, destinationPorts: ["1688", "1689", "1700-1800"] }),
        firewallRule(second),
        firewallRule({ name: "out", direction: "Outbound", priority: 100, access: "Deny", sources }),
      ),
    ]);
  });

  it("name the application security groups of a rule", () => {
    const rules = [
      rule({ sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [{ id: "/x/asg-clients" }] }),
    ];
    expect(itemsOf([group(...rules)], facts)).toMatchObject([{ rules: [{ sources: [], groups: ["asg-clients"] }] }]);
  });

  it.each([
    ["a tag", { name: "mine", tags: { "activation-kms-host": "kms-9" } }, "kms-9"],
    ["our name for it", { networkSecurityGroupName: "nsg-kms-1" }, "kms-1"],
    ["nothing", { name: "other" }, null],
  ])("know the host behind them by %s", (_, properties, host) => {
    expect(itemsOf([resource("azure-native:network/v20240501:NetworkSecurityGroup", properties)], facts)).toMatchObject(
      [{ host }],
    );
  });

  describe("with rules that are resources of their own", () => {
    const own = (properties: Record<string, unknown>) =>
      resource(
        "azure-native:network:SecurityRule",
        { networkSecurityGroupName: "nsg-kms-1", securityRuleName: "own", ...rule(), ...properties },
        "own",
      );

    it("hold each rule once, also after Azure has answered with the whole group", () => {
      const items = itemsOf([group(rule(), rule({ name: "own", priority: 50 })), own({ priority: 60 })], facts);
      expect(items).toMatchObject([{ rules: [{ name: "own", priority: 60 }, { name: "allow-kms" }] }]);
    });

    it("are unreadable as a whole where a rule of theirs is: a missing deny would look like an allow", () => {
      const { items, unreadable } = readItems([group(rule()), own({ priority: undefined })], facts);
      expect(items).toEqual([]);
      expect(unreadable.map(({ reason }) => reason)).toEqual([
        "priority is not a number: undefined",
        "a rule that may belong to nsg-kms-1 cannot be read",
      ]);
    });

    it("are unreadable where it is not known to which group a rule belongs", () => {
      const { items, unreadable } = readItems([group(rule()), own({ networkSecurityGroupName: undefined })], facts);
      expect([items.length, unreadable.length]).toEqual([0, 2]);
    });

    it("do not suffer from a rule of another group, whose other rules nobody knows", () => {
      const { items, unreadable } = readItems([group(rule()), own({ networkSecurityGroupName: "theirs" })], facts);
      expect(items).toHaveLength(1);
      expect(unreadable).toEqual([
        {
          urn: "urn:pulumi:s::p::azure-native:network:SecurityRule::own",
          reason: "the rule belongs to theirs, which is not in this stack: its other rules are not known",
        },
      ]);
    });
  });
});

describe("KMS hosts", () => {
  const tags = (host: string) => ({ "activation-environment": "test", "activation-kms-host": host });
  const machine = (host: string) =>
    resource("azure-native:compute:VirtualMachine", {
      tags: tags(host),
      osProfile: { computerName: "KMS-9" },
      storageProfile: { imageReference: { sku: "2025-datacenter-azure-edition" } },
    });
  const nic = (host: string, overrides = {}) =>
    resource("azure-native:network:NetworkInterface", {
      tags: tags(host),
      ipConfigurations: [{ name: "primary", privateIPAddress: "10.10.1.4", ...overrides }],
    });

  it("are put together from machine, interface and file", () => {
    expect(itemsOf([machine("kms-1"), nic("kms-1")], facts)).toEqual([
      {
        kind: "kmsHost",
        name: "kms-1",
        fqdn: "kms-1.az.example.",
        address: "10.10.1.4",
        port: 1688,
        placement: "azure",
        imageSku: "2025-datacenter-azure-edition",
        publicAddress: false,
      },
    ]);
  });

  it("that the file does not have are known by their computer name", () => {
    expect(itemsOf([machine("kms-9"), nic("kms-9")], facts)).toMatchObject([
      { name: "kms-9", fqdn: "kms-9.", port: 1688 },
    ]);
  });

  it("are public where their interface has a public address, even one whose id a preview does not know", () => {
    const publicIPAddress = unknown({ id: "?" }, "id");
    expect(itemsOf([machine("kms-1"), nic("kms-1", { publicIPAddress })], facts)).toMatchObject([
      { publicAddress: true },
    ]);
  });

  it("are unreadable without an interface of theirs, and machines without our tag are no hosts", () => {
    const other = resource("azure-native:compute:VirtualMachine", {});
    const { items, unreadable } = readItems([machine("kms-1"), nic("kms-2"), other], facts);
    expect(items).toEqual([]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      "the address of a network interface with the tag activation-kms-host: kms-1 is absent",
    ]);
  });
});

describe("records", () => {
  const srvRecords = [{ priority: 0, weight: 0, port: 1688, target: "KMS-1.az.example" }];
  const item = srvRecord({ zone: "az.example", name: "_vlmcs._tcp.az.example.", target: "kms-1.az.example." });

  it.each([
    [
      "the program's inputs",
      { privateZoneName: "az.example", relativeRecordSetName: "_vlmcs._tcp", ttl: 3600, srvRecords },
    ],
    ["Azure's answer", { fqdn: "_vlmcs._tcp.az.example.", name: "_vlmcs._tcp", ttl: 3600, srvRecords }],
    [
      "the inputs that the provider keeps beside it",
      {
        fqdn: "",
        srvRecords,
        __inputs: { privateZoneName: "AZ.example", relativeRecordSetName: "_VLMCS._tcp", ttl: 3600 },
      },
    ],
  ])("of a private set are read from %s", (_, properties) => {
    expect(itemsOf([resource("azure-native:privatedns:PrivateRecordSet", properties)], facts)).toEqual([item]);
  });

  it("of a public set are public", () => {
    const set = {
      zoneName: "corp.example",
      relativeRecordSetName: "@",
      ttl: 60,
      srvRecords,
      aRecords: [{ ipv4Address: "192.0.2.1" }],
    };
    expect(itemsOf([resource("azure-native:dns:RecordSet", set)])).toEqual([
      { kind: "address", zone: "corp.example", name: "corp.example.", address: "192.0.2.1", ttl: 60 },
      { ...item, zone: "corp.example", name: "corp.example.", ttl: 60, host: null, public: true },
    ]);
  });

  it("of other types are none of ours", () => {
    expect(
      itemsOf([resource("azure-native:privatedns:PrivateRecordSet", { txtRecords: [{ value: ["x"] }] })], facts),
    ).toEqual([]);
  });

  it("outside the zones of the file are unreadable where only Azure's answer is known", () => {
    const set = { fqdn: "_vlmcs._tcp.elsewhere.example.", ttl: 3600, srvRecords };
    const { unreadable } = readItems([resource("azure-native:privatedns:PrivateRecordSet", set)], facts);
    expect(unreadable).toMatchObject([{ reason: "_vlmcs._tcp.elsewhere.example. lies in no zone of the file" }]);
  });

  it("of our own provider are read as they are", () => {
    const { kind: _, host: __, public: ___, ...properties } = item;
    expect(itemsOf([resource("activation:index:SrvRecord", properties)], facts)).toEqual([item]);
  });
});

describe("activation objects", () => {
  const object = (properties: object) =>
    resource("activation:index:ActivationObject", { forest: "corp.example", origin: "existing", ...properties });

  it("have the key that the file gives them, whatever the case of their name", () => {
    expect(itemsOf([object({ name: "WINDOWS-2025" })], facts)).toEqual([
      {
        kind: "activationObject",
        forest: "corp.example",
        name: "WINDOWS-2025",
        key: "windows-2025",
        origin: "existing",
      },
    ]);
  });

  it("that the file does not have are of no key, and of no origin where it is not one of ours", () => {
    expect(itemsOf([object({ name: "x", origin: "found" })], facts)).toMatchObject([{ key: null, origin: null }]);
  });
});

describe("what cannot be read", () => {
  it("is told apart from what is not there, and hides nothing else", () => {
    const lost = resource("activation:index:SrvRecord", unknown({ zone: "az.example" }, "name"), "lost");
    const { items, unreadable } = readItems([lost, group(rule())], facts);
    expect(items).toHaveLength(1);
    expect(unreadable).toEqual([{ urn: lost.urn, reason: "string value at .name can't be known during preview" }]);
  });

  it("stops whoever wants items only, naming all of it", () => {
    const lost = (name: string) => resource("activation:index:SrvRecord", {}, name);
    expect(() => itemsOf([lost("a"), lost("b")], facts)).toThrow(
      /cannot be read\n {2}urn:.*::a: target is absent\n {2}urn:.*::b: /,
    );
  });

  it.each([
    [
      "a secret",
      { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" },
      "zone is a secret in this state",
    ],
    ["another type", 7, "zone is not a text: 7"],
  ])("may be %s", (_, zone, reason) => {
    expect(
      readItems([resource("activation:index:SrvRecord", { target: "kms-1.az.example.", zone })], facts).unreadable,
    ).toMatchObject([{ reason }]);
  });

  it.each([
    ["securityRules", "x", "securityRules is not a list of objects"],
    ["securityRules", [rule({ sourceAddressPrefixes: "x" })], "sourceAddressPrefixes is not a list"],
    ["securityRules", [rule({ access: "Perhaps" })], '"Perhaps" is none of Allow, Deny'],
    ["tags", [], "tags is not an object: []"],
  ])("may be a group whose %s have another shape", (name, value, reason) => {
    const { properties, ...odd } = group();
    expect(readItems([{ ...odd, properties: { ...properties, [name]: value } }], facts).unreadable).toMatchObject([
      { reason },
    ]);
  });
});

it("passes over resources that declare no item", () => {
  expect(
    itemsOf([resource("pulumi:pulumi:Stack", {}), resource("azure-native:network:VirtualNetwork", {})], facts),
  ).toEqual([]);
});
