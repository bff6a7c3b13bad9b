import { defaultServers } from "./controllers.ts";
import { bare } from "./dnsName.ts";
import type {
  Account,
  AzureHost,
  AzureNetwork,
  AzurePlace,
  ExistingHost,
  ForestConnection,
  Provisioning,
  SecretRef,
  ZoneConnection,
} from "./provisioning.ts";
import type * as File from "./topology.gen.ts";

/** Places, connections and references to secrets of a checked file. */
export function provisioningOf(file: File.TopologyFile): Provisioning {
  return {
    azure: file.azure === undefined ? null : placeOf(file.azure),
    azureHosts: Object.entries(file.kmsHosts ?? {}).flatMap(([name, { azure }]) =>
      azure === undefined ? [] : [azureHostOf(name, azure, file.azure)],
    ),
    existingHosts: Object.entries(file.kmsHosts ?? {}).flatMap(([name, { existing }]) =>
      existing === undefined ? [] : [existingHostOf(name, existing)],
    ),
    zones: Object.entries(file.zones ?? {}).map(zoneConnection),
    forests: Object.keys(file.forests ?? {}).flatMap((name) => forestConnections(file, name)),
    objects: Object.entries(file.forests ?? {}).flatMap(([forest, { activationObjects = {} }]) =>
      Object.entries(activationObjects).map(([name, { backup = null, confirmationId = null }]) => ({
        forest: bare(forest),
        name,
        backup,
        confirmationId,
      })),
    ),
    keySecrets: Object.fromEntries(
      Object.entries(file.keys ?? {}).flatMap(([name, { secret }]) => (secret === undefined ? [] : [[name, secret]])),
    ),
  };
}

function azureHostOf(host: string, azure: File.AzureHost, fallback: File.AzurePlace | undefined): AzureHost {
  const { size, availabilityZone, address: _, domain, ...own } = azure;
  return {
    host,
    place: placeOf({ ...fallback, ...own }),
    size,
    availabilityZone: availabilityZone ?? null,
    domain: domain === undefined ? null : bare(domain).toLowerCase(),
  };
}

function placeOf({ subscription, location, resourceGroup, network, keyVault }: Partial<File.AzurePlace>): AzurePlace {
  if (subscription === undefined || location === undefined || resourceGroup === undefined || network === undefined)
    throw new Error("an incomplete Azure place passed the checks");
  return { subscription, location, resourceGroup, network: networkOf(network), keyVault: keyVault ?? null };
}

function networkOf({ resourceGroup, name, subnet, addressSpace, prefix, outbound }: File.Network): AzureNetwork {
  const make = addressSpace === undefined || prefix === undefined ? null : { addressSpace, prefix };
  return { resourceGroup, name, subnet, make, outbound };
}

function zoneConnection([name, zone]: [string, File.Zone]): ZoneConnection {
  if (zone.provider === "azurePrivate")
    return { zone: bare(name), provider: "azurePrivate", resourceGroup: zone.resourceGroup, make: zone.make ?? false };
  return { zone: bare(name), provider: "rfc2136", server: zone.server, signing: signingOf(zone.signing) };
}

type SigningConnection = Extract<ZoneConnection, { provider: "rfc2136" }>["signing"];

function signingOf(signing: File.Signing | undefined): SigningConnection {
  if (signing?.tsig !== undefined) {
    const { keyName, algorithm = "hmac-sha256", secret } = signing.tsig;
    return { kind: "tsig", keyName, algorithm, secret: secretOf(secret) };
  }
  if (signing?.gssTsig !== undefined) {
    const { principal, keytab, ticketCache } = signing.gssTsig;
    if (ticketCache !== undefined) return { kind: "ticketCache", file: ticketCache };
    if (principal === undefined || keytab === undefined) throw new Error("an incomplete gssTsig passed the checks");
    return { kind: "gssTsig", principal, keytab: secretOf(keytab) };
  }
  return { kind: "none" };
}

function forestConnections(file: File.TopologyFile, name: string): ForestConnection[] {
  const connection = file.forests?.[name]?.connection;
  if (connection === undefined) return [];
  const { reader, rightsAs, ca } = connection;
  const backupKey = file.forests?.[name]?.backupKey;
  const named = (servers: readonly string[] | undefined) => servers?.map((server) => bare(server).toLowerCase());
  return [
    {
      forest: bare(name),
      servers: named(connection.servers) ?? defaultServers(file, name),
      ...accountOf(connection),
      ca,
      reader: reader === undefined ? null : accountOf(reader),
      rightsAs: rightsAs === undefined ? null : accountOf(rightsAs),
      verifyFrom: named(connection.verifyFrom) ?? defaultServers(file, name),
      backupKey: backupKey === undefined ? null : secretOf(backupKey),
    },
  ];
}

function accountOf({ bindAs, password }: File.Account): Account {
  return { bindAs, password: secretOf(password) };
}

/** IANA's port of SSH. */
const sshPort = 22;

function existingHostOf(host: string, { activation, confirmationIds, ssh }: File.ExistingHost): ExistingHost {
  return {
    host,
    activation: activation ?? "online",
    confirmationIds: confirmationIds ?? {},
    ssh:
      ssh === undefined
        ? null
        : { user: ssh.user, port: ssh.port ?? sshPort, hostKey: ssh.hostKey, identityFile: ssh.identityFile ?? null },
  };
}

function secretOf({ vault, config }: File.Secret): SecretRef {
  if (vault !== undefined) return { vault };
  if (config === undefined) throw new Error("a secret without vault and config passed the schema");
  return { config };
}
