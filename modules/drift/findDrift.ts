import { type FirewallRule, type Item, keyOf } from "../desired/item.ts";
import { fieldsOf } from "./comparedFields.ts";
import type { Drift, DriftArea, Reading } from "./drift.ts";

type SeenReading = Extract<Reading, { covers: unknown }>;

/**
 * Compares what is declared with what was read.
 *
 * Pure; sorted by area, key and verb. A declared item that no readable reading covers is not judged: it is neither
 * missing nor in order, and the unreadable reading that would have covered it says why.
 *
 * A `changed` result holds, on each side, what identifies the item and the fields that differ.
 */
export function findDrift(declared: readonly Item[], readings: readonly Reading[]): Drift[] {
  const drifts = readings.flatMap((reading) =>
    "unreadable" in reading
      ? [{ verb: "unreadable", area: reading.area, key: reading.key, cause: reading.unreadable } satisfies Drift]
      : compareReading(declared, reading),
  );
  return drifts.toSorted((a, b) => order(a, b, "area") || order(a, b, "key") || order(a, b, "verb"));
}

function compareReading(declared: readonly Item[], reading: SeenReading): Drift[] {
  const { area } = reading;
  const wanted = new Set(declared.map(keyOf));
  const live = Map.groupBy(reading.items, keyOf);
  const lost = declared.filter(reading.covers).flatMap((item): Drift[] => {
    const found = live.get(keyOf(item));
    return found === undefined
      ? [{ verb: "missing", area, key: keyOf(item), declared: item }]
      : changed(area, item, found);
  });
  const extra = reading.items.filter((item) => !wanted.has(keyOf(item)));
  return [...lost, ...extra.map((item) => unexpected(area, item, originOf(item)))];
}

function unexpected(area: DriftArea, item: Item, cause: string | null): Drift {
  return { verb: "unexpected", area, key: keyOf(item), live: item, ...(cause === null ? {} : { cause }) };
}

/** DNS can hold records that differ in priority or weight alone: one of them is ours, the others are unexpected. */
function changed(area: DriftArea, declared: Item, live: readonly Item[]): Drift[] {
  const [first] = live.toSorted((a, b) => differing(declared, a).length - differing(declared, b).length);
  const others = live.filter((item) => item !== first);
  const extra = others.map((item) => unexpected(area, item, "a second one beside the one that is declared"));
  const names = first === undefined ? [] : differing(declared, first);
  if (first === undefined || names.length === 0) return extra;
  const [ours, theirs] = [valuesOf(declared), valuesOf(first)];
  const part = (values: Values, against: Values) => ({
    kind: declared.kind,
    ...Object.fromEntries(fieldsOf(declared.kind).identity.map((field) => [field, values[field]])),
    ...Object.fromEntries(names.map((field) => [field, onlyDiffering(values[field], against[field])])),
  });
  const change: Drift = {
    verb: "changed",
    area,
    key: keyOf(declared),
    declared: part(ours, theirs),
    live: part(theirs, ours),
  };
  return [change, ...extra];
}

/** Names of the compared fields in which two items of one kind differ. */
function differing(declared: Item, live: Item): string[] {
  const [ours, theirs] = [valuesOf(declared), valuesOf(live)];
  return fieldsOf(declared.kind).compared.filter((field) => canonical(ours[field]) !== canonical(theirs[field]));
}

type Values = Readonly<Record<string, unknown>>;

function valuesOf(item: Item): Values {
  return { ...item };
}

/** Of two lists of firewall rules the rules that the other list lacks or has otherwise; of anything else all. */
function onlyDiffering(value: unknown, other: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(other)) return value;
  const same = new Set(other.map(canonical));
  return (value as readonly FirewallRule[]).filter((rule) => !same.has(canonical(rule)));
}

/** Text that is equal for equal values: lists are sets here, and the order of properties says nothing. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const entries = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${entries.sort().join()}}`;
}

/** What a live item that nobody declared says about where it came from; null: nothing. */
function originOf(item: Item): string | null {
  if (item.kind !== "srv") return null;
  if (item.host === null) return "its target is no declared KMS host";
  return `its target is the declared host ${item.host}, which is not declared to be found here`;
}

function order(a: Drift, b: Drift, by: "area" | "key" | "verb"): number {
  if (a[by] === b[by]) return 0;
  return a[by] < b[by] ? -1 : 1;
}
