import { randomBytes } from "node:crypto";
import type { VirtualMachineArgs } from "@pulumi/azure-native/compute/virtualMachine.js";
import * as pulumi from "@pulumi/pulumi";
import { computerName, identityName, networkInterfaceName, vmName } from "../desired/names.ts";
import type { AzureHost } from "../topology/provisioning.ts";
import { resourceId } from "./places.ts";

/** Arguments of a virtual machine that may be a KMS host, apart from place and tags: trusted launch, one network interface, one identity. */
export function virtualMachineArgs(
  { host, place, size, availabilityZone: zone }: AzureHost,
  { fqdn, imageSku: sku }: { readonly fqdn: string; readonly imageSku: string },
): Omit<VirtualMachineArgs, "resourceGroupName"> {
  const identity = resourceId(place, "Microsoft.ManagedIdentity/userAssignedIdentities", identityName(host));
  const nic = resourceId(place, "Microsoft.Network/networkInterfaces", networkInterfaceName(host));
  return {
    vmName: vmName(host),
    ...(zone === null ? {} : { zones: [String(zone)] }),
    hardwareProfile: { vmSize: size },
    identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
    // Unset is off by API, unlike in the portal: https://learn.microsoft.com/azure/virtual-machines/trusted-launch
    securityProfile: {
      securityType: "TrustedLaunch",
      uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
    },
    storageProfile: {
      imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku, version: "latest" },
      // The default would leave the disk behind, billed, when the machine is deleted.
      osDisk: {
        createOption: "FromImage",
        deleteOption: "Delete",
        managedDisk: { storageAccountType: "StandardSSD_LRS" },
      },
    },
    osProfile: windowsProfile(fqdn),
    // The interface belongs to the stack, so it must outlive the machine.
    networkProfile: { networkInterfaces: [{ id: nic, primary: true, deleteOption: "Detach" }] },
    diagnosticsProfile: { bootDiagnostics: { enabled: true } },
  };
}

function windowsProfile(fqdn: string): VirtualMachineArgs["osProfile"] {
  return {
    computerName: computerName(fqdn),
    adminUsername: "kmsadmin",
    adminPassword: pulumi.secret(randomPassword()),
    windowsConfiguration: {
      timeZone: "UTC",
      // ARM refuses AutomaticByOS without updates, and with settings of platform patching.
      enableAutomaticUpdates: true,
      patchSettings: { patchMode: "AutomaticByOS" },
    },
  };
}

/**
 * Options of such a machine. What ARM would refuse in place is a replacement; its interface serves one machine at a
 * time, so the old one goes first, and that costs an activation of the host key, so it is protected.
 *
 * Each run of the program draws a password; `ignoreChanges` keeps the first one, which the state holds encrypted. That
 * saves a provider and a resource for random values, and nobody needs the password before it is reset on purpose.
 */
export function virtualMachineOptions(protect: boolean): pulumi.CustomResourceOptions {
  return {
    protect,
    deleteBeforeReplace: true,
    ignoreChanges: ["osProfile.adminPassword"],
    replaceOnChanges: [
      "zones",
      "osProfile.computerName",
      "osProfile.adminUsername",
      "osProfile.customData",
      "osProfile.windowsConfiguration.enableAutomaticUpdates",
      "storageProfile.imageReference",
    ],
  };
}

/** 192 random bits; the head brings the four classes of characters that Azure asks for. */
function randomPassword(): string {
  return `aA1!${randomBytes(24).toString("base64url")}`;
}
