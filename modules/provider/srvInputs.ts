import { absoluteName, liesIn, nameProblem } from "../dns/names.ts";
import type { ExistingRecord } from "../topology/model.ts";
import { acknowledgement, oneOf, optional, shown, strangers, type Test, whole, wrongInputs } from "./inputTests.ts";
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

const dnsName: Test = (value) =>
  typeof value === "string" ? nameProblem(value) : `must be a DNS name, got ${shown(value)}`;

/** Numbers of RFC 2782; the TTL has 31 bits (RFC 2181 section 8); no service is on port 0. */
const record: Readonly<Record<string, Test>> = {
  zone: dnsName,
  name: dnsName,
  target: dnsName,
  port: whole(1, 65_535),
  priority: whole(0, 65_535),
  weight: whole(0, 65_535),
  ttl: whole(0, 2_147_483_647),
};
/** A null says here what a missing value says. */
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null ? undefined : test(value);
const handling: Readonly<Record<string, Test>> = {
  existing: orNull(optional(oneOf(existingModes))),
  acknowledgeLast: orNull(acknowledgement),
};
const known = [...Object.keys(record), ...Object.keys(handling)];

/** Checks the inputs of an SRV record; values that are not known yet pass. */
export function checkSrvInputs(inputs: Properties): Checked {
  const failures = [
    ...strangers(inputs, known, `is not a property of an SRV record; it has ${known.join(", ")}`),
    ...wrongInputs(inputs, record),
    ...outsideZone(inputs),
    ...wrongInputs(inputs, handling),
  ];
  return { inputs: { ...inputs, ...normal("name", inputs), ...normal("target", inputs) }, failures };
}

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
