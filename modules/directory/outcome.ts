/** What a caller may do differently about. None of them means that something is not there, except the two absent ones. */
export type DirectoryErrorKind =
  /** No server was reached: nothing is known. */
  | "unreachable"
  | "timeout"
  | "tls"
  | "credentials"
  /** The server answered and hid or refused what was asked for. */
  | "denied"
  /** The server answered, and demonstrably has no such container or class. */
  | "absentContainer"
  | "absentSchema"
  /** An entry of the name is there already. */
  | "exists"
  /** Anything else that the server refused. */
  | "failed";

/** What came back from a server. */
export interface Outcome {
  readonly kind: DirectoryErrorKind;
  /** What came back, and after a semicolon the remedy. */
  readonly words: string;
}
