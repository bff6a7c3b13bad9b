import { describe, expect, it } from "vitest";
import { itemsOf } from "../../modules/azure/toItems.ts";
import { desiredItems } from "../../modules/desired/desired.ts";
import { declareStack } from "../../stacks/declare.ts";
import { activationObject, csvlk, forest, kmsHost, site, zone } from "../helpers/facts.ts";
import { type Registered, registered } from "../helpers/pulumiMocks.ts";
import { azureHost, azurePlace, contentOf, estateFacts, subscription, topology } from "../helpers/topology.ts";

const lines = (resources: readonly Registered[]) => resources.map(({ type, name }) => `${type} ${name}`);

function only(resources: readonly Registered[], type: string): Registered {
  const [found, ...others] = resources.filter((resource) => resource.type === type);
  if (found === undefined || others.length > 0)
    throw new Error(`${others.length + Number(found !== undefined)} of ${type}`);
  return found;
}

const group = `/subscriptions/${subscription}/resourceGroups/rg-activation/providers`;
const declared = (...args: Parameters<typeof contentOf>) => registered(() => declareStack(contentOf(...args)));

describe("a stack of the whole file", () => {
  it("declares the facts, the host whole, its records and objects, and groups only where there is something to group", async () => {
    expect(lines(await declared(topology()))).toEqual([
      "activation:azure:KmsHost kms-1",
      "activation:azure:Site hq",
      "activation:azure:Site plant",
      "activation:estate:Estate test",
      "activation:index:ActivationObject corp.example/windows-2025",
      "activation:index:SrvRecord _vlmcs._tcp.plant.example/kms-2.plant.example:1688",
      "azure-native:compute:VirtualMachine kms-1",
      "azure-native:managedidentity:UserAssignedIdentity id-kms-1",
      "azure-native:network:NetworkInterface nic-kms-1",
      "azure-native:network:NetworkSecurityGroup nsg-kms-1",
      "azure-native:privatedns:PrivateRecordSet _vlmcs._tcp.az.example-srv",
      "azure-native:privatedns:PrivateRecordSet kms-1.az.example-a",
      "azure-native:resources:ResourceGroup rg-activation",
      "pulumi:providers:activation activation",
    ]);
  });

  it("declares just the items that were derived", async () => {
    const resources = await declared(topology());
    expect(itemsOf(resources)).toEqual(desiredItems(estateFacts()));
  });

  it("registers the facts of the whole file as outputs of the estate, with the hosts in subnets that exist", async () => {
    const { properties } = only(await declared(topology(), { scope: ["plant"] }), "activation:estate:Estate");
    expect(properties).toEqual({ facts: estateFacts(), scope: ["plant"], unreadSubnets: ["kms-1"], leftOut: [] });
  });
});

describe("a stack of some sites", () => {
  it("leaves what belongs to no site to the stack of the first core site", async () => {
    const content = { scope: ["plant"], items: desiredItems(estateFacts(), ["plant"]) };
    expect(lines(await declared(topology(), content))).toEqual([
      "activation:azure:Site plant",
      "activation:estate:Estate test",
      "activation:index:SrvRecord _vlmcs._tcp.plant.example/kms-2.plant.example:1688",
      "pulumi:providers:activation activation",
    ]);
  });
});

describe("the virtual machine", () => {
  it("is a trusted-launch machine of the image, size, zone and name that the file says, without a public address", async () => {
    expect(only(await declared(topology()), "azure-native:compute:VirtualMachine").properties).toMatchObject({
      vmName: "kms-1",
      resourceGroupName: "rg-activation",
      location: "westeurope",
      zones: ["1"],
      tags: { "activation-environment": "test", "activation-kms-host": "kms-1" },
      hardwareProfile: { vmSize: "Standard_B2s_v2" },
      identity: {
        type: "UserAssigned",
        userAssignedIdentities: [`${group}/Microsoft.ManagedIdentity/userAssignedIdentities/id-kms-1`],
      },
      securityProfile: {
        securityType: "TrustedLaunch",
        uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
      },
      storageProfile: {
        imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2025-datacenter-g2" },
        osDisk: { createOption: "FromImage", deleteOption: "Delete" },
      },
      osProfile: {
        computerName: "kms-1",
        windowsConfiguration: { enableAutomaticUpdates: true, patchSettings: { patchMode: "AutomaticByOS" } },
      },
      networkProfile: {
        networkInterfaces: [
          { id: `${group}/Microsoft.Network/networkInterfaces/nic-kms-1`, primary: true, deleteOption: "Detach" },
        ],
      },
    });
  });

  it("has one interface, with the address and in the subnet that the file says", async () => {
    const { ipConfigurations } = only(await declared(topology()), "azure-native:network:NetworkInterface").properties;
    expect(ipConfigurations).toEqual([
      {
        name: "primary",
        primary: true,
        privateIPAllocationMethod: "Static",
        privateIPAddress: "10.10.1.4",
        subnet: {
          id: `/subscriptions/${subscription}/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-core/subnets/snet-activation`,
        },
      },
    ]);
  });

  it("has no zone where the file names none", async () => {
    const whole = topology({}, { azureHosts: [azureHost({ availabilityZone: null })] });
    expect(only(await declared(whole), "azure-native:compute:VirtualMachine").properties).not.toHaveProperty("zones");
  });

  it("gets a password of its own that travels as a secret, and that later runs do not change", async () => {
    const machines = [];
    for (const _ of [0, 1]) machines.push(only(await declared(topology()), "azure-native:compute:VirtualMachine"));
    const [first, second] = machines.map(({ wire }) => (wire.osProfile as Record<string, unknown>).adminPassword);
    expect(first).toMatchObject({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" });
    expect(first).not.toEqual(second);
    expect(machines[0]?.ignoreChanges).toEqual(["osProfile.adminPassword"]);
  });

  it("is replaced, old one first, where Azure would refuse the change in place", async () => {
    const machine = only(await declared(topology()), "azure-native:compute:VirtualMachine");
    expect(machine.deleteBeforeReplace).toBe(true);
    expect(machine.replaceOnChanges).toEqual(
      expect.arrayContaining(["zones", "osProfile.computerName", "storageProfile.imageReference"]),
    );
  });
});

describe("protection", () => {
  const guarded = [
    "azure-native:compute:VirtualMachine",
    "azure-native:privatedns:PrivateRecordSet",
    "azure-native:resources:ResourceGroup",
    "activation:index:ActivationObject",
  ];

  it("is on machines, Azure sets, resource groups and objects", async () => {
    const resources = await declared(topology());
    expect(new Set(resources.filter(({ protect }) => protect).map(({ type }) => type))).toEqual(new Set(guarded));
  });

  it("is off everywhere once a reason is given, which goes to records and objects", async () => {
    const resources = await declared(topology(), { acknowledge: "lab" });
    expect(resources.filter(({ protect }) => protect)).toEqual([]);
    for (const type of ["activation:index:ActivationObject", "activation:index:SrvRecord"])
      expect(only(resources, type).properties.acknowledgeLast).toEqual({ reason: "lab" });
  });
});

describe("our own provider", () => {
  it("is one explicit instance with secret arguments, which records and objects name", async () => {
    const resources = await declared(topology());
    const provider = only(resources, "pulumi:providers:activation");
    expect(JSON.stringify(provider.wire.zones)).toContain("1b47061264138c4ac30d75fd1eb44270");
    expect(JSON.parse(String(provider.properties.forests))).toHaveProperty(["corp.example", "password"], "pw");
    const record = only(resources, "activation:index:SrvRecord");
    expect(record.provider).toBe(`${provider.urn}::activation-id`);
    expect(record.properties).toEqual({
      zone: "plant.example",
      name: "_vlmcs._tcp.plant.example.",
      target: "kms-2.plant.example.",
      port: 1688,
      priority: 0,
      weight: 0,
      ttl: 3600,
      existing: "upsert",
    });
  });

  it("does not exist where nothing needs it", async () => {
    const resources = await declared(topology({ forests: [] }), {
      provider: undefined,
      items: desiredItems(estateFacts({ forests: [] }), ["hq"]),
    });
    expect(lines(resources).filter((line) => line.includes(":providers:"))).toEqual([]);
  });

  it("publishes a machine of ours only after it is there", async () => {
    const zones = [zone({ name: "plant.example", apex: "plant.example." })];
    const whole = topology({
      zones,
      kmsHosts: [kmsHost({ placement: "azure", manage: null })],
      sites: [site({ suffixes: ["plant.example."] })],
    });
    const record = only(await declared(whole), "activation:index:SrvRecord");
    expect(record.dependencies.some((urn) => urn.endsWith("azure-native:compute:VirtualMachine::kms-1"))).toBe(true);
  });
});

describe("a host that is reached over SSH", () => {
  const ssh = { user: "admin", port: 22, hostKey: "ssh-ed25519 AAAA", identityFile: null };
  const existingHosts = [{ host: "kms-2", activation: "none", confirmationIds: {}, ssh }] as const;

  it("is set up, or only compared, before clients are sent to it", async () => {
    const resources = await declared(topology({}, { existingHosts }));
    const host = only(resources, "activation:index:KmsHostConfiguration");
    expect(host.properties).toEqual({
      host: "kms-2",
      manage: "verify",
      fqdn: "kms-2.plant.example",
      port: 1688,
      publishing: false,
      publishList: [],
      homeZone: "plant.example",
      activationMinutes: 120,
      renewalMinutes: 10_080,
      lowPriority: false,
      allowedNetworks: ["10.40.0.0/20"],
      keys: [{ name: "windows-2025" }],
      activation: "none",
      confirmationIds: {},
    });
    const record = only(resources, "activation:index:SrvRecord");
    expect(record.dependencies).toContain(host.urn);
  });

  it("is left alone by a stack that leaves SSH out", async () => {
    const resources = await declared(topology({}, { existingHosts }), { hosts: [] });
    expect(lines(resources).filter((line) => line.includes("KmsHostConfiguration"))).toEqual([]);
  });
});

describe("the rights on a container", () => {
  const facts = { forests: [forest({ delegates: ["CORP\\msSPPLicensing"] })] };
  const [corp] = topology().provisioning.forests;
  const rightsAs = { bindAs: "granter", password: { config: "granterPassword" } };

  it("are declared where somebody may grant them, and come before the objects", async () => {
    const resources = await declared(topology(facts, { forests: [{ ...corp, rightsAs }] as never }));
    const rights = only(resources, "activation:index:ActivationContainerRights");
    expect(rights.properties).toEqual({ forest: "corp.example", delegates: ["CORP\\msSPPLicensing"] });
    expect(only(resources, "activation:index:ActivationObject").dependencies).toContain(rights.urn);
  });

  it("are left to a person where nobody is named who may grant", async () => {
    const resources = await declared(topology(facts));
    expect(lines(resources).filter((line) => line.includes("ContainerRights"))).toEqual([]);
  });
});

describe("an activation object", () => {
  it("knows what it should carry and cover, where it has to be readable, and which account makes it", async () => {
    const activationObjects = [activationObject({ origin: "online", runsOn: "kms-1" })];
    const resources = await declared(
      topology({ keys: [csvlk({ lastFive: "AB123" })], forests: [forest({ activationObjects })] }),
    );
    expect(only(resources, "activation:index:ActivationObject").properties).toEqual({
      forest: "corp.example",
      name: "windows-2025",
      origin: "online",
      readableFrom: ["dc1.corp.example"],
      group: "windows-server-2025",
      lastFive: "AB123",
      runsAs: "KMS-1$",
    });
  });
});

describe("a network that the file gives an address space for", () => {
  const make = { addressSpace: "10.10.0.0/16", prefix: "10.10.1.0/24" };
  const place = azurePlace({ network: { ...azurePlace().network, resourceGroup: "rg-activation", make } });
  const zones = [{ zone: "az.example", provider: "azurePrivate", resourceGroup: "rg-activation", make: true }] as const;
  const whole = topology({ forests: [] }, { azure: place, azureHosts: [azureHost({ place })], zones });

  it("is made once, with a subnet from which nothing leaves by default, and is linked to a zone that is made too", async () => {
    const resources = await declared(whole);
    expect(only(resources, "azure-native:network:VirtualNetwork").properties).toMatchObject({
      virtualNetworkName: "vnet-core",
      addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    });
    expect(only(resources, "azure-native:network:Subnet").properties).toMatchObject({
      virtualNetworkName: "vnet-core",
      addressPrefix: "10.10.1.0/24",
      defaultOutboundAccess: false,
    });
    expect(only(resources, "azure-native:privatedns:PrivateZone").properties).toMatchObject({
      privateZoneName: "az.example",
      location: "Global",
    });
    expect(only(resources, "azure-native:privatedns:VirtualNetworkLink").properties).toMatchObject({
      virtualNetworkLinkName: "link-vnet-core",
      location: "Global",
      registrationEnabled: false,
      virtualNetwork: {
        id: `/subscriptions/${subscription}/resourceGroups/rg-activation/providers/Microsoft.Network/virtualNetworks/vnet-core`,
      },
    });
    expect(only(resources, "activation:estate:Estate").properties.unreadSubnets).toEqual([]);
  });

  it("is there before the network interface", async () => {
    const nic = only(await declared(whole), "azure-native:network:NetworkInterface");
    expect(nic.dependencies.some((urn) => urn.includes("azure-native:network:Subnet"))).toBe(true);
  });
});

describe("subscriptions", () => {
  it("gives a host elsewhere a provider of its own, and leaves the file's own subscription to the default one", async () => {
    const other = azurePlace({ subscription: "11111111-1111-1111-1111-111111111111", resourceGroup: "rg-other" });
    const whole = topology(
      { kmsHosts: [...estateFacts().kmsHosts, kmsHost({ name: "kms-3", placement: "azure", address: "10.10.1.5" })] },
      { azureHosts: [azureHost(), azureHost({ host: "kms-3", place: other })] },
    );
    const resources = await declared(whole);
    expect(only(resources, "pulumi:providers:azure-native").properties).toMatchObject({
      subscriptionId: other.subscription,
    });
    const machines = resources.filter(({ type }) => type === "azure-native:compute:VirtualMachine");
    expect(machines.map(({ name, provider }) => [name, provider.split("::").at(-2) ?? ""])).toEqual([
      ["kms-1", ""],
      ["kms-3", `azure-${other.subscription}`],
    ]);
  });
});
