import { armTypeOfId, keyOfId, parentIdOf, regionOf } from "./armTypes.ts";
import { badRequest, type Refusal } from "./refusal.ts";
import type { Put } from "./request.ts";
import type { Store } from "./store.ts";
import { isObject } from "./values.ts";

/** The type that a property refers to; both ends must be in one region where `region` is set. */
const targets: Readonly<Record<string, { readonly token: string; readonly region: boolean }>> = {
  subnet: { token: "azure-native:network:Subnet", region: true },
  networkSecurityGroup: { token: "azure-native:network:NetworkSecurityGroup", region: true },
  publicIPAddress: { token: "azure-native:network:PublicIPAddress", region: true },
  networkInterfaces: { token: "azure-native:network:NetworkInterface", region: true },
  virtualNetwork: { token: "azure-native:network:VirtualNetwork", region: false },
  remoteVirtualNetwork: { token: "azure-native:network:VirtualNetwork", region: false },
  userAssignedIdentities: { token: "azure-native:managedidentity:UserAssignedIdentity", region: false },
};

/**
 * Every id that a resource refers to must exist, be of the right type and, for parts of a machine, of the same region.
 * Wording: MicrosoftDocs/azure-docs#32363, Azure/avdaccelerator#84, Azure/azure-cli#31837.
 */
export function referenceRefusals(put: Put): Refusal[] {
  const own = keyOfId(put.id);
  return referencesIn(put.body, "").flatMap(({ name, id }) => {
    const key = keyOfId(id);
    if (key === own || key.startsWith(`${own}/`)) return [];
    return refusalOf(put, name, id) ?? [];
  });
}

function refusalOf(put: Put, name: string, id: string): Refusal | undefined {
  const target = targets[name];
  const type = armTypeOfId(id);
  if (target && type?.token !== target.token) {
    const message = `Property id '${id}' at path '${name}' is invalid. Expect a fully qualified resource id of ${target.token}.`;
    return badRequest("LinkedInvalidPropertyId", message);
  }
  const found = put.store.get(id);
  const elsewhere = target?.region === true && regionAt(put.store, id) !== regionOfPut(put);
  if (found && !elsewhere) return undefined;
  if (name === "userAssignedIdentities") {
    const message = `Identity operation for resource '${put.id}' failed: resource '${id}' was not found.`;
    return badRequest("FailedIdentityOperation", message);
  }
  const hint = type === undefined ? " (the Azure stand-in does not know resources of this type)" : "";
  const message = `Resource ${id} referenced by resource ${put.id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.${hint}`;
  return badRequest("InvalidResourceReference", message);
}

/** References with the property that holds them: `{ subnet: { id } }`, `{ networkInterfaces: [{ id }] }`. */
function referencesIn(value: unknown, name: string): { name: string; id: string }[] {
  if (typeof value === "string") return name in targets || isArmId(value) ? [{ name, id: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item) => referencesIn(item, name));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => referencesIn(item, key === "id" ? name : key));
}

function isArmId(text: string): boolean {
  return text.startsWith("/subscriptions/");
}

function regionOfPut({ store, id, body }: Put): string {
  return body.location === undefined ? regionAt(store, parentIdOf(id) ?? "") : regionOf(body.location);
}

/** A subnet is where its network is. */
function regionAt(store: Store, id: string): string {
  const resource = store.get(id) ?? { properties: {} as Record<string, unknown> };
  const location = resource.properties.location ?? store.get(parentIdOf(id) ?? "")?.properties.location;
  return regionOf(location);
}
