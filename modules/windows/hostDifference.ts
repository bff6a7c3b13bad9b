/** One property that is not, or not known to be, as declared. */
export interface HostDifference {
  /** `port`, `publishing`, `publishList`, `intervals.activationMinutes`, `keys.csvlk-2025`, `clock`, ... */
  readonly property: string;
  /** `differs` was read and is another value; `unreadable` was not read: unknown. */
  readonly kind: "differs" | "unreadable";
  readonly declared: string;
  /** null where unreadable. */
  readonly live: string | null;
}

type Plain = string | number | boolean;

/** The difference between two values, as a list of none or one; a live null is unreadable. */
export function compared<T extends Plain>(
  property: string,
  declared: T | undefined,
  live: T | null,
): readonly HostDifference[] {
  if (declared === undefined || declared === live) return [];
  if (live === null) return [{ property, kind: "unreadable", declared: shown(declared), live: null }];
  return [{ property, kind: "differs", declared: shown(declared), live: shown(live) }];
}

const shown = (value: Plain): string => (value === "" ? "none" : String(value));
