import { csvlkGroups } from "../topology/csvlk.ts";
import type { ObjectOrigin } from "../topology/model.ts";
import { acknowledgement, must, name, oneOf, optional, strangers, type Test, wrongInputs } from "./inputTests.ts";
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

const server = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/;
/** Longer text could be a whole key, which is never shown. */
const lastFive: Test = (value) =>
  typeof value === "string" && /^[A-Za-z0-9]{5}$/.test(value)
    ? undefined
    : "must be the last five characters of the key, and nothing else of it";

const tests: Readonly<Record<string, Test>> = {
  forest: name,
  name,
  origin: oneOf(origins),
  readableFrom: (value) => {
    const wrong = Array.isArray(value) ? value.filter((one) => !isServer(one)) : [value];
    return wrong.length === 0 ? undefined : `must list host or host:port, got ${JSON.stringify(wrong)}`;
  },
  lastFive: optional(lastFive),
  group: optional(oneOf(groups)),
  runsAs: optional(name),
  confirmationId: optional(
    must((value) => typeof value === "string" && /^[\d -]+$/.test(value), "the digits that Microsoft gave"),
  ),
  acknowledgeLast: acknowledgement,
};

function isServer(value: unknown): boolean {
  return value === unknownValue || (typeof value === "string" && server.test(value));
}

/** Checks the inputs of an activation object and brings them to their normal form; values that are not known yet pass. */
export function checkActivationObjectInputs(given: Properties): Checked {
  const inputs = normal({ readableFrom: [], ...given });
  const known = Object.keys(tests);
  const reason = `is not a property of an activation object; it has ${known.join(", ")}`;
  return { inputs, failures: [...strangers(inputs, known, reason), ...wrongInputs(inputs, tests)] };
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
