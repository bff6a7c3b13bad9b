/** What went wrong with the lab, worded for the person who runs it; its message never holds a password. */
export class LabError extends Error {
  override readonly name = "LabError";
}
