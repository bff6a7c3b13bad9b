import { encodeName, encodeSrv } from "./dnsPacket.ts";
import { uint16, uint32 } from "./octets.ts";

/** The data of an SRV record (RFC 2782); the target is absolute and in lower case. */
interface SrvData {
  readonly target: string;
  /** Unsigned 16-bit, as are priority and weight. */
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** One SRV record of a set. */
export interface SrvValue extends SrvData {
  /** Seconds. */
  readonly ttl: number;
}

/** A change of one record set that happens as a whole, and only while the set is exactly as it was seen. */
export interface SrvSetChange {
  /** Absolute. */
  readonly zone: string;
  /** Owner name, absolute. */
  readonly owner: string;
  /** The whole set; empty: the update applies only while the name has no SRV record. */
  readonly seen: readonly SrvData[];
  readonly remove: readonly SrvData[];
  readonly add: readonly SrvValue[];
}

const opcodeUpdate = 5 << 11;
const type = { soa: 6, srv: 33 };
const dnsClass = { in: 1, none: 254 };

/**
 * An UPDATE message (RFC 2136 section 2), unsigned.
 *
 * The prerequisite names the whole set, since that is what section 2.4.2 compares: there is no way to ask for one value
 * among others. It compares no TTLs.
 */
export function encodeUpdate(id: number, change: SrvSetChange): Buffer {
  const { owner, seen, remove, add } = change;
  const prerequisites =
    seen.length === 0
      ? [record(owner, dnsClass.none, 0, noData)]
      : seen.map((value) => record(owner, dnsClass.in, 0, encodeSrv(value)));
  const updates = [
    ...remove.map((value) => record(owner, dnsClass.none, 0, encodeSrv(value))),
    ...add.map((value) => record(owner, dnsClass.in, value.ttl, encodeSrv(value))),
  ];
  const header = uint16(id, opcodeUpdate, 1, prerequisites.length, updates.length, 0);
  const zone = [encodeName(change.zone), uint16(type.soa, dnsClass.in)];
  return Buffer.concat([header, ...zone, ...prerequisites, ...updates]);
}

/** RDATA of no octets, with its length. */
const noData = uint16(0);

function record(owner: string, inClass: number, ttl: number, lengthAndData: Buffer): Buffer {
  return Buffer.concat([encodeName(owner), uint16(type.srv, inClass), uint32(ttl), lengthAndData]);
}
