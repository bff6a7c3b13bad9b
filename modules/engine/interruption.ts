/** How a person (Ctrl-C) or a supervisor asks a process to end. */
const signals = ["SIGINT", "SIGTERM"] as const;
type Signal = (typeof signals)[number];

/** Pieces of work under way that must end in order. */
let inOrder = 0;
let asked = false;

/** Whether shielded work was asked to end. */
export const wasInterrupted = (): boolean => asked;

/** What a piece of work came to, and whether it was asked to end meanwhile. */
export interface Shielded<T> {
  readonly result: T;
  readonly interrupted: boolean;
}

/**
 * Does work during which a signal does not end this process: whoever does the work is asked to end, and we wait.
 *
 * @param passOn - Called with the first SIGTERM, which may have reached this process alone. A Ctrl-C is not passed on:
 *   the terminal sends it to every process that runs there.
 */
export async function shielded<T>(work: () => Promise<T>, passOn: () => unknown): Promise<Shielded<T>> {
  let interrupted = false;
  let passed = false;
  const onSignal = (signal: Signal) => {
    interrupted = true;
    asked = true;
    if (signal === "SIGTERM" && !passed) passOn();
    passed ||= signal === "SIGTERM";
  };
  for (const signal of signals) process.on(signal, onSignal);
  inOrder++;
  try {
    return { result: await work(), interrupted };
  } finally {
    inOrder--;
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** Has a signal end this process at once with exit code 2, except while shielded work goes on. */
export function endOnSignal(say: (text: string) => void): void {
  for (const signal of signals)
    process.on(signal, () => {
      if (inOrder > 0) return;
      say("interrupted; nothing was changed\n");
      process.exit(2);
    });
}
