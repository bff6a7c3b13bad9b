import type { Properties } from "./armTypes.ts";
import { isObject, same, unknown } from "./values.ts";

/** What Azure adds to the members of these lists, which a preview cannot know. */
const added: Readonly<Record<string, readonly string[]>> = {
  subnets: ["id", "provisioningState"],
  securityRules: ["id", "provisioningState"],
  ipConfigurations: ["id", "provisioningState", "privateIPAddress"],
};

/** The outputs that a preview can promise for a new resource; everything that Azure makes up is unknown. */
export function createdOutputs(outputs: readonly string[], inputs: Properties): Properties {
  const entries = outputs.map((name) => [name, inputs[name] === undefined ? unknown : promised(name, inputs[name])]);
  return Object.fromEntries(entries) as Properties;
}

/** The outputs that a preview can promise for a changed resource: what is not touched stays. */
export function updatedOutputs(now: Properties, oldInputs: Properties, inputs: Properties): Properties {
  const result: Properties = { ...now };
  for (const name of new Set([...Object.keys(oldInputs), ...Object.keys(inputs)])) {
    if (same(oldInputs[name], inputs[name])) continue;
    if (inputs[name] === undefined) delete result[name];
    else if (name in now || !(name in oldInputs)) result[name] = promised(name, inputs[name]);
  }
  return result;
}

function promised(name: string, value: unknown): unknown {
  if (name === "identity" && isObject(value)) {
    return "userAssignedIdentities" in value ? { ...value, userAssignedIdentities: unknown } : value;
  }
  const unknowns = Object.fromEntries((added[name] ?? []).map((key) => [key, unknown]));
  if (!(name in added) || !Array.isArray(value)) return value;
  return value.map((member: unknown) => (isObject(member) ? { ...unknowns, ...member } : member));
}
