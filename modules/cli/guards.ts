import { type EngineEvent, refreshedOf, type StepState } from "../engine/events.ts";
import type { Zone } from "../topology/model.ts";

/** From this many records of a zone on, removing a large part of them at once is taken for a mistake. */
const guardedFrom = 10;
/** Largest part of a zone's records that one change may remove. */
const largestRemoval = 0.3;

const srvRecordType = "activation:index:SrvRecord";
const recordSetType = "azure-native:privatedns:PrivateRecordSet";

/** Zones of which a change would remove too many records at once; one sentence each. */
export function removalProblems(events: readonly EngineEvent[]): readonly string[] {
  const zones = Map.groupBy(events.flatMap(recordStep), (step) => step.zone);
  return [...zones].flatMap(([zone, steps]) => {
    const before = steps.reduce((sum, step) => sum + step.before, 0);
    const removed = steps.reduce((sum, step) => sum + step.removed, 0);
    if (before < guardedFrom || removed / before <= largestRemoval) return [];
    const part = Math.round((100 * removed) / before);
    return [
      `zone ${zone} would lose ${removed} of its ${before} records (${part} %; at most 30 % at once); if that is meant, run again with --allow-removals`,
    ];
  });
}

/** Records of a zone that one step starts from, and how many of them it takes away. */
function recordStep({ resourcePreEvent }: EngineEvent): { zone: string; before: number; removed: number }[] {
  const step = resourcePreEvent?.metadata;
  const size = sizeOf[step?.type ?? ""];
  if (step?.old === undefined || step.old === null || size === undefined) return [];
  const before = size(step.old);
  const zone = String(step.old.inputs?.zone ?? step.old.inputs?.privateZoneName);
  if (step.op === "delete") return [{ zone, before, removed: before }];
  if (step.op === "update") return [{ zone, before, removed: Math.max(0, before - size(step.new)) }];
  // A replacement puts another record in the place of the old one; its other steps say the same once more.
  return step.op === "same" || step.op === "replace" ? [{ zone, before, removed: 0 }] : [];
}

const sizeOf: Readonly<Record<string, (state: StepState | null) => number>> = {
  [srvRecordType]: (state) => (state === null ? 0 : 1),
  [recordSetType]: (state) => listOf(state?.inputs?.srvRecords).length,
};

interface LiveRecord {
  readonly target?: string;
  readonly port?: number;
  readonly priority?: number;
  readonly weight?: number;
}

function listOf(value: unknown): readonly LiveRecord[] {
  return Array.isArray(value) ? (value as LiveRecord[]) : [];
}

/**
 * Live records of others in Azure private record sets, which ARM replaces whole: an `up` would remove them unseen.
 *
 * @param events - Of a refresh that looked at the record sets of the stack.
 */
export function foreignRecordProblems(events: readonly EngineEvent[], zones: readonly Zone[]): readonly string[] {
  return refreshedOf(events).flatMap(({ type, declared, live, name }) => {
    if (type !== recordSetType) return [];
    const zone = zones.find((z) => z.name === declared.privateZoneName);
    const owner = ownerOf(declared);
    const kept = new Set((zone?.keep ?? []).filter((keep) => plainName(keep.name) === owner).map(identity));
    const ours = new Map(listOf(declared.srvRecords).map((record) => [identity(record), record]));
    const where = `record set ${name} of zone ${zone?.name ?? "?"} holds`;
    return listOf(live.srvRecords).flatMap((record) => {
      const id = identity(record);
      if (kept.has(id)) return changedInKeeping(record, ours.get(id)).map((why) => `${where} ${id} ${why}`);
      if (ours.has(id)) return [];
      const entry = `{ name: ${declared.relativeRecordSetName}, target: ${plainName(record.target ?? "")}, port: ${record.port}, reason: ... }`;
      const remedy = `list it under zones.${zone?.name ?? "Z"}.keep as ${entry}, or remove it first`;
      return [`${where} ${id}, which the file does not declare and \`up\` would remove; ${remedy}`];
    });
  });
}

/** The file names a kept record by target and port alone: it is written back as a host publishes itself, with 0 and 0. */
function changedInKeeping({ priority = 0, weight = 0 }: LiveRecord, ours: LiveRecord | undefined): readonly string[] {
  const written = { priority: ours?.priority ?? 0, weight: ours?.weight ?? 0 };
  if (priority === written.priority && weight === written.weight) return [];
  return [
    `with priority ${priority} and weight ${weight}, and \`up\` would write it back with ${written.priority} and ${written.weight}; let its owner set these, or move it to another set`,
  ];
}

function identity({ target, port }: LiveRecord): string {
  return `${plainName(target ?? "")}:${port ?? 0}`;
}

/** Name of the records of a set, from its inputs. */
function ownerOf({ relativeRecordSetName: name, privateZoneName: zone }: Readonly<Record<string, unknown>>): string {
  return plainName(name === "@" ? `${zone}` : `${name}.${zone}`);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
