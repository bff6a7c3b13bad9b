import { readdirSync, readFileSync } from "node:fs";
import { type HostReading, parseReadBack } from "../../modules/windows/hostReading.ts";

// Written by hand in the form that the script writes, with values that are plainly made up: no machine printed them.
const folder = new URL("../golden/windows/recorded/", import.meta.url);

/** Names of the recorded outputs. */
export const recordedNames: readonly string[] = readdirSync(folder)
  .map((file) => file.replace(/\.txt$/, ""))
  .sort();

/** What a host's script wrote to its standard output. */
export const recordedOutput = (name: string): string => readFileSync(new URL(`${name}.txt`, folder), "utf8");

/** The reading in a recorded output, with some of it replaced. */
export const recordedReading = (name: string, overrides: Partial<HostReading> = {}): HostReading => ({
  ...parseReadBack(recordedOutput(name)),
  ...overrides,
});
