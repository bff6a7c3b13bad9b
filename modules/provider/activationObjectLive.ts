import { type LiveActivationObject, sameName } from "../directory/activationObjects.ts";
import { dnsDomainOf } from "../directory/principals.ts";
import { coverage, publishedLicence } from "../directory/publishedLicences.ts";
import type { ActivationObjectInputs } from "./activationObjectInputs.ts";
import { forestNamed } from "./forestUse.ts";
import { type CallContext, InvalidRequest, type Live, type Properties, type ReadRequest } from "./resourceKind.ts";

/** Names are compared as the directory compares them. */
export function comparable(inputs: Properties): Properties {
  const { forest, name } = inputs;
  return {
    ...inputs,
    ...(typeof forest === "string" ? { forest: forest.toLowerCase() } : {}),
    ...(typeof name === "string" ? { name: name.toLowerCase() } : {}),
  };
}

/** For an import the forest whose root domain the distinguished name ends with. */
export function forestOf({ id, inputs }: ReadRequest, context: CallContext): string {
  if (typeof inputs?.forest === "string") return inputs.forest;
  const domain = dnsDomainOf(id);
  if (domain !== "") return forestNamed(domain, context).forest;
  throw new InvalidRequest(
    `id ${JSON.stringify(id)} is not a distinguished name; write it like CN=...,DC=corp,DC=example`,
  );
}

/** The inputs that describe a live object, spelled as the program spells them where that means the same. */
export function spelled(
  forest: string,
  { inputs = {} }: ReadRequest,
  found: LiveActivationObject,
): ActivationObjectInputs {
  const {
    name,
    origin = "existing",
    readableFrom = [],
    lastFive,
    group,
    ...others
  } = inputs as Partial<ActivationObjectInputs>;
  const same = name !== undefined && (sameName(name, found.name) || sameName(name, found.cn));
  const liveGroup = publishedLicence(found.csvlkSkuId)?.group ?? group;
  return {
    ...others,
    forest,
    name: same ? name : found.name,
    origin,
    readableFrom,
    ...(lastFive !== undefined && { lastFive: found.partialProductKey?.toUpperCase() ?? lastFive }),
    ...(group !== undefined && liveGroup !== undefined && { group: liveGroup }),
  };
}

/** What the program declares that the live object may contradict. */
export function declaredOf({ inputs = {} }: ReadRequest): Partial<ActivationObjectInputs> {
  const { lastFive, group } = inputs as Partial<ActivationObjectInputs>;
  return { ...(lastFive !== undefined && { lastFive }), ...(group !== undefined && { group }) };
}

/** The object as it goes into the state. */
export function live(inputs: ActivationObjectInputs, object: LiveActivationObject): Live {
  const { distinguishedName, partialProductKey, csvlkSkuId, installationId } = object;
  const properties = { ...inputs };
  const outputs = {
    ...properties,
    distinguishedName,
    partialProductKey,
    skuId: csvlkSkuId,
    covers: coverage(object),
    ...(installationId !== null && { installationId }),
  };
  return { id: distinguishedName, inputs: properties, outputs };
}
