import * as pulumi from "@pulumi/pulumi";
import { stripAzureAliases } from "../modules/azure/fastSdk.ts";
import { encryptedKeys, namespace, ownValues } from "../modules/engine/configuration.ts";
import { declareStack } from "./declare.ts";
import { prepare } from "./prepare.ts";

// The Pulumi program: configuration and topology of this stack in, resources out. Pulumi runs it with stacks/ as the
// working directory, which a test does not have: paths start at this file.

const config = new pulumi.Config(namespace);
const {
  content,
  keepAliases,
  leftOut: parts,
  warnings,
} = prepare({
  stack: pulumi.getStack(),
  folder: import.meta.dirname,
  values: ownValues(pulumi.runtime.allConfig() as Record<string, string>),
  encrypted: encryptedKeys(process.env),
  secret: (name) => config.getSecret(name),
  subscription: new pulumi.Config("azure-native").get("subscriptionId") ?? process.env.ARM_SUBSCRIPTION_ID,
});

if (!keepAliases) stripAzureAliases();
for (const warning of warnings) pulumi.log.warn(warning);
declareStack(content);

/** Names of the Azure hosts of this stack. */
export const hosts: readonly string[] = content.items.flatMap((item) =>
  item.kind === "kmsHost" && item.placement === "azure" ? [item.name] : [],
);
/** Number of SRV records that this stack declares. */
export const records: number = content.items.filter((item) => item.kind === "srv").length;
/** What the configuration leaves out. */
export const leftOut: readonly string[] = parts;
