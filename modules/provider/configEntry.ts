import type { CheckFailure } from "./resourceKind.ts";

/** One entry of a map among the provider's arguments. */
export type ConfigEntry = Readonly<Record<string, unknown>>;

/** Reports what is wrong with a property of one entry; never with its value, which may be secret. */
export type Fail = (property: string, reason: string) => void;

/** Collects the failures of one entry of a map. */
export function failIn(map: string, name: string, failures: CheckFailure[]): Fail {
  return (property, reason) => failures.push({ property: `${map}[${JSON.stringify(name)}].${property}`, reason });
}

/** The same reports, and whether there was any. */
export function watched(fail: Fail): { readonly report: Fail; readonly failed: () => boolean } {
  let failed = false;
  const report: Fail = (property, reason) => {
    failed = true;
    fail(property, reason);
  };
  return { report, failed: () => failed };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** A map of texts; undefined where it is anything else. */
export function textMap(value: unknown): Readonly<Record<string, string>> | undefined {
  return isRecord(value) && Object.values(value).every(isText) ? (value as Record<string, string>) : undefined;
}
