import {
  type ActivationObjectsReading,
  type LiveActivationObject,
  readActivationObjects,
  removeActivationObject,
  sameName,
} from "../directory/activationObjects.ts";
import { type Directory, type DirectoryConnection, withDirectory } from "../directory/openDirectory.ts";
import { type ActivationObjectInputs, checkActivationObjectInputs } from "./activationObjectInputs.ts";
import { stepsFor } from "./activationObjectSteps.ts";
import { propertyChanges } from "./propertyChanges.ts";
import type { ForestAccess } from "./providerConfig.ts";
import {
  type CallContext,
  InvalidRequest,
  type Live,
  type Properties,
  type ReadRequest,
  type ResourceKind,
} from "./resourceKind.ts";

/** Opens a forest's directory, lets it be used and closes it. */
export type UseDirectory = <T>(
  connection: DirectoryConnection,
  use: (directory: Directory) => Promise<T>,
  options: { readonly signal: AbortSignal },
) => Promise<T>;

/**
 * One activation object of a forest. Its content comes from Microsoft through Windows tools and is never made here: an
 * object is found by its name, verified and adopted.
 */
export const activationObject: ResourceKind = activationObjectKind(withDirectory);

/** The same over any way to open a directory, so that tests need no server. */
export function activationObjectKind(useDirectory: UseDirectory): ResourceKind {
  const inForest = <T>(forest: string, context: CallContext, use: (directory: Directory) => Promise<T>) =>
    useDirectory(forestNamed(forest, context), use, { signal: context.signal });
  const inTurn = turns();
  return {
    type: "activation:index:ActivationObject",
    computed: ["distinguishedName", "partialProductKey", "skuId"],
    check: checkActivationObjectInputs,
    diff: (olds, news) => propertyChanges(comparable(olds), comparable(news), ["forest", "name"]),
    async create(properties, context) {
      const inputs = properties as unknown as ActivationObjectInputs;
      const reading = await inForest(inputs.forest, context, readActivationObjects);
      return live(inputs, declared(inputs, reading));
    },
    async read(request, context) {
      const forest = forestOf(request, context);
      const reading = await inForest(forest, context, readActivationObjects);
      const found = wanted(request, reading);
      return found === undefined ? undefined : live(spelled(forest, request, found), found);
    },
    // What an update may change is kept in state alone; the object itself cannot be edited.
    update: async (id, olds, news) => ({ id, inputs: news, outputs: { ...news, ...facts(olds) } }),
    async delete(id, state, context) {
      const { forest, origin, acknowledgeLast } = state as unknown as ActivationObjectInputs;
      if (origin === "existing") {
        context.log("info", `${id} is no longer managed here; it stays in the directory as it is`);
        return;
      }
      const remove = (directory: Directory) => removeGuarded(directory, id, acknowledgeLast !== undefined);
      // One after the other: two removals at once would each see the other's object and both think one is left.
      await inTurn(forest, () => inForest(forest, context, remove));
    },
  };
}

/** Names are compared as the directory compares them. */
function comparable(inputs: Properties): Properties {
  const { forest, name } = inputs;
  return {
    ...inputs,
    ...(typeof forest === "string" ? { forest: forest.toLowerCase() } : {}),
    ...(typeof name === "string" ? { name: name.toLowerCase() } : {}),
  };
}

function forestNamed(name: string, context: CallContext): ForestAccess {
  const { forests } = context.config;
  const found = forests.find(({ forest }) => sameName(forest, name));
  if (found !== undefined) return found;
  const known = forests.map(({ forest }) => forest).join(", ") || "none";
  throw new InvalidRequest(
    `forest ${JSON.stringify(name)} is not among the provider's forests (${known}); add it to them`,
  );
}

/** The object that the inputs mean, verified. */
function declared(
  inputs: ActivationObjectInputs,
  { container, objects }: ActivationObjectsReading,
): LiveActivationObject {
  const matching = objects.filter(({ name, cn }) => sameName(name, inputs.name) || sameName(cn, inputs.name));
  const [found] = matching;
  if (found === undefined) {
    const there = objects.map(({ name }) => JSON.stringify(name)).join(", ") || "no object at all";
    const next = `${stepsFor(inputs.origin, inputs.name)}. Then run up again: the object is adopted`;
    throw new Error(`${container} holds no object named ${JSON.stringify(inputs.name)} (it holds ${there}); ${next}`);
  }
  if (matching.length > 1) {
    const all = matching.map(({ distinguishedName }) => distinguishedName).join(" and ");
    throw new Error(`${JSON.stringify(inputs.name)} may be ${all}; declare the one that is meant by its cn`);
  }
  const problem = problemOf(found);
  if (problem !== undefined) throw new Error(`${found.distinguishedName} ${problem}`);
  return found;
}

function problemOf({ isActivationObject, missing }: LiveActivationObject): string | undefined {
  if (!isActivationObject)
    return "is not of the class msSPP-ActivationObject; declare another name, or remove the entry";
  if (missing.length === 0) return undefined;
  const remedy = "give the account the right to read all attributes, or, where they are truly missing, activate anew";
  return `shows no ${missing.join(", no ")}, without which it activates nothing; ${remedy}`;
}

/** For an import the forest whose root domain the distinguished name ends with. */
function forestOf({ id, inputs }: ReadRequest, context: CallContext): string {
  if (typeof inputs?.forest === "string") return inputs.forest;
  const domain = [...id.matchAll(/(?:^|,)DC=([^,]+)/gi)].map(([, label]) => label).join(".");
  if (domain !== "") return forestNamed(domain, context).forest;
  throw new InvalidRequest(
    `id ${JSON.stringify(id)} is not a distinguished name; write it like CN=...,DC=corp,DC=example`,
  );
}

/** By its distinguished name; else by its name, since an object that was made anew has another one. */
function wanted({ id, inputs }: ReadRequest, { objects }: ActivationObjectsReading): LiveActivationObject | undefined {
  const real = objects.filter(({ isActivationObject }) => isActivationObject);
  const name = inputs?.name;
  return (
    real.find(({ distinguishedName }) => sameName(distinguishedName, id)) ??
    (typeof name === "string" ? real.find((object) => sameName(object.name, name)) : undefined)
  );
}

/** The inputs that describe a live object, spelled as the program spells them where that means the same. */
function spelled(forest: string, { inputs = {} }: ReadRequest, found: LiveActivationObject): ActivationObjectInputs {
  const { name, origin = "existing", acknowledgeLast } = inputs as Partial<ActivationObjectInputs>;
  const same = name !== undefined && (sameName(name, found.name) || sameName(name, found.cn));
  return { forest, name: same ? name : found.name, origin, ...(acknowledgeLast !== undefined && { acknowledgeLast }) };
}

function live(inputs: ActivationObjectInputs, object: LiveActivationObject): Live {
  const { distinguishedName, partialProductKey, csvlkSkuId } = object;
  const properties = { ...inputs };
  const outputs = { ...properties, distinguishedName, partialProductKey, skuId: csvlkSkuId };
  return { id: distinguishedName, inputs: properties, outputs };
}

/** What only the directory knows of an object. */
function facts({ distinguishedName, partialProductKey, skuId }: Properties): Properties {
  return { distinguishedName, partialProductKey, skuId };
}

async function removeGuarded(directory: Directory, id: string, lastAcknowledged: boolean): Promise<void> {
  const { objects } = await readActivationObjects(directory);
  const real = objects.filter(({ isActivationObject }) => isActivationObject);
  if (!real.some(({ distinguishedName }) => sameName(distinguishedName, id))) return;
  if (real.length === 1 && !lastAcknowledged) {
    throw new Error(
      `${id} is the last activation object of forest ${directory.forest}, and without it no machine activates through it; to remove it, ` +
        "set the stack configuration activation-topology:acknowledge to the reason, run up once, and then remove it",
    );
  }
  await removeActivationObject(directory, id);
}

/** Runs work of one name one after the other. */
function turns(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, mine);
    return mine;
  };
}
