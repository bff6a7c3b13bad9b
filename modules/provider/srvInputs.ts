import { absoluteName, liesIn, nameProblem } from "../dns/names.ts";
import type { ExistingRecord } from "../topology/model.ts";
import { type Checked, type CheckFailure, type Properties, unknownValue } from "./resourceKind.ts";
import { existingModes } from "./srvModes.ts";

/** Inputs of an SRV record in their normal form: names absolute and in lower case, the zone as it was given. */
export interface SrvInputs {
  readonly zone: string;
  readonly name: string;
  readonly target: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
  /** Seconds. */
  readonly ttl: number;
  /** `upsert` where it is left out. */
  readonly existing?: ExistingRecord;
  readonly acknowledgeLast?: { readonly reason: string };
}

/** Smallest and largest value of each number: RFC 2782; the TTL has 31 bits (RFC 2181 section 8); no service is on port 0. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  port: [1, 65_535],
  priority: [0, 65_535],
  weight: [0, 65_535],
  ttl: [0, 2_147_483_647],
};

const names = ["zone", "name", "target"];
const known = [...names, ...Object.keys(ranges), "existing", "acknowledgeLast"];

/** Checks the inputs of an SRV record; values that are not known yet pass. */
export function checkSrvInputs(inputs: Properties): Checked {
  const failures = [
    ...Object.keys(inputs)
      .filter((property) => !known.includes(property))
      .map((property) => ({ property, reason: `is not a property of an SRV record; it has ${known.join(", ")}` })),
    ...names.flatMap((property) => problem(property, inputs[property], textProblem)),
    ...Object.keys(ranges).flatMap((property) => problem(property, inputs[property], numberProblem)),
    ...outsideZone(inputs),
    ...problem("existing", inputs.existing ?? unknownValue, modeProblem),
    ...problem("acknowledgeLast", inputs.acknowledgeLast ?? unknownValue, acknowledgementProblem),
  ];
  return { inputs: { ...inputs, ...normal("name", inputs), ...normal("target", inputs) }, failures };
}

type Test = (value: unknown, property: string) => string | undefined;

function problem(property: string, value: unknown, test: Test): readonly CheckFailure[] {
  if (value === unknownValue) return [];
  const reason = value === undefined ? "is missing" : test(value, property);
  return reason === undefined ? [] : [{ property, reason }];
}

const textProblem: Test = (value) =>
  typeof value === "string" ? nameProblem(value) : `must be a DNS name, got ${JSON.stringify(value)}`;

const numberProblem: Test = (value, property) => {
  const [least, most] = ranges[property] ?? [0, 0];
  const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
  return fits ? undefined : `must be a whole number from ${least} to ${most}, got ${JSON.stringify(value)}`;
};

const modeProblem: Test = (value) =>
  existingModes.some((mode) => mode === value)
    ? undefined
    : `must be one of ${existingModes.join(", ")}, got ${JSON.stringify(value)}`;

const acknowledgementProblem: Test = (value) => {
  const reason = typeof value === "object" && value !== null ? (value as { reason?: unknown }).reason : undefined;
  const given = typeof reason === "string" && reason.trim() !== "";
  return given ? undefined : `must be { reason: "..." } with a reason, got ${JSON.stringify(value)}`;
};

function outsideZone({ name, zone }: Properties): readonly CheckFailure[] {
  const both = typeof name === "string" && typeof zone === "string" && name !== unknownValue && zone !== unknownValue;
  if (!both || liesIn(name, zone)) return [];
  return [
    {
      property: "name",
      reason: `lies outside the zone ${zone}, got ${JSON.stringify(name)}; name the zone that holds it`,
    },
  ];
}

function normal(property: string, inputs: Properties): Properties {
  const value = inputs[property];
  return typeof value === "string" && value !== unknownValue ? { [property]: absoluteName(value) } : {};
}
