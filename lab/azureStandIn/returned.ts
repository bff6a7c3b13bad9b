import { randomUUID } from "node:crypto";
import type { Properties } from "./armTypes.ts";
import { withAddresses } from "./interfaceChecks.ts";
import type { Put } from "./request.ts";
import type { Store } from "./store.ts";
import { isObject, textAt, textsAt } from "./values.ts";

type Returned = (put: Put) => Properties;

/** What Azure adds to each type and programs use; what is made up once is kept. */
const byToken: Readonly<Record<string, Returned>> = {
  "azure-native:resources:ResourceGroup": () => ({ properties: { provisioningState: "Succeeded" } }),
  "azure-native:network:NetworkInterface": (put) => ({ ...succeeded, ipConfigurations: ipConfigurations(put) }),
  "azure-native:network:PublicIPAddress": (put) => ({ ...succeeded, ...publicAddress(put) }),
  "azure-native:managedidentity:UserAssignedIdentity": ({ before }) => ({
    principalId: before?.properties.principalId ?? randomUUID(),
    clientId: before?.properties.clientId ?? randomUUID(),
    tenantId: "00000000-0000-0000-0000-000000000000",
  }),
  "azure-native:compute:VirtualMachine": (put) => ({
    ...succeeded,
    vmId: put.before?.properties.vmId ?? randomUUID(),
    ...identity(put),
  }),
  "azure-native:privatedns:VirtualNetworkLink": () => ({ ...succeeded, virtualNetworkLinkState: "Completed" }),
  "azure-native:privatedns:PrivateRecordSet": (put) => ({
    fqdn: fqdn(put, "privateZoneName"),
    isAutoRegistered: false,
  }),
  "azure-native:dns:RecordSet": (put) => ({ ...succeeded, fqdn: fqdn(put, "zoneName") }),
  "azure-native:dns:Zone": () => ({ nameServers: ["ns1.azure-stand-in.invalid."] }),
};

const succeeded = { provisioningState: "Succeeded" };

/** The properties that Azure returns besides those that were sent. */
export function returnedBy(put: Put): Properties {
  return { type: armName(put), ...(byToken[put.type.token] ?? (() => succeeded))(put) };
}

/** Azure's own name of the type, such as Microsoft.Network/virtualNetworks/subnets. */
function armName({ id }: Put): string {
  const [provider, ...rest] = id.split("/").slice(6);
  if (provider === undefined) return "Microsoft.Resources/resourceGroups";
  return [provider, ...rest.filter((_, i) => i % 2 === 0)].join("/");
}

function fqdn({ inputs }: Put, zone: string): string {
  const name = String(inputs.relativeRecordSetName);
  return `${name === "@" ? "" : `${name}.`}${String(inputs[zone])}.`;
}

function ipConfigurations(put: Put): Properties[] {
  const configurations = withAddresses(put);
  return configurations.map((configuration) => ({
    privateIPAllocationMethod: "Dynamic",
    privateIPAddressVersion: "IPv4",
    // The only configuration is primary, whatever was asked for.
    ...(configurations.length === 1 ? { primary: true } : {}),
    ...configuration,
    ...succeeded,
    id: `${put.id}/ipConfigurations/${String(configuration.name)}`,
  }));
}

/** Addresses for documentation, 203.0.113.0/24 (RFC 5737): nothing answers there. */
function publicAddress({ store, before, inputs }: Put): Properties {
  if (inputs.publicIPAllocationMethod !== "Static") return {};
  const kept = textAt(before?.properties, "ipAddress");
  return { ipAddress: kept ?? freePublicAddress(store) };
}

function freePublicAddress(store: Store): string {
  const taken = new Set(store.list().map(({ properties }) => properties.ipAddress));
  const free = Array.from({ length: 254 }, (_, i) => `203.0.113.${i + 1}`).find((address) => !taken.has(address));
  if (free === undefined) throw new Error("Azure stand-in: all 254 public addresses are taken");
  return free;
}

/** Identities go in as a list of ids and come back by id, with what they are known as in the directory. */
function identity({ store, before, inputs }: Put): Properties {
  if (!isObject(inputs.identity)) return {};
  const ids = textsAt(inputs, "identity.userAssignedIdentities");
  const assigned = ids.map((id) => {
    const found = store.get(id)?.properties ?? {};
    return [id, { principalId: found.principalId, clientId: found.clientId }] as const;
  });
  const system = String(inputs.identity.type ?? "").startsWith("SystemAssigned");
  const principalId = textAt(before?.properties, "identity.principalId") ?? randomUUID();
  return {
    identity: {
      ...inputs.identity,
      ...(ids.length > 0 ? { userAssignedIdentities: Object.fromEntries(assigned) } : {}),
      ...(system ? { principalId } : {}),
    },
  };
}
