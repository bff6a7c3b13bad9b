import { createInterface } from "node:readline/promises";

/** What a person answered; `interrupted`: Ctrl-C, which a terminal gives to the question and to nobody else. */
export type Answer = "yes" | "no" | "interrupted";

/** Asks a person, on stderr. Anything but a yes is a no, and so is the end of the input. */
export async function confirm(question: string): Promise<Answer> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // An input that ends leaves the question open for ever. Later, since a Ctrl-C closes the prompt before it is told.
    const ended = new Promise<string>((resolve) => prompt.once("close", () => setImmediate(resolve, "")));
    const answer = await Promise.race([prompt.question(`${question} [y/N] `), ended]);
    return /^y(es)?$/i.test(answer.trim()) ? "yes" : "no";
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
    return error.message.includes("Ctrl+C") ? "interrupted" : "no";
  } finally {
    prompt.close();
  }
}
