import { randomInt } from "node:crypto";
import { RecordSet } from "@pulumi/azure-native/dns/recordSet.js";
import { NetworkSecurityGroup } from "@pulumi/azure-native/network/networkSecurityGroup.js";
import { PrivateRecordSet } from "@pulumi/azure-native/privatedns/privateRecordSet.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";

const resourceGroupName = "rg-activation-lab";

function privateSet(name: string, target: string, port: number): void {
  new PrivateRecordSet(name, {
    resourceGroupName,
    privateZoneName: "az.lab.example",
    recordType: "SRV",
    relativeRecordSetName: `_vlmcs._tcp.${name}`,
    ttl: 3600,
    srvRecords: [{ priority: 0, weight: 0, port, target }],
  });
}

/** Shaped like a product key, made up at this moment, and no key of anything. */
function keyShaped(): string {
  const letters = "BCDFGHJKMPQRTVWXY2346789";
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: 5 }, group).join("-");
}

/** What a colleague might add beside the program, by the rule that must object. */
export const offences: Readonly<Record<string, () => void>> = {
  "DNS-SRV-02": () => privateSet("stale", "retired.az.lab.example", 1688),
  "DNS-SRV-03": () => privateSet("port", "kms-lab-1.az.lab.example", 1689),
  "FW-KMS-04": () => {
    new NetworkSecurityGroup("nsg-kms-lab-1-open", {
      resourceGroupName,
      networkSecurityGroupName: "nsg-open",
      securityRules: [
        {
          name: "allow-all",
          priority: 200,
          direction: "Inbound",
          access: "Allow",
          protocol: "Tcp",
          sourceAddressPrefix: "Internet",
          sourcePortRange: "*",
          destinationAddressPrefix: "*",
          destinationPortRange: "1688",
        },
      ],
    });
    new RecordSet("public", {
      resourceGroupName,
      zoneName: "example.com",
      recordType: "SRV",
      relativeRecordSetName: "_vlmcs._tcp",
      ttl: 3600,
      srvRecords: [{ priority: 0, weight: 0, port: 1688, target: "kms-lab-1.az.lab.example" }],
    });
  },
  "KEY-02": () => {
    new ResourceGroup("rg-tagged", { resourceGroupName: "rg-tagged", tags: { note: `key ${keyShaped()}` } });
  },
};
