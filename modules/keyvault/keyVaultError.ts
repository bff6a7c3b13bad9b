/** What a caller may do differently about. */
export type KeyVaultErrorKind =
  | "address"
  /** Nobody is signed in here, or the sign-in was refused. */
  | "signIn"
  /** The vault answered and refused. */
  | "forbidden"
  | "firewall"
  | "notFound"
  | "disabled"
  | "expired"
  | "throttled"
  /** The vault was not reached: nothing is known. */
  | "unreachable"
  | "cancelled"
  /** The secret's value is no product key; it is not repeated. */
  | "notAProductKey"
  | "failed";

/**
 * A product key that could not be had.
 *
 * The message says which secret of which vault, what came back and what to do; it never holds a value, and it has no
 * cause, since the library's errors carry whole requests and responses.
 */
export class KeyVaultError extends Error {
  override readonly name = "KeyVaultError";
  readonly kind: KeyVaultErrorKind;

  constructor(kind: KeyVaultErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
