import { type ActivationObjectsReading, type LiveActivationObject, sameName } from "../directory/activationObjects.ts";
import type { ActivationObjectInputs } from "./activationObjectInputs.ts";
import type { ReadRequest } from "./resourceKind.ts";

/**
 * The object that the inputs mean; undefined where the forest has none of the name.
 *
 * @throws Where more than one may be meant.
 */
export function declaredObject(
  { name }: ActivationObjectInputs,
  { objects }: ActivationObjectsReading,
): LiveActivationObject | undefined {
  const matching = objects.filter((object) => sameName(object.name, name) || sameName(object.cn, name));
  if (matching.length < 2) return matching[0];
  const all = matching.map(({ distinguishedName }) => distinguishedName).join(" and ");
  throw new Error(`${JSON.stringify(name)} may be ${all}; declare the one that is meant by its cn`);
}

/** What the forest holds instead of an object. */
export function notThere({ name }: ActivationObjectInputs, { container, objects }: ActivationObjectsReading): string {
  const there = objects.map((object) => JSON.stringify(object.name)).join(", ") || "no object at all";
  return `${container} holds no object named ${JSON.stringify(name)} (it holds ${there})`;
}

/** By its distinguished name; else by its name, since an object that was made anew has another one. */
export function knownObject(
  { id, inputs }: ReadRequest,
  { objects }: ActivationObjectsReading,
): LiveActivationObject | undefined {
  const real = objects.filter(({ isActivationObject }) => isActivationObject);
  const name = inputs?.name;
  return (
    real.find(({ distinguishedName }) => sameName(distinguishedName, id)) ??
    (typeof name === "string" ? real.find((object) => sameName(object.name, name)) : undefined)
  );
}
