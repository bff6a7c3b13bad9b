import { armTypeOfId, keyOfId, type Properties } from "./armTypes.ts";
import { badRequest, type Refusal } from "./refusal.ts";
import type { Put } from "./request.ts";
import { at, objectsAt, textAt, textsAt } from "./values.ts";

/** Names and passwords that Azure does not take: comments of OSProfile in @pulumi/azure-native. */
const refusedUsers = new Set(
  "administrator admin user user1 test user2 test1 user3 admin1 1 123 a actuser adm admin2 aspnet backup console david guest john owner root server sql support support_388945a0 sys test2 test3 user4 user5".split(
    " ",
  ),
);
const refusedPasswords = new Set(
  "abc@123 P@$$w0rd P@ssw0rd P@ssword123 Pa$$word pass@word1 Password! Password1 Password22 iloveyou!".split(" "),
);

/** What ARM refuses about a virtual machine. */
export function computeRefusals(put: Put): Refusal[] {
  return [
    ...nameRefusals(put),
    ...adminRefusals(put.inputs),
    ...imageRefusals(put.inputs),
    ...patchRefusals(put.inputs),
    ...securityRefusals(put.inputs),
    ...placeRefusals(put.inputs),
    ...interfaceRefusals(put),
  ];
}

function invalid(message: string): Refusal {
  return badRequest("InvalidParameter", message);
}

/** 1 to 15 characters of a host name, not only digits: Azure/azure-quickstart-templates#13440. */
function nameRefusals({ inputs }: Put): Refusal[] {
  const name = textAt(inputs, "osProfile.computerName") ?? textAt(inputs, "vmName") ?? "";
  if (
    name.length <= 15 &&
    !/^\d+$/.test(name) &&
    /^[^_\\/"'[\]:|<>+=;,?*@&.\s]([^\\/"'[\]:|<>+=;,?*@&.\s]*[^-\\/"'[\]:|<>+=;,?*@&.\s])?$/.test(name)
  ) {
    return [];
  }
  return [
    invalid(
      `Windows computer name cannot be more than 15 characters long, be entirely numeric, or contain special characters. Name: ${name}.`,
    ),
  ];
}

function adminRefusals(inputs: Properties): Refusal[] {
  const user = textAt(inputs, "osProfile.adminUsername");
  const password = textAt(inputs, "osProfile.adminPassword");
  const refusals: Refusal[] = [];
  if (user === undefined) refusals.push(invalid("Required parameter 'osProfile.adminUsername' is missing (null)."));
  else if (user.length > 20 || user.endsWith(".") || refusedUsers.has(user.toLowerCase())) {
    refusals.push(
      invalid(`The Admin Username '${user}' is longer than 20 characters, ends with a dot or is a reserved name.`),
    );
  }
  if (password === undefined) refusals.push(invalid("Required parameter 'osProfile.adminPassword' is missing (null)."));
  else if (!goodPassword(password)) {
    refusals.push(
      invalid(
        "The supplied admin password must be 8 to 123 characters long, hold 3 of lower case, upper case, digit and special character, and be no commonly used one.",
      ),
    );
  }
  return refusals;
}

function goodPassword(password: string): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[\W_]/].filter((kind) => kind.test(password)).length;
  return password.length >= 8 && password.length <= 123 && classes >= 3 && !refusedPasswords.has(password);
}

/** Windows Server images have names such as 2025-datacenter-core-g2; the list itself changes (https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching). */
function imageRefusals(inputs: Properties): Refusal[] {
  const image = at(inputs, "storageProfile.imageReference");
  const [publisher, offer, sku] = ["publisher", "offer", "sku"].map((key) => textAt(image, key));
  const refusals: Refusal[] = [];
  if (textAt(inputs, "hardwareProfile.vmSize") === undefined)
    refusals.push(invalid("Required parameter 'hardwareProfile.vmSize' is missing (null)."));
  if (at(inputs, "storageProfile.osDisk.createOption") !== "FromImage") {
    refusals.push(
      badRequest(
        undefined,
        "The Azure stand-in makes machines from an image: storageProfile.osDisk.createOption has to be FromImage.",
      ),
    );
  }
  if (publisher === undefined || offer === undefined || sku === undefined || textAt(image, "version") === undefined) {
    refusals.push(
      invalid("Required parameter 'imageReference' is missing (null) or lacks publisher, offer, sku or version."),
    );
  } else if (publisher === "MicrosoftWindowsServer" && !(offer === "WindowsServer" && isWindowsServer(sku))) {
    refusals.push({
      status: 404,
      code: "PlatformImageNotFound",
      message: `The platform image '${publisher}:${offer}:${sku}' is not available.`,
    });
  }
  return refusals;
}

function isWindowsServer(sku: string): boolean {
  return /^(2016|2019|2022|2025)-datacenter(-(azure-edition|core|hotpatch|smalldisk|with-containers|zhcn|server-core|g2|gs|gensecond))*$/.test(
    sku,
  );
}

/** Combinations of updates and patch mode: comments of PatchSettings in the SDK, Azure/bicep-registry-modules#1968. */
function patchRefusals(inputs: Properties): Refusal[] {
  const windows = at(inputs, "osProfile.windowsConfiguration");
  const mode = textAt(windows, "patchSettings.patchMode");
  const updates = at(windows, "enableAutomaticUpdates") ?? true;
  const refusals: Refusal[] = [];
  const wants = (value: boolean) =>
    `The patchMode '${mode}' is invalid. For patchMode '${mode}', the property 'enableAutomaticUpdates' must be set to ${value}.`;
  if (mode === "AutomaticByOS" && updates !== true) refusals.push(invalid(wants(true)));
  if (mode === "Manual" && updates !== false) refusals.push(invalid(wants(false)));
  if (mode !== "AutomaticByPlatform" && at(windows, "patchSettings.automaticByPlatformSettings") !== undefined) {
    refusals.push(invalid("'automaticByPlatformSettings' are only for patchMode 'AutomaticByPlatform'."));
  }
  if (mode === "AutomaticByPlatform" && at(windows, "provisionVMAgent") === false) {
    refusals.push(invalid("patchMode 'AutomaticByPlatform' needs 'provisionVMAgent'."));
  }
  const sku = textAt(inputs, "storageProfile.imageReference.sku") ?? "";
  if (at(windows, "patchSettings.enableHotpatching") === true && !sku.includes("azure-edition")) {
    refusals.push(invalid(`'enableHotpatching' is not for the image '${sku}'.`));
  }
  return refusals;
}

/** Trusted launch: Azure/azure-cli#27975 and #28005. Encryption at host: hashicorp/terraform-provider-azurerm#17185. */
function securityRefusals(inputs: Properties): Refusal[] {
  const security = at(inputs, "securityProfile");
  const type = textAt(security, "securityType");
  const sku = textAt(inputs, "storageProfile.imageReference.sku") ?? "";
  const size = textAt(inputs, "hardwareProfile.vmSize") ?? "";
  const refusals: Refusal[] = [];
  if (type === "TrustedLaunch" && !/-(g2|gensecond|gs)$/.test(sku)) {
    refusals.push(
      badRequest(
        "BadRequest",
        `Use of TrustedLaunch setting is not supported for the provided image. Image sku: ${sku}.`,
      ),
    );
  }
  if (type === "TrustedLaunch" && /^(Basic|Standard)_(A\d|D\d+S?_v[23]$)/i.test(size)) {
    refusals.push(
      badRequest("BadRequest", `The VM size '${size}' is not supported for creation of VMs with TrustedLaunch.`),
    );
  }
  if (at(security, "uefiSettings") !== undefined && (type === undefined || type === "Standard")) {
    refusals.push(invalid("'uefiSettings' need a 'securityType' that is not Standard."));
  }
  if (at(security, "encryptionAtHost") !== undefined) {
    refusals.push(
      invalid(
        "The property 'securityProfile.encryptionAtHost' is not valid because the 'Microsoft.Compute/EncryptionAtHost' feature is not enabled for this subscription.",
      ),
    );
  }
  return refusals;
}

function placeRefusals(inputs: Properties): Refusal[] {
  const zones = textsAt(inputs, "zones");
  const licence = textAt(inputs, "licenseType");
  return [
    ...(zones.length > 1 ? [invalid("A virtual machine is in one availability zone.")] : []),
    ...(zones.length > 0 && at(inputs, "availabilitySet") !== undefined
      ? [invalid("'zones' exclude 'availabilitySet'.")]
      : []),
    ...(licence !== undefined && !/^(Windows_Server|Windows_Client|None)$/.test(licence)
      ? [invalid(`The license type '${licence}' is invalid.`)]
      : []),
  ];
}

/** An interface serves one machine (pulumi/pulumi-azure#441), and one of several is primary (ansible/ansible#40648). */
function interfaceRefusals({ store, id, inputs }: Put): Refusal[] {
  const interfaces = objectsAt(inputs, "networkProfile.networkInterfaces");
  const used = interfaces.flatMap((reference) => {
    const users = store.users(String(reference.id)).filter((user) => isMachine(user) && keyOfId(user) !== keyOfId(id));
    return users.map((user) => nicInUse(String(reference.id), user));
  });
  const primary = interfaces.filter((reference) => reference.primary === true).length;
  if (interfaces.length === 0) used.push(invalid("Required parameter 'networkProfile' is missing (null)."));
  if (interfaces.length > 1 && primary !== 1) {
    used.push(
      badRequest(
        "NetworkInterfaceMustHavePrimaryPropertySet",
        "One of several network interfaces must have Primary property set.",
      ),
    );
  }
  return used;
}

/** A network interface that a machine has: it can neither go nor serve another. */
export function nicInUse(nic: string, user: string): Refusal {
  return badRequest(
    "NicInUse",
    `Network Interface ${nic} is used by existing resource ${user}. In order to delete the network interface, it must be dissociated from the resource.`,
  );
}

/** Whether an id is that of a virtual machine. */
export function isMachine(id: string): boolean {
  return armTypeOfId(id)?.token === "azure-native:compute:VirtualMachine";
}
