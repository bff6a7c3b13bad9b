import { desiredItems } from "../../modules/desired/desired.ts";
import { hostConfigurations } from "../../modules/desired/hostConfigurations.ts";
import { wholeScope } from "../../modules/desired/scope.ts";
import type { Facts, Topology } from "../../modules/topology/model.ts";
import type { AzureHost, AzurePlace, Provisioning } from "../../modules/topology/provisioning.ts";
import type { StackContent } from "../../stacks/stackContent.ts";
import { cohort, forest, kmsHost, site, someFacts, zone } from "./facts.ts";

// Builders for whole topologies, provisioning included: a test names only what matters to it.

export const subscription = "00000000-0000-0000-0000-000000000000";

/** West Europe, in a network that exists. */
export const azurePlace = (overrides: Partial<AzurePlace> = {}): AzurePlace => ({
  subscription,
  location: "westeurope",
  resourceGroup: "rg-activation",
  network: {
    resourceGroup: "rg-network",
    name: "vnet-core",
    subnet: "snet-activation",
    make: null,
    outbound: "firewall",
  },
  keyVault: null,
  ...overrides,
});

/** The machine of kms-1 in the first availability zone. */
export const azureHost = (overrides: Partial<AzureHost> = {}): AzureHost => ({
  host: "kms-1",
  place: azurePlace(),
  size: "Standard_B2s_v2",
  availabilityZone: 1,
  domain: null,
  ...overrides,
});

/** A core with an Azure host in a private zone of its own, a plant with an existing host in a zone with TSIG, and a forest. */
export const estateFacts = (overrides: Partial<Facts> = {}): Facts =>
  someFacts({
    zones: [
      zone({ name: "az.example", apex: "az.example.", provider: "azurePrivate", server: null, signing: null }),
      zone({ name: "plant.example", apex: "plant.example." }),
    ],
    forests: [forest()],
    kmsHosts: [
      kmsHost({ fqdn: "kms-1.az.example.", placement: "azure", manage: null }),
      kmsHost({ name: "kms-2", site: "plant", fqdn: "kms-2.plant.example.", address: "10.40.0.9" }),
    ],
    sites: [
      site({ suffixes: ["az.example."] }),
      site({
        name: "plant",
        kind: "isolated",
        networks: ["10.40.0.0/20"],
        suffixes: ["plant.example."],
        cohorts: [cohort({ name: "lines" })],
      }),
    ],
    ...overrides,
  });

/** How `estateFacts` is provisioned. */
export const provisioning = (overrides: Partial<Provisioning> = {}): Provisioning => ({
  azureHosts: [azureHost()],
  existingHosts: [{ host: "kms-2", activation: "online", confirmationIds: {}, ssh: null }],
  azure: azurePlace(),
  zones: [
    { zone: "az.example", provider: "azurePrivate", resourceGroup: "rg-dns", make: false },
    {
      zone: "plant.example",
      provider: "rfc2136",
      server: "ns1.plant.example",
      signing: { kind: "tsig", keyName: "plant-update", algorithm: "hmac-sha256", secret: { config: "plantTsig" } },
    },
  ],
  forests: [
    {
      forest: "corp.example",
      servers: ["dc1.corp.example"],
      bindAs: "svc-activation@corp.example",
      password: { config: "corpBindPassword" },
      ca: "ca/corp-root.pem",
      reader: null,
      rightsAs: null,
      verifyFrom: ["dc1.corp.example"],
      backupKey: null,
    },
  ],
  objects: [{ forest: "corp.example", name: "windows-2025", backup: null, confirmationId: null }],
  keySecrets: {},
  ...overrides,
});

/** `estateFacts` and how it is provisioned. */
export const topology = (facts: Partial<Facts> = {}, how: Partial<Provisioning> = {}): Topology => ({
  facts: estateFacts(facts),
  provisioning: provisioning(how),
});

/** Everything that a stack of the whole topology is declared from, protected. */
export const contentOf = (whole: Topology, overrides: Partial<StackContent> = {}): StackContent => ({
  topology: whole,
  scope: wholeScope(whole.facts),
  items: desiredItems(whole.facts, overrides.scope),
  provider: {
    zones: { "plant.example": { server: "ns1.plant.example", keyName: "plant-update", secret: "c2VjcmV0" } },
    forests: {
      "corp.example": {
        servers: ["dc1.corp.example"],
        bindAs: "svc-activation@corp.example",
        password: "pw",
        ca: "pem",
      },
    },
    hosts: {},
  },
  hosts: hostConfigurations(whole, overrides.scope ?? wholeScope(whole.facts)),
  leaveOut: [],
  acknowledge: null,
  ...overrides,
});
