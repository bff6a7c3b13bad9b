import { defaultServers } from "./controllers.ts";
import { bare } from "./dnsName.ts";
import type {
  AzureHost,
  AzureNetwork,
  AzurePlace,
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
    zones: Object.entries(file.zones ?? {}).map(zoneConnection),
    forests: Object.keys(file.forests ?? {}).flatMap((name) => forestConnections(file, name)),
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
    const { principal, keytab } = signing.gssTsig;
    return { kind: "gssTsig", principal, keytab: secretOf(keytab) };
  }
  return { kind: "none" };
}

function forestConnections(file: File.TopologyFile, name: string): ForestConnection[] {
  const connection = file.forests?.[name]?.connection;
  if (connection === undefined) return [];
  const { bindAs, password, ca } = connection;
  const servers = connection.servers?.map((server) => bare(server).toLowerCase()) ?? defaultServers(file, name);
  return [{ forest: bare(name), servers, bindAs, password: secretOf(password), ca }];
}

function secretOf({ vault, config }: File.Secret): SecretRef {
  if (vault !== undefined) return { vault };
  if (config === undefined) throw new Error("a secret without vault and config passed the schema");
  return { config };
}
