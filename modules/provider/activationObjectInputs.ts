import type { ObjectOrigin } from "../topology/model.ts";
import { type Checked, type Properties, unknownValue } from "./resourceKind.ts";

/** Inputs of an activation object. */
export interface ActivationObjectInputs {
  /** Name of the forest in the provider's arguments. */
  readonly forest: string;
  /** displayName. */
  readonly name: string;
  readonly origin: ObjectOrigin;
  readonly acknowledgeLast?: { readonly reason: string };
}

const origins: readonly ObjectOrigin[] = ["online", "phone", "restore", "existing"];

/** What is wrong with a value; undefined where nothing is. */
type Test = (value: unknown) => string | undefined;

const given: Test = (value) =>
  typeof value === "string" && value.trim() !== "" ? undefined : `must be a name, got ${JSON.stringify(value)}`;

const tests: Readonly<Record<string, Test>> = {
  forest: given,
  name: given,
  origin: (value) =>
    origins.some((origin) => origin === value)
      ? undefined
      : `must be one of ${origins.join(", ")}, got ${JSON.stringify(value)}`,
  acknowledgeLast: (value) => {
    const reason = typeof value === "object" && value !== null && "reason" in value ? value.reason : undefined;
    if (value === undefined || given(reason) === undefined) return undefined;
    return `must be { reason: "..." } with a reason, got ${JSON.stringify(value)}`;
  },
};

/** Checks the inputs of an activation object; values that are not known yet pass. */
export function checkActivationObjectInputs(inputs: Properties): Checked {
  const strangers = Object.keys(inputs)
    .filter((property) => !(property in tests))
    .map((property) => ({
      property,
      reason: `is not a property of an activation object; it has ${Object.keys(tests).join(", ")}`,
    }));
  const wrong = Object.entries(tests).flatMap(([property, test]) => {
    const value = inputs[property];
    const reason = value === unknownValue ? undefined : test(value);
    return reason === undefined ? [] : [{ property, reason: value === undefined ? "is missing" : reason }];
  });
  return { inputs, failures: [...strangers, ...wrong] };
}
