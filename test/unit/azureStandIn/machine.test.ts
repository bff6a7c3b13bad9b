import { expect, test } from "vitest";
import { goodPassword, ids, machineInputs, nicInputs, osProfile, storageProfile, withInterface } from "./estate.ts";

const make = (more: Record<string, unknown>) => withInterface().create("compute:VirtualMachine", machineInputs(more));
const windows = (windowsConfiguration: Record<string, unknown>) => ({ osProfile: osProfile({ windowsConfiguration }) });
const patch = (enableAutomaticUpdates: boolean, patchSettings: Record<string, unknown>) =>
  windows({ enableAutomaticUpdates, patchSettings });

test("a machine as we declare it is made, and knows its identity's principal", () => {
  const estate = withInterface();
  const { id, properties } = estate.create("compute:VirtualMachine", machineInputs());
  expect(id).toBe(ids.machine);
  const principalId = estate.store.get(ids.identity)?.properties.principalId;
  expect(properties).toMatchObject({
    provisioningState: "Succeeded",
    identity: { userAssignedIdentities: { [ids.identity]: { principalId } } },
  });
});

test("neither store nor outputs hold the password", () => {
  const estate = withInterface();
  const { properties } = estate.create("compute:VirtualMachine", machineInputs());
  expect(JSON.stringify([properties, estate.store.list()])).not.toContain(goodPassword);
  expect(properties.osProfile).toEqual({ computerName: "kms-1", adminUsername: "operator1" });
});

test.each(["kms-1", "a", "host-with-15-ch", "k1"])("computer name %s is allowed", (computerName) => {
  expect(() => make({ osProfile: osProfile({ computerName }) })).not.toThrow();
});

test.each(["host-with-16-cha", "12345", "_kms", "kms-", "kms.1", "k*s"])(
  "computer name %s is refused",
  (computerName) => {
    expect(() => make({ osProfile: osProfile({ computerName }) })).toThrow(
      "Windows computer name cannot be more than 15",
    );
  },
);

test.each(["x", "operator1", "a2345678901234567890"])("user name %s follows the rules", (adminUsername) => {
  expect(() => make({ osProfile: osProfile({ adminUsername }) })).not.toThrow();
});

test.each(["Administrator", "a23456789012345678901", "op.", undefined])("user name %s is refused", (adminUsername) => {
  expect(() => make({ osProfile: osProfile({ adminUsername }) })).toThrow('Code="InvalidParameter"');
});

test.each(["Abcdef1!", "abcdef1!", `Aa1${"x".repeat(120)}`])(
  "a password of three classes and fitting length is allowed",
  (adminPassword) => {
    expect(() => make({ osProfile: osProfile({ adminPassword }) })).not.toThrow();
  },
);

test.each(["Abcde1!", "abcdefg1", "P@ssw0rd", `Aa1${"x".repeat(121)}`, undefined])(
  "a weak or missing password is refused and not repeated",
  (adminPassword) => {
    const error = errorOf(() => make({ osProfile: osProfile({ adminPassword }) }));
    expect(error).toContain('Code="InvalidParameter"');
    if (adminPassword) expect(error).not.toContain(adminPassword);
  },
);

test.each([
  "2025-datacenter-g2",
  "2025-datacenter-core-g2",
  "2022-datacenter-azure-edition",
  "2019-datacenter-gensecond",
])("image %s is there", (sku) => {
  expect(() => make({ storageProfile: storageProfile(sku) })).not.toThrow();
});

test.each(["2023-datacenter", "datacenter", "2022-Datacentre"])("image %s is not", (sku) => {
  expect(() => make({ storageProfile: storageProfile(sku) })).toThrow('Status=404 Code="PlatformImageNotFound"');
});

test.each([
  patch(false, { patchMode: "Manual" }),
  patch(true, { patchMode: "AutomaticByOS" }),
  patch(true, { patchMode: "AutomaticByPlatform", automaticByPlatformSettings: { rebootSetting: "Never" } }),
])("updates %o go together", (more) => {
  expect(() => make(more)).not.toThrow();
});

test.each([
  ["must be set to true", patch(false, { patchMode: "AutomaticByOS" })],
  ["must be set to false", patch(true, { patchMode: "Manual" })],
  ["automaticByPlatformSettings", patch(true, { patchMode: "AutomaticByOS", automaticByPlatformSettings: {} })],
  ["provisionVMAgent", windows({ provisionVMAgent: false, patchSettings: { patchMode: "AutomaticByPlatform" } })],
  ["enableHotpatching", patch(true, { patchMode: "AutomaticByPlatform", enableHotpatching: true })],
])("%s: updates %o are refused", (words, more) => {
  expect(() => make(more)).toThrow(words);
});

const trusted = { securityProfile: { securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true } } };

test("trusted launch needs a generation 2 image and a size that has it", () => {
  expect(() => make(trusted)).not.toThrow();
  expect(() => make({ ...trusted, storageProfile: storageProfile("2022-datacenter") })).toThrow(
    "Use of TrustedLaunch setting",
  );
  expect(() => make({ ...trusted, hardwareProfile: { vmSize: "Standard_D2s_v3" } })).toThrow(
    "not supported for creation of VMs",
  );
  expect(() => make({ ...trusted, hardwareProfile: { vmSize: "Standard_D2s_v5" } })).not.toThrow();
});

test.each([
  ["uefiSettings", { securityProfile: { uefiSettings: { vTpmEnabled: true } } }],
  ["EncryptionAtHost", { securityProfile: { encryptionAtHost: false } }],
  ["one availability zone", { zones: ["1", "2"] }],
  ["'zones' exclude", { availabilitySet: { id: ids.group } }],
  ["license type", { licenseType: "Windows" }],
  ["vmSize", { hardwareProfile: {} }],
  ["'networkProfile' is missing", { networkProfile: {} }],
  ["FailedIdentityOperation", { identity: { type: "UserAssigned", userAssignedIdentities: [`${ids.identity}2`] } }],
  ["InvalidResourceReference", { networkProfile: { networkInterfaces: [{ id: `${ids.nic}2` }] } }],
])("%s: a machine with %o is refused", (words, more) => {
  expect(() => make(more)).toThrow(words);
});

test("a network interface serves one machine", () => {
  const estate = withInterface();
  estate.create("compute:VirtualMachine", machineInputs());
  const second = machineInputs({ vmName: "kms-2", osProfile: osProfile({ computerName: "kms-2" }) });
  expect(() => estate.create("compute:VirtualMachine", second)).toThrow(`is used by existing resource ${ids.machine}`);
});

test("of several network interfaces one is primary", () => {
  const two = (primary: boolean) => {
    const estate = withInterface();
    const second = estate.create(
      "network:NetworkInterface",
      nicInputs({ privateIPAddress: "10.10.1.9" }, { networkInterfaceName: "nic2" }),
    );
    const networkInterfaces = [{ id: ids.nic, primary }, { id: second.id }];
    return () => estate.create("compute:VirtualMachine", machineInputs({ networkProfile: { networkInterfaces } }));
  };
  expect(two(true)).not.toThrow();
  expect(two(false)).toThrow("NetworkInterfaceMustHavePrimaryPropertySet");
});

test.each([
  ["zones", { zones: ["2"] }],
  ["zones", { zones: undefined }],
  ["osProfile.computerName", { osProfile: osProfile({ computerName: "kms-9" }) }],
  ["osProfile.adminUsername", { osProfile: osProfile({ adminUsername: "operator2" }) }],
  ["osProfile.adminPassword", { osProfile: osProfile({ adminPassword: `${goodPassword}x` }) }],
  ["osProfile.windowsConfiguration.enableAutomaticUpdates", windows({ enableAutomaticUpdates: true })],
  ["storageProfile.imageReference", { storageProfile: storageProfile("2025-datacenter-g2") }],
])("changing %s to %o is previewed as an update and then refused", (property, more) => {
  const estate = withInterface();
  const made = estate.create("compute:VirtualMachine", machineInputs());
  const changes = estate.standIn.diff("azure-native:compute:VirtualMachine", made.inputs, { ...made.inputs, ...more });
  expect(changes.some(({ replaces }) => replaces)).toBe(false);
  expect(() => estate.update("compute:VirtualMachine", made, machineInputs(more))).toThrow(
    `Status=409 Code="PropertyChangeNotAllowed" Message="Changing property '${property}' is not allowed."`,
  );
});

test("tags, licence and size change in place", () => {
  const estate = withInterface();
  const made = estate.create("compute:VirtualMachine", machineInputs());
  const more = { tags: { a: "b" }, licenseType: "Windows_Server", hardwareProfile: { vmSize: "Standard_B4s_v2" } };
  const changed = estate.update("compute:VirtualMachine", made, machineInputs(more));
  expect(changed.properties).toMatchObject({ ...more, vmId: made.properties.vmId });
});

function errorOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
}
