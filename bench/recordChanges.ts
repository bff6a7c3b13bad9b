import type { SrvValue } from "../modules/dns/updateMessage.ts";

/** One record that is added to a set. */
export interface RecordChange {
  /** Owner name, absolute. */
  readonly owner: string;
  /** The set as it is when the change has its turn. */
  readonly seen: readonly SrvValue[];
  readonly add: SrvValue;
}

/** The zone of all records. */
export const zoneName = "bench.example";

/** Additions, set by set as a stack declares them, with this many records in each set. */
export function changesOf(count: number, inEachSet: number): readonly RecordChange[] {
  return Array.from({ length: count }, (_, i) => {
    const place = i % inEachSet;
    return {
      owner: `_vlmcs._tcp.site-${Math.floor(i / inEachSet)}.${zoneName}.`,
      seen: Array.from({ length: place }, (_, host) => serverValue(host)),
      add: serverValue(place),
    };
  });
}

function serverValue(host: number): SrvValue {
  return { target: `kms-${host}.${zoneName}.`, port: 1688, priority: 0, weight: 0, ttl: 3600 };
}
