/**
 * Waits for a command that people may interrupt until it has ended, in order as it knows it.
 *
 * The terminal gives a Ctrl-C to the command too; a SIGTERM reaches this process alone and is passed on.
 */
export async function inForeground<T>(command: Promise<T> & { kill(signal: "SIGTERM"): boolean }): Promise<T> {
  const wait = () => {};
  const passOn = () => void command.kill("SIGTERM");
  process.on("SIGINT", wait);
  process.on("SIGTERM", passOn);
  try {
    return await command;
  } finally {
    process.off("SIGINT", wait);
    process.off("SIGTERM", passOn);
  }
}
