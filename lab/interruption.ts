/** Milliseconds in which the same request may come twice: to a group of processes, and passed on by a parent among them. */
const sameRequest = 500;

/** Aborted by the first Ctrl-C or SIGTERM, so that what was begun is put in order; a later one ends the process on the spot. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const interrupt = () => {
    if (first > 0 && performance.now() - first > sameRequest) process.exit(130);
    first ||= performance.now();
    controller.abort();
  };
  // Listeners that stay: execa's own would end the process at once if no other were left.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  return controller.signal;
}
