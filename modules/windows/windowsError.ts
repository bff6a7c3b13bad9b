/** What a caller may do differently about. */
export type WindowsErrorKind =
  /** The output holds no read-back: the script did not come to its end. */
  | "noReadBack"
  /** It holds the start of one. */
  | "cutOff"
  | "malformed"
  /** Read-back of another version of the script. */
  | "otherVersion"
  /** The output holds what looks like a whole product key; it is not repeated. */
  | "productKey";

/** Output of a Windows host that cannot be used: never to be read as "nothing is configured". Holds no secret. */
export class WindowsError extends Error {
  override readonly name = "WindowsError";
  readonly kind: WindowsErrorKind;

  constructor(kind: WindowsErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
  }
}
