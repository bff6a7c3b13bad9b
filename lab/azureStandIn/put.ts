import { changeRules } from "./armRules.ts";
import { keyOfId, memberLists, type Properties, parentIdOf, pathParameters, regionOf } from "./armTypes.ts";
import { computeRefusals } from "./computeChecks.ts";
import { dnsRefusals } from "./dnsChecks.ts";
import { interfaceRefusals } from "./interfaceChecks.ts";
import { networkRefusals } from "./networkChecks.ts";
import { referenceRefusals } from "./referenceChecks.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Put, PutRequest } from "./request.ts";
import { returnedBy } from "./returned.ts";
import { securityGroupRefusals } from "./securityGroupChecks.ts";
import type { Store, StoredResource } from "./store.ts";
import { at, objectsAt, same, without } from "./values.ts";

type Check = (put: Put) => readonly Refusal[];

const always: readonly Check[] = [parentRefusals, locationRefusals, fixedRefusals, referenceRefusals];

const ofType: Readonly<Record<string, readonly Check[]>> = {
  "azure-native:network:VirtualNetwork": [networkRefusals],
  "azure-native:network:Subnet": [networkRefusals],
  "azure-native:network:NetworkSecurityGroup": [securityGroupRefusals],
  "azure-native:network:SecurityRule": [securityGroupRefusals],
  "azure-native:network:NetworkInterface": [interfaceRefusals],
  "azure-native:compute:VirtualMachine": [computeRefusals],
  "azure-native:privatedns:PrivateZone": [dnsRefusals],
  "azure-native:privatedns:VirtualNetworkLink": [dnsRefusals],
  "azure-native:privatedns:PrivateRecordSet": [dnsRefusals],
  "azure-native:dns:Zone": [dnsRefusals],
  "azure-native:dns:RecordSet": [dnsRefusals],
};

/**
 * Makes or changes a resource and returns it as ARM would; throws RefusedError with every reason.
 * Runs as one transaction, so that two providers cannot both take one address or priority.
 */
export function putResource(store: Store, request: PutRequest): StoredResource {
  return store.transaction(() => {
    const put = prepared(store, request);
    refuse(always.flatMap((check) => check(put)));
    refuse((ofType[request.type.token] ?? []).flatMap((check) => check(put)));
    const properties = { ...put.body, ...returnedBy(put) };
    const resource = { id: put.before?.id ?? request.id, type: request.type.token, properties };
    store.put(resource);
    return resource;
  });
}

function prepared(store: Store, request: PutRequest): Put {
  const { type, id } = request;
  const before = store.get(id);
  const body = bodyOf(request, before);
  const parent = type.listedIn === undefined ? undefined : store.get(parentIdOf(id) ?? "")?.properties;
  return {
    ...request,
    store,
    before,
    body,
    whole: parent && type.listedIn ? withMember(parent, type.listedIn, body) : body,
  };
}

/** What is sent to ARM: no path parameters, nothing that ARM does not return; an unset list of members is kept. */
function bodyOf({ type, id, inputs }: PutRequest, before: StoredResource | undefined): Properties {
  const dropped = [...pathParameters(type), ...(changeRules[type.token]?.writeOnly ?? [])];
  const body = dropped.reduce(without, { ...inputs, name: id.split("/").at(-1), id });
  for (const list of memberLists) {
    if (Array.isArray(inputs[list]))
      body[list] = objectsAt(inputs, list).map((member) => withId(member, `${id}/${list}`));
    else if (before && list in before.properties) body[list] = before.properties[list];
  }
  return body;
}

function withId(member: Properties, folder: string): Properties {
  return { ...member, id: `${folder}/${String(member.name)}`, provisioningState: "Succeeded" };
}

function withMember(parent: Properties, list: string, member: Properties): Properties {
  const others = objectsAt(parent, list).filter((other) => keyOfId(String(other.id)) !== keyOfId(String(member.id)));
  return { ...parent, [list]: [...others, member] };
}

function parentRefusals({ store, id, type }: Put): Refusal[] {
  const parent = parentIdOf(id);
  if (parent === undefined || store.get(parent)) return [];
  const group = parent.split("/").slice(0, 5).join("/");
  if (!store.get(group)) {
    const message = `Resource group '${group.split("/")[4]}' could not be found.`;
    return [{ status: 404, code: "ResourceGroupNotFound", message }];
  }
  const message = `Failed to perform 'write' on resource(s) of type '${type.token}', because the parent resource '${parent}' could not be found.`;
  return [{ status: 404, code: "ParentResourceNotFound", message }];
}

/** Where the provider does not replace, a moved resource is refused. Wording: MicrosoftDocs/azure-docs#70422. */
function locationRefusals({ before, body, id }: Put): Refusal[] {
  const old = before?.properties.location;
  if (old === undefined || regionOf(old) === regionOf(body.location)) return [];
  const group = id.split("/")[4];
  const message = `The resource '${id.split("/").at(-1)}' already exists in location '${String(old)}' in resource group '${group}'. A resource with the same name cannot be created in location '${String(body.location)}'. Please select a new resource name.`;
  return [{ status: 409, code: "InvalidResourceLocation", message }];
}

function fixedRefusals({ before, type, inputs, oldInputs }: Put): Refusal[] {
  const { fixed = [], writeOnly = [] } = changeRules[type.token] ?? {};
  if (!before) return [];
  const changed = fixed.filter((path) => {
    if (!writeOnly.includes(path)) return !same(at(before.properties, path), at(inputs, path));
    const [old, now] = [at(oldInputs, path), at(inputs, path)];
    return old !== undefined && now !== undefined && !same(old, now);
  });
  return changed.map((path) => ({
    status: 409,
    code: "PropertyChangeNotAllowed",
    message: `Changing property '${path}' is not allowed.`,
  }));
}
