import { readActivationObjects, removeActivationObject, sameName } from "../directory/activationObjects.ts";
import type { Directory } from "../directory/openDirectory.ts";

/** Removes an object, unless it is the last of its forest and nobody has said that this is meant. */
export async function removeGuarded(directory: Directory, id: string, lastAcknowledged: boolean): Promise<void> {
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
export function turns(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, mine);
    return mine;
  };
}
