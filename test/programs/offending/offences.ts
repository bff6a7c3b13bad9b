import { randomInt } from "node:crypto";
import { RecordSet } from "@pulumi/azure-native/dns/recordSet.js";
import { Zone } from "@pulumi/azure-native/dns/zone.js";
import { SecurityRule } from "@pulumi/azure-native/network/securityRule.js";
import { PrivateRecordSet } from "@pulumi/azure-native/privatedns/privateRecordSet.js";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import type { Input, Output } from "@pulumi/pulumi";
import { ActivationProvider } from "../../../modules/provider/providerArgs.ts";
import { ActivationObject } from "../../../modules/provider/resources.ts";

const resourceGroupName = "rg-rules";
const location = "westeurope";

/** What colleagues might add beside the program, by the rule that must object or by what is not known of it. */
const offences: ReadonlyMap<string, () => void> = new Map([
  ["DNS-SRV-02", () => privateRecord("stale", { target: "retired.az.rules.example" })],
  ["DNS-SRV-03", () => privateRecord("port", { port: 1689 })],
  ["DNS-SRV-05", () => privateRecord("twice", { priorities: [0, 10] })],
  ["FW-KMS-03", () => firewallRule("deny-hq", { priority: 900, access: "Deny", source: "10.10.0.0/16" })],
  [
    "FW-KMS-04",
    () => {
      firewallRule("allow-all", { priority: 910, access: "Allow", source: "Internet" });
      publicRecord();
    },
  ],
  [
    "FW-KMS-05",
    () => firewallRule("allow-rpc", { priority: 930, access: "Allow", source: "10.10.0.0/16", port: "135" }),
  ],
  ["ADBA-07", activationObject],
  ["KEY-02", () => void resourceGroup("tagged", { note: keyShaped() })],
  ["unknown-target", () => privateRecord("target-later", { target: later("kms-1.az.rules.example") })],
  ["unknown-port", () => privateRecord("port-later", { port: later(1688) })],
  [
    "unknown-source",
    () => firewallRule("deny-later", { priority: 920, access: "Deny", source: later("203.0.113.0/24") }),
  ],
]);

/** Adds what a name stands for. */
export function offend(name: string): void {
  const offence = offences.get(name);
  if (offence === undefined) throw new Error(`no offence "${name}"; there are ${[...offences.keys()].join(", ")}`);
  offence();
}

function privateRecord(
  name: string,
  {
    target = "kms-1.az.rules.example",
    port = 1688,
    priorities = [0],
  }: { target?: Input<string>; port?: Input<number>; priorities?: readonly number[] },
): void {
  new PrivateRecordSet(name, {
    resourceGroupName,
    privateZoneName: "az.rules.example",
    recordType: "SRV",
    relativeRecordSetName: `_vlmcs._tcp.${name}`,
    ttl: 3600,
    srvRecords: priorities.map((priority) => ({ priority, weight: 0, port, target })),
  });
}

function publicRecord(): void {
  const zoneName = "public.rules.example";
  const zone = new Zone("public", { resourceGroupName, zoneName, location: "global" });
  new RecordSet(
    "public",
    {
      resourceGroupName,
      zoneName,
      recordType: "SRV",
      relativeRecordSetName: "_vlmcs._tcp",
      ttl: 3600,
      srvRecords: [{ priority: 0, weight: 0, port: 1688, target: "kms-1.az.rules.example" }],
    },
    { dependsOn: zone },
  );
}

function firewallRule(
  name: string,
  {
    priority,
    access,
    source,
    port = "1688",
  }: { priority: number; access: "Allow" | "Deny"; source: Input<string>; port?: string },
): void {
  new SecurityRule(name, {
    resourceGroupName,
    networkSecurityGroupName: "nsg-kms-1",
    securityRuleName: name,
    priority,
    direction: "Inbound",
    access,
    protocol: "Tcp",
    sourceAddressPrefix: source,
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: port,
  });
}

/** Can be previewed, and not brought up: its provider has no forest. */
function activationObject(): void {
  const provider = new ActivationProvider("stray", { zones: {}, forests: {}, hosts: {} });
  const name = "Windows Server 2025 objects of the whole corporation";
  new ActivationObject("stray", { forest: "corp.example", name, origin: "existing", readableFrom: [] }, { provider });
}

/** A value that nobody knows before the update, because a resource that is not made yet has to give it. */
function later<T>(value: T): Output<T> {
  const { id } = resourceGroup(`before-${value}`.replaceAll(/[^a-z0-9-]/g, "-"));
  return id.apply(() => value) as Output<T>;
}

function resourceGroup(name: string, tags: Record<string, string> = {}): ResourceGroup {
  return new ResourceGroup(name, { resourceGroupName: `rg-${name}`, location, tags });
}

/** Shaped like a product key, made up at this moment, and no key of anything. */
function keyShaped(): string {
  const letters = "BCDFGHJKMPQRTVWXY2346789";
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return Array.from({ length: 5 }, group).join("-");
}
