/** What a caller may do differently about. */
export type SshErrorKind =
  /** There is no SSH client here, or what it was told cannot be used. */
  | "noProgram"
  | "target"
  | "identity"
  /** No session came about: nothing has happened on the host. */
  | "unresolved"
  | "refused"
  | "unreachable"
  | "hostKey"
  | "authentication"
  | "protocol"
  /** There was a session, and the command is not on the host. */
  | "commandMissing"
  /** May come at any moment: `mayHaveRun` says whether the command was sent. */
  | "timeout"
  | "cancelled"
  | "lost"
  | "signal"
  | "output";

/**
 * A command on a host that did not come to an end of its own; an exit code, whichever, is not an error here.
 *
 * The message says which host and which account, what was tried, what came of it and what to do; it holds nothing of
 * the command's input.
 */
export class SshError extends Error {
  override readonly name = "SshError";
  readonly kind: SshErrorKind;
  /** True: the command was sent and its outcome is unknown, so look before anything is repeated. */
  readonly mayHaveRun: boolean;

  constructor(kind: SshErrorKind, message: string, mayHaveRun = false) {
    super(message);
    this.kind = kind;
    this.mayHaveRun = mayHaveRun;
  }
}
