import { csvlkGroups } from "../topology/csvlk.ts";
import type { ObjectOrigin } from "../topology/model.ts";
import { type Checked, type Properties, unknownValue } from "./resourceKind.ts";

/** Inputs of an activation object. */
export interface ActivationObjectInputs {
  /** Name of the forest in the provider's arguments. */
  readonly forest: string;
  /** displayName. */
  readonly name: string;
  readonly origin: ObjectOrigin;
  /** Domain controllers from which sites read it: `host` or `host:port`, lower case, sorted. */
  readonly readableFrom: readonly string[];
  /** Last five characters of the key that the file declares. */
  readonly lastFive?: string;
  /** Product group of that key. */
  readonly group?: string;
  /** Account or person that activates. */
  readonly runsAs?: string;
  /** What Microsoft answered on the phone. */
  readonly confirmationId?: string;
  readonly acknowledgeLast?: { readonly reason: string };
}

const origins: readonly ObjectOrigin[] = ["online", "phone", "restore", "existing"];
const groups = csvlkGroups.map(({ id }) => id);

/** What is wrong with a value; undefined where nothing is. */
type Test = (value: unknown) => string | undefined;

const given: Test = (value) =>
  typeof value === "string" && value.trim() !== "" ? undefined : `must be a name, got ${JSON.stringify(value)}`;

const matching =
  (pattern: RegExp, what: string): Test =>
  (value) =>
    typeof value === "string" && pattern.test(value) ? undefined : `must be ${what}, got ${JSON.stringify(value)}`;

const oneOf =
  (values: readonly string[]): Test =>
  (value) =>
    values.some((one) => one === value)
      ? undefined
      : `must be one of ${values.join(", ")}, got ${JSON.stringify(value)}`;

const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined ? undefined : test(value);

const server = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/;
/** Longer text could be a whole key, which is never shown. */
const lastFive: Test = (value) =>
  typeof value === "string" && /^[A-Za-z0-9]{5}$/.test(value)
    ? undefined
    : "must be the last five characters of the key, and nothing else of it";

const tests: Readonly<Record<string, Test>> = {
  forest: given,
  name: given,
  origin: oneOf(origins),
  readableFrom: (value) => {
    const wrong = Array.isArray(value) ? value.filter((one) => !isServer(one)) : [value];
    return wrong.length === 0 ? undefined : `must list host or host:port, got ${JSON.stringify(wrong)}`;
  },
  lastFive: optional(lastFive),
  group: optional(oneOf(groups)),
  runsAs: optional(given),
  confirmationId: optional(matching(/^[\d -]+$/, "the digits that Microsoft gave")),
  acknowledgeLast: (value) => {
    const reason = typeof value === "object" && value !== null && "reason" in value ? value.reason : undefined;
    if (value === undefined || given(reason) === undefined) return undefined;
    return `must be { reason: "..." } with a reason, got ${JSON.stringify(value)}`;
  },
};

function isServer(value: unknown): boolean {
  return value === unknownValue || (typeof value === "string" && server.test(value));
}

/** Checks the inputs of an activation object and brings them to their normal form; values that are not known yet pass. */
export function checkActivationObjectInputs(given: Properties): Checked {
  const inputs = normal({ readableFrom: [], ...given });
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

/** Servers and keys are the same however they are written; the digits of a confirmation id are often read in groups. */
function normal({ readableFrom, lastFive, confirmationId, ...others }: Properties): Properties {
  const known = Array.isArray(readableFrom) && readableFrom.every((one) => typeof one === "string");
  return {
    ...others,
    readableFrom: known ? [...new Set((readableFrom as string[]).map(lower))].sort() : readableFrom,
    ...(lastFive === undefined ? {} : { lastFive: typeof lastFive === "string" ? upper(lastFive) : lastFive }),
    ...(confirmationId === undefined ? {} : { confirmationId: digits(confirmationId) }),
  };
}

function lower(text: string): string {
  return text.toLowerCase();
}

function upper(text: string): string {
  return text === unknownValue ? text : text.toUpperCase();
}

function digits(value: unknown): unknown {
  return typeof value === "string" && value !== unknownValue ? value.replace(/[ -]/g, "") : value;
}
