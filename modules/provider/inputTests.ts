import { isText } from "./configEntry.ts";
import { type CheckFailure, type Properties, unknownValue } from "./resourceKind.ts";

/** What is wrong with the value of an input; undefined where nothing is. */
export type Test = (value: unknown) => string | undefined;

/** A value as messages repeat it. */
export const shown = (value: unknown): string => JSON.stringify(value) ?? "nothing";

/** A test of one condition: `must be WANTED, got VALUE`. */
export const must =
  (holds: (value: unknown) => boolean, wanted: string): Test =>
  (value) =>
    holds(value) ? undefined : `must be ${wanted}, got ${shown(value)}`;

export const oneOf = (allowed: readonly string[]): Test =>
  must((value) => allowed.some((one) => one === value), `one of ${allowed.join(", ")}`);

export const whole = (least: number, most: number): Test =>
  must(
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
    `a whole number from ${least} to ${most}`,
  );

export const name: Test = must(isText, "a name");

export const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined ? undefined : test(value);

/** What lets the last of its kind be removed. */
export const acknowledgement: Test = optional(
  must(
    (value) => isText(typeof value === "object" && value !== null && "reason" in value ? value.reason : undefined),
    '{ reason: "..." } with a reason',
  ),
);

/** Properties that the resource does not have. `reason`: what is said of each, for example what it does have. */
export function strangers(inputs: Properties, known: readonly string[], reason: string): readonly CheckFailure[] {
  return Object.keys(inputs)
    .filter((property) => !known.includes(property))
    .map((property) => ({ property, reason }));
}

/**
 * Everything that is wrong with the inputs, in the order of the tests.
 *
 * @param isUnknown - Whether only an `up` will know a value: then it passes.
 */
export function wrongInputs(
  inputs: Properties,
  tests: Readonly<Record<string, Test>>,
  isUnknown: (value: unknown) => boolean = (value) => value === unknownValue,
): readonly CheckFailure[] {
  return Object.entries(tests).flatMap(([property, test]) => {
    const value = inputs[property];
    const reason = isUnknown(value) ? undefined : test(value);
    return reason === undefined ? [] : [{ property, reason: value === undefined ? "is missing" : reason }];
  });
}
