import { srvText } from "../dns/readSet.ts";
import type { SrvValue } from "../dns/updateMessage.ts";
import type { ExistingRecord } from "../topology/model.ts";

/**
 * What a create makes of a record of its target and port that is there and in no state.
 *
 * - `upsert`: takes it over and brings it to the declared values; the default.
 * - `adopt`: takes it over where its priority and weight are the declared ones; its TTL may differ.
 * - `refuse`: fails; what is to be ours without our having made it is imported.
 */
export const existingModes: readonly ExistingRecord[] = ["upsert", "adopt", "refuse"];

/** A record as it is declared. */
interface Declared extends SrvValue {
  readonly name: string;
  readonly existing?: ExistingRecord;
}

/** One resource that meets such a record. */
export interface Encounter {
  /** Name of the resource in the program. */
  readonly resource: string;
  readonly id: string;
  readonly inputs: Declared;
  /** Records of its target and port that were there before it: one, or several with different priorities or weights. */
  readonly found: readonly SrvValue[];
}

/** What the person at the engine is told where the record is taken over. Throws where the mode does not allow that. */
export function takeOver(encounter: Encounter): string {
  const { inputs, found } = encounter;
  const mode = inputs.existing ?? "upsert";
  const there = `${inputs.name} has ${foundText(found)} already`;
  if (mode === "refuse") throw new Error(`${there}, in no state, and existing is "refuse"; ${waysOn(encounter)}`);
  if (mode === "adopt" && found.some((value) => srvText(value) !== srvText(inputs))) {
    const ways = `declare those values, or set existing to "upsert" to overwrite them`;
    throw new Error(`${there}, which is not as declared (${srvText(inputs)}), and existing is "adopt"; ${ways}`);
  }
  return `${there}; it is adopted, and from now on is as declared (${srvText(inputs)}, TTL ${inputs.ttl} s)`;
}

/** What the person is told where a record goes that was there before us. */
export function farewell(id: string): string {
  return `${id} was there before this stack took it over, and is deleted all the same; the resource option retainOnDelete would have kept it`;
}

function waysOn({ resource, id }: Encounter): string {
  return (
    `if it is yours, take it over with \`pulumi import activation:index:SrvRecord '${resource}' '${id}'\`, or set ` +
    'existing to "upsert" (in a topology: kmsHosts.HOST.records.existing); if it is somebody else\'s, leave it to them'
  );
}

function foundText(found: readonly SrvValue[]): string {
  return found.map((value) => `${srvText(value)} with TTL ${value.ttl} s`).join(" and ");
}
