/** The engine could not do what was asked; the message says what helps. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
