import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "./resourceKind.ts";

/** Marks an object on the wire that stands for a special value (pulumi: sdk/go/common/resource/plugin). */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Plain values of a message of the engine: secrets and outputs are replaced by what they hold. */
export function fromWire(struct: structPb.Struct | undefined): Properties {
  return (unwrap(struct?.toJavaScript() ?? {}) ?? {}) as Properties;
}

/** Values as the engine takes them; properties without a value are left out. */
export function toWire(properties: Properties): structPb.Struct {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  return structPb.Struct.fromJavaScript(
    Object.fromEntries(given) as Parameters<typeof structPb.Struct.fromJavaScript>[0],
  );
}

/** Replaces secrets and outputs inside a value by what they hold. */
export function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  const mark = (value as Record<string, unknown>)[signature];
  if (mark === secretSignature || mark === outputSignature) return unwrap((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
}
