import { type LiveActivationObject, readActivationObjects } from "../directory/activationObjects.ts";
import { type Directory, withDirectory } from "../directory/openDirectory.ts";
import type { Patience } from "../directory/sight.ts";
import { bringAbout } from "./activationObjectCreate.ts";
import { declaredObject, knownObject, notThere } from "./activationObjectFind.ts";
import { type ActivationObjectInputs, checkActivationObjectInputs } from "./activationObjectInputs.ts";
import { comparable, declaredOf, forestOf, live, spelled } from "./activationObjectLive.ts";
import { removeGuarded, turns } from "./activationObjectRemove.ts";
import { verifyObject } from "./activationObjectVerify.ts";
import { type ForestUse, forestUse, type UseDirectory } from "./forestUse.ts";
import { propertyChanges } from "./propertyChanges.ts";
import type { CallContext, Live, ResourceKind } from "./resourceKind.ts";

export type { UseDirectory } from "./forestUse.ts";

/** Controllers of one site have an object in seconds, those of others as often as their link replicates. Milliseconds. */
const replication: Patience = { wait: 120_000, interval: 2_000 };
const noPatience: Patience = { wait: 0, interval: 0 };

/**
 * One activation object of a forest. Its content comes from Microsoft through Windows tools and is never made here: an
 * object is found by its name or put back from a sealed backup, verified and adopted.
 */
export const activationObject: ResourceKind = activationObjectKind(withDirectory);

/** The same over any way to open a directory, so that tests need no server. */
export function activationObjectKind(useDirectory: UseDirectory, patience: Patience = replication): ResourceKind {
  const inForest = (forest: string, context: CallContext) => forestUse(forest, context, useDirectory);
  const inTurn = turns();
  return {
    type: "activation:index:ActivationObject",
    computed: ["distinguishedName", "partialProductKey", "skuId", "covers", "installationId"],
    check: checkActivationObjectInputs,
    diff: (olds, news) => propertyChanges(comparable(olds), comparable(news), ["forest", "name"]),
    async create(properties, context) {
      const inputs = properties as unknown as ActivationObjectInputs;
      const forest = inForest(inputs.forest, context);
      const { reading, server, fresh } = await inTurn(inputs.forest, () => bringAbout(inputs, forest, context.log));
      const object = declaredObject(inputs, reading);
      if (object === undefined) throw new Error(`${notThere(inputs, reading)}; run up again`);
      return await verified(inputs, object, forest, context, { server, patience: fresh ? patience : noPatience });
    },
    async read(request, context) {
      const name = forestOf(request, context);
      const forest = inForest(name, context);
      const { reading, server } = await readAtOne(forest);
      const object = knownObject(request, reading);
      if (object === undefined) return undefined;
      const inputs = spelled(name, request, object);
      // Against what the program says, so that the difference is told and not only shown.
      const wanted = { ...inputs, ...declaredOf(request) };
      const { problems, unknown } = await verifyObject(wanted, object, forest, { server, patience: noPatience });
      for (const message of [...problems, ...unknown]) context.log("warning", message);
      return live(inputs, object);
    },
    // The object itself cannot be edited: what changes is what is expected of it.
    async update(id, _olds, news, context) {
      const inputs = news as unknown as ActivationObjectInputs;
      const forest = inForest(inputs.forest, context);
      const { reading, server } = await readAtOne(forest);
      const object = knownObject({ id, inputs: news }, reading);
      if (object === undefined) throw new Error(`${notThere(inputs, reading)}; run refresh, then up again`);
      return await verified(inputs, object, forest, context, { server, patience: noPatience });
    },
    async delete(id, state, context) {
      const { forest, origin, acknowledgeLast } = state as unknown as ActivationObjectInputs;
      if (origin === "existing") {
        context.log("info", `${id} is no longer managed here; it stays in the directory as it is`);
        return;
      }
      const remove = (directory: Directory) => removeGuarded(directory, id, acknowledgeLast !== undefined);
      // One after the other: two removals at once would each see the other's object and both think one is left.
      await inTurn(forest, () => inForest(forest, context).change(remove));
    },
  };
}

async function readAtOne(forest: ForestUse) {
  return await forest.any(async (directory) => ({
    reading: await readActivationObjects(directory),
    server: directory.server,
  }));
}

/** The object as it goes into the state; every problem of it in one message otherwise. */
async function verified(
  inputs: ActivationObjectInputs,
  object: LiveActivationObject,
  forest: ForestUse,
  context: CallContext,
  how: { readonly server: string; readonly patience: Patience },
): Promise<Live> {
  const { problems, unknown } = await verifyObject(inputs, object, forest, how);
  for (const message of unknown) context.log("warning", message);
  if (problems.length === 1) throw new Error(problems[0]);
  if (problems.length > 1) {
    const all = problems.map((problem) => `\n  ${problem}`).join("");
    throw new Error(`${object.distinguishedName} is there, with ${problems.length} problems:${all}`);
  }
  return live(inputs, object);
}
